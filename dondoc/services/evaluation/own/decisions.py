"""What is typed where rules or a catalogue are put in force or ended, and what must be right."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dondoc.services.evaluation.course.errors import FieldError
from models.rules.texts import bare


@dataclass(frozen=True)
class RulesDecision:
    """From or with which day, by which paper, and why; None: not typed.

    `unread`: what the form could not read.
    """

    day: date | None
    paper: str
    paper_date: date | None
    reason: str
    unread: tuple[FieldError, ...] = ()


def decision_faults(decision: RulesDecision, today: date) -> Iterator[FieldError]:
    """What lacks, and a paper that is dated ahead; whether the day can be is told elsewhere."""
    yield from decision.unread
    if decision.day is None:
        yield FieldError("day", "form.needed.rules_day")
    if not bare(decision.paper):
        yield FieldError("paper", "form.needed.rules_paper")
    if decision.paper_date is None:
        yield FieldError("dated", "form.needed.rules_dated")
    elif decision.paper_date > today:
        yield FieldError("dated", "evaluation.own.paper_ahead", day=decision.paper_date)
    if not bare(decision.reason):
        yield FieldError("reason", "form.needed.rules_reason")
