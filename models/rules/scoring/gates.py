"""Gates: what a grade asks for beside points, and how far one falls where one stays open.

366-QĐ/TW Art. 11: every task done, in time, at least 30% of the tasks exceeded, at most 20% late,
shortcomings repaired. The table joins collectives, leaders and others: each need says below
whom it binds. A high score with an open gate is a lower grade, and the outcome names the gate.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from models.rules.evaluation import Grade
from models.rules.objective_causes import CauseState, ShortfallKind
from models.rules.scoring.exact import HUNDRED
from models.rules.scoring.parameters import Need, ScoringParameters
from models.rules.scoring.readings import (
    Discipline,
    Exceeding,
    ExcusedLateness,
    FallBelowGate,
    UnderFullQuantity,
)
from models.rules.scoring.task_lines import TaskLine, done_units

HALF = Fraction(1, 2)


class WhoIsGraded(StrEnum):
    """Whom a grade is for."""

    OFFICIAL = "official"
    LEADER = "leader"
    COLLECTIVE = "collective"


class GateState(StrEnum):
    """Open holds the grade back; so does what nobody knows. One that binds not is left out."""

    CLOSED = "closed"
    OPEN = "open"
    UNKNOWN = "unknown"
    TOO_FEW_TASKS = "too_few_tasks"


class Overruled(StrEnum):
    """What made the grade "not completed", whatever the points."""

    DISCIPLINE = "discipline"
    SHORT_THROUGH_OWN_FAULT = "short_through_own_fault"


BOUND = {
    Need.NOBODY_DISCIPLINED: WhoIsGraded.COLLECTIVE,
    Need.FIELD_DONE: WhoIsGraded.LEADER,
    Need.FIELD_IN_TIME: WhoIsGraded.LEADER,
    Need.FIELD_EXCEEDED: WhoIsGraded.LEADER,
}
"""Needs that bind one kind alone; all others bind everybody."""

SHARES = {Need.ENOUGH_EXCEEDED, Need.FIELD_EXCEEDED, Need.FEW_LATE}
"""Gates of a percentage: with one task a quarter, one delay is 100% late."""


@dataclass(frozen=True)
class TaskCounts:
    """Tasks by number: how many, done, late, exceeded."""

    tasks: int
    done: int
    late: int
    exceeded: int


@dataclass(frozen=True)
class GateFacts:
    """What gates look at beside points. `field`: the field that a leader leads, None if unknown.

    `disciplined`: the one who is graded, in the year, or whose degradation was concluded;
    `below_disciplined`: a unit or leader below a collective, None if unknown.
    """

    who: WhoIsGraded
    counts: TaskCounts
    shortcomings: int = 0
    repaired: int = 0
    field: TaskCounts | None = None
    disciplined: bool = False
    below_disciplined: bool | None = None
    short_through_own_fault: bool = False


@dataclass(frozen=True)
class Gate:
    """One need of a grade with its numbers; `limit`: a percentage, for gates of a share."""

    grade: Grade
    need: Need
    state: GateState
    part: int | None = None
    whole: int | None = None
    limit: Fraction | None = None


@dataclass(frozen=True)
class GateOutcome:
    """The grade by points, the gates from it downwards, and the grade that is left."""

    by_points: Grade
    gates: tuple[Gate, ...]
    grade: Grade
    overruled: Overruled | None


def counts_of(lines: Iterable[TaskLine], parameters: ScoringParameters) -> TaskCounts:
    """Each line is a task: done, late and exceeded as the rule set reads them."""
    lines = tuple(lines)
    return TaskCounts(
        len(lines),
        sum(is_done(line, parameters) for line in lines),
        sum(_is_late(line, parameters) for line in lines),
        sum(_is_exceeded(line, parameters) for line in lines),
    )


def is_done(line: TaskLine, parameters: ScoringParameters) -> bool:
    """Whether the task counts as done by number: nine of ten are not, or from half on they are."""
    from_half = parameters.under_full_quantity is UnderFullQuantity.DONE_FROM_HALF
    least = line.assigned * HALF if from_half else line.assigned
    return done_units(line, parameters) >= least


def short_through_own_fault(lines: Iterable[TaskLine], parameters: ScoringParameters) -> bool:
    """Whether less was done than assigned, without a confirmed cause for it."""
    return any(
        done_units(line, parameters) < line.assigned
        and line.short_cause is not CauseState.CONFIRMED
        for line in lines
    )


def through_gates(by_points: Grade, facts: GateFacts, parameters: ScoringParameters) -> GateOutcome:
    """The grade that is left of one by points."""
    grades = list(Grade)[list(Grade).index(by_points) :]
    gates = tuple(gate for grade in grades for gate in _gates_of(grade, facts, parameters))
    overruled = _overruled(facts, parameters)
    left = grade_left(by_points, gates, parameters, unknown_holds=True)
    grade = Grade.NOT_COMPLETED if overruled else left
    return GateOutcome(by_points, gates, grade, overruled)


def grade_left(
    by_points: Grade, gates: Iterable[Gate], parameters: ScoringParameters, *, unknown_holds: bool
) -> Grade:
    """The grade that gates leave of one by points; `gates`: of that grade and all below it.

    `unknown_holds`: whether what nobody knows holds back, as it does until somebody tells; else
    it is taken for met, which gives the best that can come of it.
    """
    grades = list(Grade)[list(Grade).index(by_points) :]
    holding = {GateState.OPEN, GateState.UNKNOWN} if unknown_holds else {GateState.OPEN}
    held = {gate.grade for gate in gates if gate.state in holding}
    return _fallen(grades, held, parameters)


def _fallen(grades: list[Grade], held: set[Grade], parameters: ScoringParameters) -> Grade:
    if grades[0] not in held:
        return grades[0]
    if parameters.fall_below_gate is FallBelowGate.ONE_STEP:
        return grades[1]
    return next(grade for grade in grades if grade not in held)


def _overruled(facts: GateFacts, parameters: ScoringParameters) -> Overruled | None:
    if facts.disciplined and parameters.discipline is Discipline.NOT_COMPLETED:
        return Overruled.DISCIPLINE
    counts = parameters.under_full_quantity is UnderFullQuantity.NOT_COMPLETED
    return Overruled.SHORT_THROUGH_OWN_FAULT if counts and facts.short_through_own_fault else None


def _gates_of(grade: Grade, facts: GateFacts, parameters: ScoringParameters) -> tuple[Gate, ...]:
    # Nobody falls below the last grade, so it asks for nothing.
    needs = dict(parameters.needs).get(grade, ()) if grade is not Grade.NOT_COMPLETED else ()
    bound = (need for need in needs if BOUND.get(need, facts.who) is facts.who)
    return tuple(_gate(grade, need, facts, parameters) for need in bound)


def _gate(grade: Grade, need: Need, facts: GateFacts, parameters: ScoringParameters) -> Gate:
    if need is Need.NOBODY_DISCIPLINED:
        return Gate(
            grade,
            need,
            _state(None if facts.below_disciplined is None else not facts.below_disciplined),
        )
    if need is Need.SHORTCOMINGS_REPAIRED:
        part, whole = facts.repaired, facts.shortcomings
        return Gate(grade, need, _state(part >= whole), part, whole)
    counts = facts.field if need.startswith("field") else facts.counts
    if counts is None:
        return Gate(grade, need, GateState.UNKNOWN)
    if need in SHARES:
        return _share_gate(grade, need, counts, parameters)
    part = (
        counts.done
        if need in (Need.EVERY_TASK_DONE, Need.FIELD_DONE)
        else counts.tasks - counts.late
    )
    return Gate(grade, need, _state(part >= counts.tasks), part, counts.tasks)


def _share_gate(
    grade: Grade, need: Need, counts: TaskCounts, parameters: ScoringParameters
) -> Gate:
    """By number of tasks, unrounded: 20 of 67 are less than 30%."""
    few_late = need is Need.FEW_LATE
    part = counts.late if few_late else counts.exceeded
    limit = parameters.late_most if few_late else parameters.exceeded_least
    bound = limit / HUNDRED * counts.tasks
    state = _state(part <= bound if few_late else part >= bound)
    if counts.tasks < parameters.least_tasks_for_shares:
        state = GateState.TOO_FEW_TASKS
    return Gate(grade, need, state, part, counts.tasks, limit)


def _state(is_met: bool | None) -> GateState:
    if is_met is None:
        return GateState.UNKNOWN
    return GateState.CLOSED if is_met else GateState.OPEN


def _is_late(line: TaskLine, parameters: ScoringParameters) -> bool:
    excused = parameters.excused_lateness is ExcusedLateness.NOT_LATE
    return any(
        each.kind is ShortfallKind.LATENESS and not (excused and each.waived)
        for each in line.shortfalls
    )


def _is_exceeded(line: TaskLine, parameters: ScoringParameters) -> bool:
    declared = parameters.exceeding is Exceeding.DECLARED and line.declared_exceeded
    by_quantity = line.target_exceeded or done_units(line, parameters) > line.assigned
    return declared or by_quantity
