"""Which positions answered for an assignment on which days, where plans have named others.

Whoever a plan names answers from its day on; what was to be answered for on the days before is
of those who stood there then.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from models.rules.responsibility import Tenure, Term
from models.rules.validity import on_day, overlaps

_DAY = timedelta(days=1)

Held = TypeVar("Held", Term, Tenure)


@dataclass(frozen=True)
class OfficialsChange:
    """The day on which a plan named others. `before`: who answered until then, the lead first."""

    assignment_id: int
    day: date
    before: tuple[int, ...]


@dataclass(frozen=True)
class DaysOfDuty:
    """From a day to a day; both count, None is open."""

    start: date | None = None
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it holds that day."""
        return on_day(self.start, self.end, day)


@dataclass(frozen=True)
class Appointment:
    """The positions that answer for an assignment on some days, the lead first."""

    days: DaysOfDuty
    positions: tuple[int, ...]


@dataclass(frozen=True)
class TenurePart:
    """Days of a tenure, and of which of the position's assignments they tell.

    `only`: of these alone; None: of all that it answers for now, without those in `without`.
    """

    tenure: Tenure
    only: frozenset[int] | None = None
    without: frozenset[int] = frozenset()


def appointments_of(
    changes: Iterable[OfficialsChange], now: tuple[int, ...]
) -> tuple[Appointment, ...]:
    """Who answered for one assignment when: of its changes in their order, and who does now.

    Of several plans of one day the last one counts.
    """
    ends = [(change.day - _DAY, change.before) for change in changes]
    appointments, start = [], None
    for end, positions in ends:
        if start is None or start <= end:
            appointments.append(Appointment(DaysOfDuty(start, end), positions))
        start = end + _DAY
    return (*appointments, Appointment(DaysOfDuty(start), now))


def on(appointments: Iterable[Appointment], day: date) -> tuple[int, ...]:
    """The positions that answered on a day, the lead first."""
    here = (each.positions for each in appointments if each.days.covers(day))
    return next(here, ())


def days_by_position(appointments: Sequence[Appointment]) -> Mapping[int, tuple[DaysOfDuty, ...]]:
    """When each position answered: a change that leaves it there ends nothing."""
    days: dict[int, tuple[DaysOfDuty, ...]] = {}
    for appointment in appointments:
        for position in appointment.positions:
            days[position] = _with(days.get(position, ()), appointment.days)
    return days


def _with(earlier: tuple[DaysOfDuty, ...], days: DaysOfDuty) -> tuple[DaysOfDuty, ...]:
    last = earlier[-1] if earlier else None
    if last is None or last.end is None or days.start != last.end + _DAY:
        return (*earlier, days)
    return (*earlier[:-1], DaysOfDuty(last.start, days.end))


def within(held: Iterable[Held], days: Sequence[DaysOfDuty]) -> Iterator[Held]:
    """Of the days that a position was held those on which it answered."""
    for each in held:
        for duty in days:
            if overlaps(each.start, each.end, duty.start, duty.end):
                ends = [end for end in (each.end, duty.end) if end is not None]
                start = max(each.start, duty.start or each.start)
                yield replace(each, start=start, end=min(ends, default=None))


def duties_of(
    tenures: Iterable[Tenure], days: Mapping[int, Mapping[int, Sequence[DaysOfDuty]]]
) -> Iterator[TenurePart]:
    """What a person's tenures answer for. `days`: by position and assignment, where not always."""
    for tenure in tenures:
        limited = days.get(tenure.position_id, {})
        yield TenurePart(tenure, without=frozenset(limited))
        keys: dict[Tenure, set[int]] = {}
        for key, spans in limited.items():
            for part in within([tenure], spans):
                keys.setdefault(part, set()).add(key)
        yield from (TenurePart(part, frozenset(only)) for part, only in keys.items())
