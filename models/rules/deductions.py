"""The failed reviews and the latenesses of one checkpoint, each with its objective cause.

They are facts: a confirmed cause takes away only what would be deducted for its own one.
"""

from dataclasses import dataclass, replace
from datetime import date

from models.rules.checkpoints import CheckpointFacts, local_date
from models.rules.objective_causes import (
    CauseFacts,
    CauseState,
    Deduction,
    ShortfallKind,
    cause_of,
)
from models.rules.returned_reports import ReturnedReport


@dataclass(frozen=True)
class DeductionFacts:
    """A failed review or a lateness. `due_on`, `reported_on`: of a lateness; None: not yet come.

    `cause`: None where nobody spoke of one. `excused`: it takes nothing off. `happened`: False of
    a lateness that has not come, or never did.
    """

    deduction: Deduction
    due_on: date | None
    reported_on: date | None
    cause: CauseFacts | None
    excused: bool
    happened: bool = True

    @property
    def code(self) -> str:
        """What programs and forms call it: `review:2`."""
        return self.deduction.code

    @property
    def by_mark_for_all(self) -> bool:
        """Whether it is excused, and not by a cause of its own."""
        own = self.cause is not None and self.cause.state is CauseState.CONFIRMED
        return self.excused and not own

    @property
    def cause_state(self) -> CauseState | None:
        """Where its objective cause stands; None: nobody spoke of one."""
        if self.excused:  # also by the one mark for all that verdicts once had
            return CauseState.CONFIRMED
        return self.cause.state if self.cause else None


def deductions(facts: CheckpointFacts, today: date | None) -> tuple[DeductionFacts, ...]:
    """The latenesses and then the failed reviews, each in the order in which they happened.

    `today`: None takes whatever has not come for late.
    """
    late = (
        _known(facts, Deduction(ShortfallKind.LATENESS, number), report)
        for number, report in _late_terms(facts, today)
    )
    failed = (
        _known(facts, Deduction(ShortfallKind.FAILED_REVIEW, number), (None, None))
        for number in range(1, facts.returns + 1)
    )
    return (*late, *failed)


def deductions_and_foreseen(facts: CheckpointFacts, today: date) -> tuple[DeductionFacts, ...]:
    """The deductions, and the latenesses that somebody sees coming and named a cause of."""
    happened = deductions(facts, today)
    named = {each.deduction for each in happened}
    foreseen = (
        replace(_known(facts, cause.deduction, (facts.due_on, None)), happened=False)
        for cause in facts.causes
        if cause.deduction not in named
    )
    return (*happened, *foreseen)


def open_to_ask(facts: CheckpointFacts, today: date) -> tuple[Deduction, ...]:
    """Of what an objective cause can be reported: what is not excused, and waits for no answer."""
    running = Deduction(ShortfallKind.LATENESS, current_term(facts))
    found = {each.deduction for each in deductions(facts, today)}
    if may_be_late(facts, running.number):
        found.add(running)
    waiting = {cause.deduction for cause in facts.causes if cause.waits}
    return tuple(sorted(each for each in found - waiting if not is_excused(facts, each)))


def _known(
    facts: CheckpointFacts, deduction: Deduction, days: tuple[date | None, date | None]
) -> DeductionFacts:
    cause = cause_of(facts.causes, deduction)
    excused = is_excused(facts, deduction)
    return DeductionFacts(deduction, *days, cause, excused)


def is_excused(facts: CheckpointFacts, deduction: Deduction) -> bool:
    """Whether a confirmed cause stands for it, or the one mark for all that verdicts once had."""
    cause = cause_of(facts.causes, deduction)
    confirmed = cause is not None and cause.state is CauseState.CONFIRMED
    return confirmed or has_mark_for_all(facts)


def has_mark_for_all(facts: CheckpointFacts) -> bool:
    """Whether a verdict of before objective causes had one each excuses everything at once."""
    return facts.result is not None and facts.result.objective_cause


def current_term(facts: CheckpointFacts) -> int:
    """The number of the term that runs, or ran last: each return with another date begins one."""
    return len(_ended(facts)) + 1


def may_be_late(facts: CheckpointFacts, number: int) -> bool:
    """Whether a term was late, or can yet be: a report that came in time left no lateness."""
    ended = _ended(facts)
    if 0 < number <= len(ended):
        return _came_late(facts, ended[number - 1])
    if number != len(ended) + 1:
        return False
    return _current_came(facts) is None or _days_of_current(facts, None) is not None


def _ended(facts: CheckpointFacts) -> tuple[ReturnedReport, ...]:
    """The reports whose return began another term; of long ago only the latest is known."""
    came = facts.returned
    if facts.ended_terms or came is None or came.due_on == facts.due_on:
        return facts.ended_terms
    return (came,)


def _late_terms(
    facts: CheckpointFacts, today: date | None
) -> list[tuple[int, tuple[date, date | None]]]:
    late: list[tuple[int, tuple[date, date | None]]] = [
        (number, (report.due_on, report.reported_on))
        for number, report in enumerate(_ended(facts), start=1)
        if _came_late(facts, report)
    ]
    if (days := _days_of_current(facts, today)) is not None:
        late.append((current_term(facts), days))
    return late


def _days_of_current(facts: CheckpointFacts, today: date | None) -> tuple[date, date | None] | None:
    """Of the term that runs, if it is late: the due date, and when the report came."""
    came, back, due_on = _current_came(facts), facts.returned, facts.due_on
    if back is not None and back.due_on == due_on and _came_late(facts, back):
        return due_on, back.reported_on
    if came is None:
        is_over = today is None or today > facts.terms.last_day(due_on)
        return (due_on, None) if is_over else None
    return (due_on, came) if came > facts.terms.last_day(due_on) else None


def _current_came(facts: CheckpointFacts) -> date | None:
    """When the report came that stands; one that says that the product is not there brings none."""
    if facts.report is None or facts.undelivered:
        return None
    return local_date(facts.report.recorded_at)


def _came_late(facts: CheckpointFacts, report: ReturnedReport) -> bool:
    return report.reported_on > facts.terms.last_day(report.due_on)
