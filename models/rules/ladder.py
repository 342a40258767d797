"""The reminder ladder: on which working day before or after the due date who is nudged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.rules.calendar import WorkingCalendar
from models.rules.due import days_left
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
    best = max(ranks, default=(False, False))
    return tuple(
        step for step in matching if (step.unit_id is not None, step.category is not None) == best
    )


def rungs_reached(
    steps: Iterable[Step], due_on: date, today: date, calendar: WorkingCalendar
) -> tuple[Rung, ...]:
    """The latest rung reached for each audience; on a day off nothing is reached.

    Steps missed while nobody ran the ladder collapse into the latest one, and a step that
    falls on a day off is met on the next working day, because only working days are counted.
    """
    if not calendar.is_working(today):
        return ()
    days_after = -days_left(due_on, today, calendar)
    latest: dict[Audience, tuple[int, Rung]] = {}
    for step in steps:
        day = step.rung(days_after)
        if day is None or step.offset < latest.get(step.audience, (step.offset,))[0]:
            continue
        rung = Rung(day, step.audience, step.firmness, step.channel)
        latest[step.audience] = (step.offset, rung)
    return tuple(rung for _, rung in latest.values())


def weakenings(steps: Iterable[Step]) -> tuple[tuple[Step, Step], ...]:
    """Pairs of steps of one audience of which the later one speaks less firmly."""
    order = list(Firmness)
    last: dict[Audience, Step] = {}
    found = []
    for step in sorted(steps, key=lambda one: one.offset):
        before = last.get(step.audience)
        if before is not None and order.index(step.firmness) < order.index(before.firmness):
            found.append((before, step))
        last[step.audience] = step
    return tuple(found)
