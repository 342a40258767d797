"""The total of a period: a, b, c, for leaders d, đ, e; 30 for general criteria and 70 for results.

Decree 335/2025/NĐ-CP: a = converted completed / converted assigned, b = of these in quality,
c = of these in time; d, đ, e are 100 or 50. Total = general + result x 70. Where something is
missing there is no total, and the reasons are given.
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
    result = result_of(facts.lines, facts.leader, parameters)
    reasons = _general_reasons(facts.general, parameters)
    if isinstance(result, NoTotal):
        return NoTotal((*result.reasons, *reasons), result.lines)
    if facts.general is None or reasons:
        return NoTotal(reasons, result.lines)
    return total_from(result, facts.general, parameters)


def result_of(
    lines: tuple[TaskLine, ...], leader: LeaderParts | None, parameters: ScoringParameters
) -> ResultSum | NoTotal:
    """The mean of the parts, over the lines of a period."""
    points = tuple(points_of_line(line, parameters) for line in lines)
    assigned = sum((each.assigned for each in points), ZERO)
    if parameters.leader_formula is LeaderFormula.MEAN_OF_THREE:
        leader = None
    nothing = not assigned and parameters.nothing_assigned is NothingAssigned.NOT_ENOUGH_DATA
    reasons = (
        *((MissingReason.NOTHING_ASSIGNED,) if nothing else ()),
        *_leader_reasons(leader),
        *((MissingReason.DAYS_OF_LATENESS_MISSING,) if days_missing(lines, parameters) else ()),
    )
    if reasons:
        return NoTotal(reasons, points)
    parts = (*_ratios(points, assigned, parameters), *_leader_parts(leader, parameters))
    mean = sum((part.share for part in parts), ZERO) / len(parts)
    return ResultSum(points, parts, _percent_rounded(mean, parameters.result_places, parameters))


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
        full = parameters.nothing_assigned is NothingAssigned.HUNDRED
        share = ONE if full else ZERO
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
    shown = _percent_rounded(share, parameters.ratio_places, parameters)
    return ResultPart(name, shown, note, part, whole)


def _leader_parts(
    leader: LeaderParts | None, parameters: ScoringParameters
) -> tuple[ResultPart, ...]:
    if leader is None:
        return ()
    other = parameters.leader_part_else / HUNDRED
    return tuple(
        ResultPart(name, ONE if full else other, ResultNote.ENTERED)
        for name, full in (
            (ResultName.SUBORDINATES, leader.subordinates),
            (ResultName.ORGANISING, leader.organising),
            (ResultName.UNITING, leader.uniting),
        )
    )


def _leader_reasons(leader: LeaderParts | None) -> tuple[MissingReason, ...]:
    """Nobody scores 100 because nobody entered anything."""
    if leader is None:
        return ()
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
    within = 0 <= general <= parameters.general_most
    return () if within else (MissingReason.GENERAL_OUT_OF_RANGE,)


def _percent_rounded(
    share: Fraction, places: int | None, parameters: ScoringParameters
) -> Fraction:
    return rounded(share * HUNDRED, places, parameters.rounding) / HUNDRED
