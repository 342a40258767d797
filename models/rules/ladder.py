"""The reminder ladder: on which working day before or after the due date who is nudged.

What has been late for long is told together. Each item repeats in its own rhythm, so somebody
with many late items would hear of a few of them nearly every day. From `Gathering.after` working
days on, repeats therefore wait for one working day of the week, the same for everybody. Nothing
else waits: not a step before that, and no step on the day when it is reached for the first time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.rules.calendar import WorkingCalendar
from models.rules.due import days_left, last_day
from models.rules.roles import Audience


class Firmness(StrEnum):
    """How firm the wording is; it grows with the delay and stays courteous."""

    REMIND = "remind"
    URGE = "urge"
    DEMAND = "demand"
    ESCALATE = "escalate"


@dataclass(frozen=True)
class Step:
    """One step: `offset` working days after the due date (negative: before it).

    `every`: repeated each so many working days from there on, until the next step of the same
    audience. `category` and `unit_id` narrow the step to one category of indicators or one
    unit.
    """

    offset: int
    audience: Audience
    firmness: Firmness
    every: int | None = None
    category: str | None = None
    unit_id: int | None = None
    channel: str | None = None

    def rung(self, days_after: int) -> int | None:
        """The latest day of this step that is reached `days_after` the due date, or None."""
        if days_after < self.offset:
            return None
        if self.every is None:
            return self.offset
        return self.offset + (days_after - self.offset) // self.every * self.every


@dataclass(frozen=True)
class Gathering:
    """When repeats about what is late for long are told: on one working day a week.

    `after`: working days after the due date; `weekday`: 0 is Monday. A weekday that is off
    gives way to the next working day.
    """

    after: int = 10
    weekday: int = 0

    def last(self, today: date, calendar: WorkingCalendar) -> date:
        """The latest gathering day up to and including `today`."""
        week = today - timedelta(days=(today.weekday() - self.weekday) % 7)
        while (working_day := calendar.working_day_from(max(week, calendar.first))) > today:
            if week < calendar.first:
                return calendar.first
            week -= _WEEK
        return working_day

    def first(self, day: date, calendar: WorkingCalendar) -> date:
        """The earliest gathering day from `day` on."""
        week = day - timedelta(days=(day.weekday() - self.weekday) % 7)
        while (working_day := calendar.working_day_from(max(week, calendar.first))) < day:
            week += _WEEK
        return working_day


_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Rung:
    """A step as it fell due: which day of the ladder, for whom, how firmly."""

    day: int
    audience: Audience
    firmness: Firmness
    channel: str | None = None


def ladder_for(steps: Iterable[Step], category: str, unit_id: int) -> tuple[Step, ...]:
    """The steps that apply to one assignment: the most specific set replaces the others.

    A unit's own steps come before a category's; both together before either alone.
    """
    matching = [
        step
        for step in steps
        if step.category in (None, category) and step.unit_id in (None, unit_id)
    ]
    ranks = {(step.unit_id is not None, step.category is not None) for step in matching}
    best = max(ranks, default=None)
    return tuple(
        step for step in matching if (step.unit_id is not None, step.category is not None) == best
    )


def rungs_reached(
    steps: Iterable[Step],
    due_on: date,
    today: date,
    calendar: WorkingCalendar,
    gathering: Gathering | None = None,
) -> tuple[Rung, ...]:
    """The latest rung reached for each audience; on a day off nothing is reached.

    Steps missed while nobody ran the ladder collapse into the latest one, and a step that
    falls on a day off is met on the next working day, because only working days are counted.
    `gathering`: repeats about what is late for long wait for their day; None: nothing waits.
    """
    if not calendar.is_working(today):
        return ()
    days_after = -days_left(due_on, today, calendar)
    count = repeats_until(due_on, today, calendar, gathering)
    latest: dict[Audience, tuple[int, Rung]] = {}
    for step in steps:
        day = step.rung(max(count, min(step.offset, days_after)))
        if day is None or step.offset < latest.get(step.audience, (step.offset,))[0]:
            continue
        rung = Rung(day, step.audience, step.firmness, step.channel)
        latest[step.audience] = (step.offset, rung)
    return tuple(rung for _, rung in latest.values())


def repeats_until(
    due_on: date, today: date, calendar: WorkingCalendar, gathering: Gathering | None
) -> int:
    """Up to which working day after the due date repeats have been told by now.

    All of them while an item is not late for long, then those up to the last gathering day.
    """
    days_after = -days_left(due_on, today, calendar)
    if gathering is None or days_after <= gathering.after:
        return days_after
    gathered = -days_left(due_on, gathering.last(today, calendar), calendar)
    return min(max(gathered, gathering.after), days_after)


def rung_day(
    step: Step, rung: int, due_on: date, calendar: WorkingCalendar, gathering: Gathering | None
) -> date:
    """The working day on which a rung of a step is told."""
    day = calendar.add(last_day(due_on, calendar), rung)
    if gathering is None or rung == step.offset or rung <= gathering.after:
        return day
    return gathering.first(day, calendar)


def weakenings(steps: Iterable[Step]) -> tuple[tuple[Step, Step], ...]:
    """Pairs of steps of one audience of which the later one speaks less firmly."""
    order = list(Firmness)
    last: dict[Audience, Step] = {}
    pairs = []
    for step in sorted(steps, key=lambda each_step: each_step.offset):
        before = last.get(step.audience)
        if before is not None and order.index(step.firmness) < order.index(before.firmness):
            pairs.append((before, step))
        last[step.audience] = step
    return tuple(pairs)
