"""Putting right when somebody took a position up or left it: who else's days move along.

Whoever came the day after, or left the day before, did so because of it: a position that one
holds at a time is held by one at a time afterwards, and is not vacant on a day more, unless it is
said that theirs were right.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from models.rules.validity import on_day, overlaps

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """A holding, `key` in the database, from a day to a day; both count, None is open."""

    key: int
    start: date
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it holds that day."""
        return on_day(self.start, self.end, day)


class ClashError(Exception):
    """The days cannot be had beside those of the holding `other`; `reason` says why."""

    def __init__(self, reason: str, other: Days) -> None:
        super().__init__(reason)
        self.reason, self.other = reason, other


def put_right(held: Sequence[Days], wanted: Days, *, along: bool = True) -> tuple[Days, ...]:
    """Every holding of a position that is another one once `wanted` is so, that one first.

    `along`: whoever came the day after, or left the day before, came or left accordingly.
    Raises ClashError where somebody else would never have held it, or two would at a time.
    """
    old = next(days for days in held if days.key == wanted.key)
    changed = {wanted.key: wanted}
    if along and wanted.start != old.start:
        for spans in _handed_over(held, old):
            changed[spans.key] = _until(spans, wanted.start)
    if along and wanted.end != old.end:
        for spans in _taken_over(held, old):
            changed[spans.key] = _from_day_after(spans, wanted.end)
    _none_at_a_time(held, changed)
    return tuple(days for days in changed.values() if days not in held)  # wanted may be no other


def taken_away(old: Days, new: Days | None, today: date) -> tuple[Days, ...]:
    """The days until today that somebody held a position by `old` and never did by `new`.

    `new` None: they never held it. Whoever hands over as of today, or yesterday, loses no day.
    """
    last = min(old.end or today, today)
    spans = [old] if new is None else [replace(old, end=new.start - _DAY)]
    if new is not None and new.end is not None and new.end < today - _DAY:
        spans.append(replace(old, start=max(old.start, new.end + _DAY)))
    ended = [replace(span, end=min(span.end or last, last)) for span in spans]
    return tuple(span for span in ended if span.end is not None and span.start <= span.end)


def _handed_over(held: Iterable[Days], days: Days) -> list[Days]:
    """Who left on the day before, unless somebody else went on holding it beside both."""
    last = days.start - _DAY
    return [each for each in held if each.end == last] if _alone(held, last, days) else []


def _taken_over(held: Iterable[Days], days: Days) -> list[Days]:
    if days.end is None or not _alone(held, days.end, days):
        return []
    return [each for each in held if each.start == days.end + _DAY]


def _alone(held: Iterable[Days], last: date, days: Days) -> bool:
    """Whether nobody held it on both a day and the next but the one that is put right."""
    return not any(
        each.covers(last) and each.covers(last + _DAY) for each in held if each.key != days.key
    )


def _until(days: Days, since: date) -> Days:
    last = since - _DAY
    if last < days.start:
        raise ClashError("before", days)
    return replace(days, end=last)


def _from_day_after(days: Days, last: date | None) -> Days:
    if last is None or (days.end is not None and last >= days.end):
        raise ClashError("after", days)
    return replace(days, start=last + _DAY)


def _none_at_a_time(held: Sequence[Days], changed: Mapping[int, Days]) -> None:
    """Raises ClashError where two would hold it at a time who did not before."""
    for days in held:
        for other in held:
            if days.key == other.key or days.key not in changed or _meet(days, other):
                continue
            if _meet(changed[days.key], changed.get(other.key, other)):
                raise ClashError("overlap", other)


def _meet(days: Days, other: Days) -> bool:
    return overlaps(days.start, days.end, other.start, other.end)
