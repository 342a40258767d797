"""The total of a period: a, b, c, for leaders d, đ, e; 30 for general criteria and 70 for results.

Decree 335/2025/NĐ-CP: a = converted completed / converted assigned, b = of these in quality,
c = of these in time; d, đ, e are 100 or 50. Total = general + result x 70, or why there is none.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from models.rules.evaluation import Grade
from models.rules.scoring.exact import HUNDRED, ONE, ZERO, rounded
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.readings import (
    BandsOn,
    Denominator,
    LeaderFormula,
    NothingAssigned,
    RoundingKind,
    Surplus,
)
from models.rules.scoring.task_lines import LinePoints, TaskLine, days_missing, points_of_line


class ResultName(StrEnum):
    """The parts of a result, by the letters that the decree gives them."""

    QUANTITY = "a"
    QUALITY = "b"
    PROGRESS = "c"
    SUBORDINATES = "d"
    ORGANISING = "đ"
    UNITING = "e"


class ResultNote(StrEnum):
    """How a part came to its share: by its ratio, cut at the whole, or by a rule instead."""

    RATIO = "ratio"
    CUT = "cut"
    NOTHING_COMPLETED = "nothing_completed"
    NOTHING_ASSIGNED = "nothing_assigned"
    ENTERED = "entered"


class MissingReason(StrEnum):
    """Why there is no total."""

    NOTHING_ASSIGNED = "nothing_assigned"
    GENERAL_MISSING = "general_missing"
    GENERAL_OUT_OF_RANGE = "general_out_of_range"
    SUBORDINATES_MISSING = "subordinates_missing"
    ORGANISING_MISSING = "organising_missing"
    UNITING_MISSING = "uniting_missing"
    DAYS_OF_LATENESS_MISSING = "days_of_lateness_missing"
    PERIOD_UNDECIDED = "period_undecided"


@dataclass(frozen=True)
class LeaderParts:
    """Whether d, đ and e are full; None until somebody entered it."""

    subordinates: bool | None
    organising: bool | None
    uniting: bool | None


@dataclass(frozen=True)
class PeriodFacts:
    """What somebody is scored by in a period; `leader`: None for officials who lead nobody."""

    lines: tuple[TaskLine, ...]
    general: Fraction | None
    leader: LeaderParts | None = None


@dataclass(frozen=True)
class ResultPart:
    """One of a to e: its share (1 is all), and the converted products of which it is the ratio."""

    name: ResultName
    share: Fraction
    note: ResultNote
    part: Fraction | None = None
    whole: Fraction | None = None


@dataclass(frozen=True)
class ResultSum:
    """The result with everything that it was made of; `share`: the mean of the parts."""

    lines: tuple[LinePoints, ...]
    parts: tuple[ResultPart, ...]
    share: Fraction


@dataclass(frozen=True)
class NoTotal:
    """No result, no total and no grade: why not, and the lines as far as they are known."""

    reasons: tuple[MissingReason, ...]
    lines: tuple[LinePoints, ...]


@dataclass(frozen=True)
class TotalPoints:
    """Points of both parts, exact and rounded, with the grade by points: before gates and caps."""

    result: ResultSum
    general: Fraction
    results: Fraction
    exact: Fraction
    rounded: Fraction
    grade: Grade


def total_of(facts: PeriodFacts, parameters: ScoringParameters) -> TotalPoints | NoTotal:
    """The total of a period by these parameters."""
    return total_with(result_of(facts.lines, facts.leader, parameters), facts.general, parameters)


def total_with(
    result: ResultSum | NoTotal, general: Fraction | None, parameters: ScoringParameters
) -> TotalPoints | NoTotal:
    """The total of a result that is known, or is not, with these general points."""
    known = result.reasons if isinstance(result, NoTotal) else ()
    reasons = (*known, *_general_reasons(general, parameters))
    if isinstance(result, NoTotal) or general is None or reasons:
        return NoTotal(reasons, result.lines)
    return total_from(result, general, parameters)


def result_of(
    lines: tuple[TaskLine, ...], leader: LeaderParts | None, parameters: ScoringParameters
) -> ResultSum | NoTotal:
    """The mean of the parts, over the lines of a period."""
    points = tuple(points_of_line(line, parameters) for line in lines)
    assigned = sum((each.assigned for each in points), ZERO)
    nothing = not assigned and parameters.nothing_assigned is NothingAssigned.NOT_ENOUGH_DATA
    reasons = (
        *((MissingReason.NOTHING_ASSIGNED,) if nothing else ()),
        *((MissingReason.DAYS_OF_LATENESS_MISSING,) if days_missing(lines, parameters) else ()),
    )
    if reasons:
        return with_leader(NoTotal(reasons, points), leader, parameters)
    parts = _ratios(points, assigned, parameters)
    return with_leader(ResultSum(points, parts, _mean(parts, parameters)), leader, parameters)


def with_leader(
    result: ResultSum | NoTotal, leader: LeaderParts | None, parameters: ScoringParameters
) -> ResultSum | NoTotal:
    """A result of a, b, c with d, đ, e beside them, where the rule set asks for them."""
    if leader is None or parameters.leader_formula is LeaderFormula.MEAN_OF_THREE:
        return result
    known = result.reasons if isinstance(result, NoTotal) else ()
    reasons = (*known, *_leader_reasons(leader))
    if isinstance(result, NoTotal) or reasons:
        return NoTotal(reasons, result.lines)
    parts = (*result.parts, *_leader_parts(leader, parameters))
    return ResultSum(result.lines, parts, _mean(parts, parameters))


def _mean(parts: tuple[ResultPart, ...], parameters: ScoringParameters) -> Fraction:
    mean = sum((part.share for part in parts), ZERO) / len(parts)
    return _percent_rounded(mean, parameters.result_places, parameters.rounding)


def total_from(result: ResultSum, general: Fraction, parameters: ScoringParameters) -> TotalPoints:
    """The total of a result and the points of the general criteria."""
    kind, places = parameters.rounding, parameters.points_places
    of_general = rounded(general, places, kind)
    of_results = rounded(result.share * parameters.results_most, places, kind)
    exact = of_general + of_results
    total = rounded(exact, parameters.total_places, kind)
    grade = grade_by_points(exact, parameters)
    return TotalPoints(result, of_general, of_results, exact, total, grade)


def grade_by_points(points: Fraction, parameters: ScoringParameters) -> Grade:
    """The grade whose band holds these exact points, cut where the rule set cuts."""
    if parameters.bands_on is BandsOn.ROUNDED:
        points = rounded(points, parameters.total_places, parameters.rounding)
    reached = (grade for grade, least in parameters.bands if points >= least)
    return next(reached, Grade.NOT_COMPLETED)


def _ratios(
    points: tuple[LinePoints, ...], assigned: Fraction, parameters: ScoringParameters
) -> tuple[ResultPart, ...]:
    completed = sum((each.completed for each in points), ZERO)
    over = assigned if parameters.denominator is Denominator.ASSIGNED else completed
    sums = (
        (ResultName.QUANTITY, completed, assigned),
        (ResultName.QUALITY, sum((each.quality for each in points), ZERO), over),
        (ResultName.PROGRESS, sum((each.in_time for each in points), ZERO), over),
    )
    if not assigned:
        share = ONE if parameters.nothing_assigned is NothingAssigned.HUNDRED else ZERO
        return tuple(
            ResultPart(name, share, ResultNote.NOTHING_ASSIGNED, part, whole)
            for name, part, whole in sums
        )
    return tuple(_ratio(name, part, whole, parameters) for name, part, whole in sums)


def _ratio(
    name: ResultName, part: Fraction, whole: Fraction, parameters: ScoringParameters
) -> ResultPart:
    if not whole:
        return ResultPart(name, ONE, ResultNote.NOTHING_COMPLETED, part, whole)
    share, note = part / whole, ResultNote.RATIO
    if share > 1 and parameters.surplus is not Surplus.UNCUT:
        share, note = ONE, ResultNote.CUT
    share = _percent_rounded(share, parameters.ratio_places, parameters.rounding)
    return ResultPart(name, share, note, part, whole)


def _leader_parts(leader: LeaderParts, parameters: ScoringParameters) -> tuple[ResultPart, ...]:
    other = parameters.leader_part_else / HUNDRED
    return tuple(
        ResultPart(name, ONE if full else other, ResultNote.ENTERED)
        for name, full in (
            (ResultName.SUBORDINATES, leader.subordinates),
            (ResultName.ORGANISING, leader.organising),
            (ResultName.UNITING, leader.uniting),
        )
    )


def _leader_reasons(leader: LeaderParts) -> tuple[MissingReason, ...]:
    """Nobody scores 100 because nobody entered anything."""
    asked = (
        (MissingReason.SUBORDINATES_MISSING, leader.subordinates),
        (MissingReason.ORGANISING_MISSING, leader.organising),
        (MissingReason.UNITING_MISSING, leader.uniting),
    )
    return tuple(reason for reason, full in asked if full is None)


def _general_reasons(
    general: Fraction | None, parameters: ScoringParameters
) -> tuple[MissingReason, ...]:
    if general is None:
        return (MissingReason.GENERAL_MISSING,)
    return () if 0 <= general <= parameters.general_most else (MissingReason.GENERAL_OUT_OF_RANGE,)


def _percent_rounded(share: Fraction, places: int | None, kind: RoundingKind) -> Fraction:
    return rounded(share * HUNDRED, places, kind) / HUNDRED
