"""What a checkpoint is on a day: its last day in time, its due state, and the days left."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

from dondoc.services.programme.frames import ProgrammeRules
from models.rules.due import DueFacts, DueState, due_state, is_due_soon, last_day, time_left
from models.rules.first_date import days_late_first
from models.rules.returned_reports import ReturnedReport


class JudgedRow(Protocol):
    """A row of a list that says how it stands on a day."""

    original_due_on: date
    last_day: date
    state: DueState
    due_soon: bool
    days_left: int
    first_late: int | None

    @property
    def due_facts(self) -> DueFacts: ...

    @property
    def terms_over(self) -> tuple[ReturnedReport, ...]: ...


R = TypeVar("R", bound=JudgedRow)


class CheckpointJudge:
    """Judges checkpoints on one day, alike ones once: a unit's have the same few due dates."""

    def __init__(self, frame: ProgrammeRules, today: date) -> None:
        self.frame, self.today = frame, today
        self._known: dict[DueFacts, tuple[date, DueState, bool, int]] = {}

    def judged(self, facts: DueFacts) -> tuple[date, DueState, bool, int]:
        """The last day in time, the due state, whether it is due soon, and the days left."""
        if facts not in self._known:
            calendar, today = self.frame.calendar, self.today
            self._known[facts] = (
                last_day(facts.due_on, calendar),
                due_state(facts, today, calendar),
                is_due_soon(facts, today, calendar, self.frame.rules.due_soon_days),
                time_left(facts, today, calendar),
            )
        return self._known[facts]

    def judge_row(self, row: R) -> R:
        """Lets a row say how it stands, and how late it is by the date that it first had."""
        facts = row.due_facts
        row.last_day, row.state, row.due_soon, row.days_left = self.judged(facts)
        moved = row.original_due_on != facts.due_on
        row.first_late = (
            self.first_late(facts, row.terms_over, row.original_due_on) if moved else None
        )
        return row

    def first_late(
        self, facts: DueFacts, terms: Sequence[ReturnedReport], original_due_on: date
    ) -> int | None:
        """See `days_late_first`."""
        return days_late_first(facts, terms, original_due_on, self.today, self.frame.calendar)
