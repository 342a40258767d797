"""Readings whose outcome nobody would defend, found by scoring people who did nothing or all.

They are flagged, not forbidden: offices use them, and whoever is judged may see it.
"""

import math
from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction

from models.rules.evaluation import Grade
from models.rules.objective_causes import CauseState, ShortfallKind
from models.rules.scoring.exact import HUNDRED, ZERO
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.results import PeriodFacts, TotalPoints, total_of
from models.rules.scoring.task_lines import Shortfall, TaskLine

GOOD = (Grade.EXCELLENT, Grade.GOOD)


class DoubtfulReading(StrEnum):
    """What a rule set does that nobody would defend."""

    NOTHING_DONE_IS_GOOD = "nothing_done_is_good"
    NOTHING_ASSIGNED_IS_GOOD = "nothing_assigned_is_good"
    ALL_DONE_IS_NOT_GOOD = "all_done_is_not_good"
    MORE_DONE_CAN_COST = "more_done_can_cost"
    BELOW_ZERO_TAKES_FROM_OTHERS = "below_zero_takes_from_others"
    TOTAL_ABOVE_ALL = "total_above_all"


def doubtful_readings(parameters: ScoringParameters) -> tuple[DoubtfulReading, ...]:
    """All that is doubtful about a rule set, in the order of the list above."""
    found = set(_doubts(parameters))
    return tuple(each for each in DoubtfulReading if each in found)


def _doubts(parameters: ScoringParameters) -> Iterator[DoubtfulReading]:
    nothing, everything = (_line(1, done) for done in (0, 1))
    times = _times_to_nothing(parameters)
    if _grade(parameters, nothing) in GOOD:
        yield DoubtfulReading.NOTHING_DONE_IS_GOOD
    if _grade(parameters) in GOOD:
        yield DoubtfulReading.NOTHING_ASSIGNED_IS_GOOD
    if _grade(parameters, everything) not in GOOD:
        yield DoubtfulReading.ALL_DONE_IS_NOT_GOOD
    undone, worthless, worse = (
        _points(parameters, everything, _failed(done, often))
        for done, often in ((0, times), (1, times), (1, times + 1))
    )
    if worthless < undone:
        yield DoubtfulReading.MORE_DONE_CAN_COST
    if worse < worthless:
        yield DoubtfulReading.BELOW_ZERO_TAKES_FROM_OTHERS
    if _points(parameters, _line(1, 2)) > parameters.general_most + parameters.results_most:
        yield DoubtfulReading.TOTAL_ABOVE_ALL


def _line(assigned: int, done: int, shortfalls: tuple[Shortfall, ...] = ()) -> TaskLine:
    return TaskLine("1", Fraction(1), Fraction(assigned), Fraction(done), shortfalls)


def _times_to_nothing(parameters: ScoringParameters) -> int:
    """After so many failed reviews nothing of a product is left."""
    return math.ceil(HUNDRED / parameters.deduction) if parameters.deduction else 0


def _failed(done: int, times: int) -> TaskLine:
    """A product that failed and was late so often: to do it should never cost anything."""
    kinds = (ShortfallKind.FAILED_REVIEW, ShortfallKind.LATENESS)
    each = (Shortfall(kind, CauseState.NONE, days=1) for kind in kinds)
    return _line(1, done, tuple(each) * times)


def _total(parameters: ScoringParameters, *lines: TaskLine) -> TotalPoints | None:
    total = total_of(PeriodFacts(lines, parameters.general_most), parameters)
    return total if isinstance(total, TotalPoints) else None


def _grade(parameters: ScoringParameters, *lines: TaskLine) -> Grade | None:
    """With the most points for general criteria; None where there is no total."""
    total = _total(parameters, *lines)
    return total.grade if total else None


def _points(parameters: ScoringParameters, *lines: TaskLine) -> Fraction:
    total = _total(parameters, *lines)
    return total.exact if total else ZERO
