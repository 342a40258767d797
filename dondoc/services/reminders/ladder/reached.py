"""Ladders applied: each checkpoint's steps, what they reached, and when the next one comes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from models.rules.calendar import WorkingCalendar
from models.rules.due import days_left
from models.rules.ladder import (
    Gathering,
    Rung,
    Step,
    ladder_for,
    repeats_until,
    rung_day,
    rungs_reached,
)
from models.rules.roles import Audience


@dataclass
class StepsOnDay:
    """The steps of a programme on one day.

    Thousands of checkpoints share a few due dates, categories and units, so every answer is
    kept.
    """

    steps: tuple[Step, ...]
    today: date
    calendar: WorkingCalendar
    gathering: Gathering | None = None
    _ladders: dict[tuple[str, int], tuple[Step, ...]] = field(default_factory=dict)
    _rungs: dict[tuple[tuple[Step, ...], date], tuple[Rung, ...]] = field(default_factory=dict)

    def ladder(self, category: str, unit_id: int) -> tuple[Step, ...]:
        """The steps that apply to one assignment."""
        key = (category, unit_id)
        if key not in self._ladders:
            self._ladders[key] = ladder_for(self.steps, category, unit_id)
        return self._ladders[key]

    def reached(self, category: str, unit_id: int, due_on: date) -> tuple[Rung, ...]:
        """The latest rung for each audience."""
        steps = self.ladder(category, unit_id)
        key = (steps, due_on)
        if key not in self._rungs:
            self._rungs[key] = rungs_reached(
                steps, due_on, self.today, self.calendar, self.gathering
            )
        return self._rungs[key]

    @property
    def horizon(self) -> date:
        """The last due date for which any step may be reached today."""
        ahead = max((-step.offset for step in self.steps), default=0)
        return self.calendar.add(self.calendar.working_day_from(self.today), max(ahead, 0))

    def next_on(self, category: str, unit_id: int, audience: Audience, due_on: date) -> date | None:
        """The next working day on which this audience hears again, None for never."""
        ahead = self.ahead(category, unit_id, audience, due_on)
        return min(ahead.values(), default=None)

    def ahead(
        self, category: str, unit_id: int, audience: Audience, due_on: date
    ) -> dict[Step, date]:
        """The steps by which this audience may hear next, and on which working day by each."""
        steps = [step for step in self.ladder(category, unit_id) if step.audience is audience]
        days_after = -days_left(due_on, self.today, self.calendar)
        pairs = next_rungs(steps, days_after, self.repeats_until(due_on))
        return {
            step: rung_day(step, rung, due_on, self.calendar, self.gathering)
            for step, rung in pairs
        }

    def repeats_until(self, due_on: date) -> int:
        """Up to which working day after the due date repeats have been told by now."""
        return repeats_until(due_on, self.today, self.calendar, self.gathering)


def next_rungs(
    steps: Iterable[Step], days_after: int, told_until: int
) -> Iterator[tuple[Step, int]]:
    """What one audience may hear next: the step that begins next, and the one that repeats.

    `told_until`: the working day after the due date up to which repeats have been told; those
    between it and `days_after` wait.
    """
    own = sorted(steps, key=lambda step: step.offset)
    yield from [(step, step.offset) for step in own if step.offset > days_after][:1]
    for last in [step for step in own if step.offset <= days_after][-1:]:
        if last.every is not None:
            gone = max(told_until, last.offset) - last.offset
            yield last, last.offset + (gone // last.every + 1) * last.every
