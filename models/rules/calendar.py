"""Working days, as a pure value: which days are off is data handed in from outside."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

_SATURDAY = 5
_DAY = timedelta(days=1)


class OutsideCalendarError(ValueError):
    """A day for which it is not known who is at work."""

    def __init__(self, day: date, first: date, last: date) -> None:
        super().__init__(f"{day} is outside the calendar {first} to {last}")
        self.day, self.first, self.last = day, first, last


@dataclass(frozen=True)
class WorkingCalendar:
    """Working days from `first` to `last`, both included.

    A day is off when it is a Saturday, a Sunday or in `holidays`, unless it is in `swapped`
    (a Saturday worked for a day off elsewhere). Days outside the span raise OutsideCalendarError.
    """

    first: date
    last: date
    holidays: frozenset[date] = frozenset()
    swapped: frozenset[date] = frozenset()
    _off: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        days = (self.first + _DAY * n for n in range((self.last - self.first).days + 1))
        object.__setattr__(self, "_off", tuple(day for day in days if self._is_off(day)))

    def _is_off(self, day: date) -> bool:
        return day not in self.swapped and (day.weekday() >= _SATURDAY or day in self.holidays)

    def is_working(self, day: date) -> bool:
        """Whether people are at work on that day."""
        self._within(day)
        return not self._is_off(day)

    def working_day_from(self, day: date) -> date:
        """That day if it is a working day, else the next one."""
        while not self.is_working(day):
            day += _DAY
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        self._within(start)
        self._within(end)
        off = bisect_right(self._off, end) - bisect_right(self._off, start)
        return (end - start).days - off

    def add(self, day: date, count: int) -> date:
        """The working day `count` working days after `day` (before it when negative)."""
        step, left = (_DAY if count > 0 else -_DAY), abs(count)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def off_days(self, start: date, end: date) -> tuple[date, ...]:
        """The days off after `start` up to and including `end`."""
        return self._off[bisect_right(self._off, start) : bisect_right(self._off, end)]

    def _within(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise OutsideCalendarError(day, self.first, self.last)


def calendar_of(
    years: Iterable[int], holidays: Iterable[date] = (), swapped: Iterable[date] = ()
) -> WorkingCalendar:
    """A calendar of whole years, from the first of `years` to the last."""
    span = sorted(years)
    return WorkingCalendar(
        date(span[0], 1, 1), date(span[-1], 12, 31), frozenset(holidays), frozenset(swapped)
    )
