"""The facts of a file as the rules of scoring take them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dondoc.errors import BadInput
from dondoc.services.evaluation.trials.facts import (
    CarriedFacts,
    CaseFacts,
    CountFacts,
    FirstAndLast,
    TaskFacts,
)
from models.rules.calendar import calendar_of
from models.rules.objective_causes import ShortfallKind
from models.rules.scoring.exact import HUNDRED
from models.rules.scoring.gates import GateFacts, TaskCounts, WhoIsGraded
from models.rules.scoring.leaders import (
    Subordinate,
    heads_lines,
    organising_full,
    subordinates_full,
)
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.periods import CarriedTask, DaySpan, IsWorking
from models.rules.scoring.results import LeaderParts
from models.rules.scoring.task_lines import Shortfall, TaskLine


def exact(value: Decimal | None) -> Fraction | None:
    """An amount of the file, as exact as it is written."""
    return None if value is None else Fraction(value)


def lines_of(tasks: Iterable[TaskFacts], parameters: ScoringParameters) -> tuple[TaskLine, ...]:
    """Lines of work. Raises BadInput for a coefficient that the rule set does not allow."""
    return tuple(_line(task, parameters) for task in tasks)


def carried_of(task: CarriedFacts, parameters: ScoringParameters) -> CarriedTask:
    """A line that was finished in another period."""
    return CarriedTask(
        _line(task, parameters),
        task.due_in,
        task.done_in,
        task.moved_to,
        task.days_late,
        task.late_cause,
    )


def own_lines(case: CaseFacts, parameters: ScoringParameters) -> tuple[TaskLine, ...]:
    """The lines of the one who is graded, and of the field led where the rule set says so."""
    own = lines_of(case.task, parameters)
    return heads_lines(own, lines_of(case.field_task, parameters), parameters)


def leader_parts(case: CaseFacts, parameters: ScoringParameters) -> LeaderParts | None:
    """d, đ, e as they are entered, or made of the subordinates and the unit's work."""
    leader, work = case.leader, case.unit_work
    if leader is None and not case.subordinate and work is None:
        return None
    d = leader.subordinates if leader else None
    organising = leader.organising if leader else None
    if case.subordinate:
        people = [Subordinate(exact(each.points), each.decided) for each in case.subordinate]
        d = subordinates_full(people, parameters)
    if work is not None:
        organising = organising_full(work.all_in_time, work.all_well, work.with_initiative)
    return LeaderParts(d, organising, leader.uniting if leader else None)


def gate_facts(case: CaseFacts, counts: TaskCounts, short: bool) -> GateFacts:
    """What gates look at; where the file says nothing of them, by the lines alone."""
    gates = case.gates
    if gates is None:
        leads = case.leads or case.leader is not None
        who = WhoIsGraded.LEADER if leads else WhoIsGraded.OFFICIAL
        return GateFacts(who, counts, short_through_own_fault=short)
    return GateFacts(
        gates.who,
        counts if gates.counts is None else _counts(gates.counts),
        gates.shortcomings,
        gates.repaired,
        None if gates.field is None else _counts(gates.field),
        gates.disciplined,
        gates.below_disciplined,
        short,
    )


def span(days: FirstAndLast) -> DaySpan:
    """From the first day to the last."""
    return DaySpan(days.first, days.last)


def working_days(case: CaseFacts) -> IsWorking:
    """Mondays to Fridays, but for the days that the file names."""
    spans: list[FirstAndLast] = [*case.part, *([case.absence] if case.absence else [])]
    years = {day.year for each in spans for day in (each.first, each.last)} or {2000}
    off: tuple[date, ...] = case.absence.off if case.absence else ()
    worked: tuple[date, ...] = case.absence.worked if case.absence else ()
    return calendar_of(range(min(years), max(years) + 1), off, worked).is_working


def _line(task: TaskFacts, parameters: ScoringParameters) -> TaskLine:
    least, most = parameters.coefficient_least, parameters.coefficient_most
    low = least is not None and task.coefficient < least
    if low or (most is not None and task.coefficient > most):
        raise BadInput("evaluation.coefficient", task=task.reference, found=task.coefficient)
    failed = (Shortfall(ShortfallKind.FAILED_REVIEW, each.cause) for each in task.failed_reviews)
    late = (Shortfall(ShortfallKind.LATENESS, each.cause, each.days) for each in task.latenesses)
    return TaskLine(
        task.reference,
        Fraction(task.coefficient),
        Fraction(task.assigned),
        Fraction(task.done),
        (*failed, *late),
        Fraction(task.returned),
        task.short_cause,
        task.declared_exceeded,
        task.due_on,
        given_quality=Fraction(task.given_quality) / HUNDRED,
    )


def _counts(counts: CountFacts) -> TaskCounts:
    return TaskCounts(counts.tasks, counts.done, counts.late, counts.exceeded)
