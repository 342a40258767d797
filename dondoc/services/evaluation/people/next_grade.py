"""What stands between a person and each better grade: points, gates, and what is still open."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from dondoc.services.evaluation.people.scored import ScoredPeriod
from models.rules.evaluation import Grade
from models.rules.scoring.exact import ZERO
from models.rules.scoring.gates import Gate
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.results import TotalPoints, grade_by_points


@dataclass(frozen=True)
class GradeStep:
    """A better grade. `lacking`: points from what is sure until it.

    `within_reach`: whether what nobody has entered yet can bring it; `if_done`: whether it can
    once everything that is still open is done as well. `gates`: what the grade asks for beside.
    """

    grade: Grade
    least: Fraction
    lacking: Fraction
    within_reach: bool
    if_done: bool
    gates: tuple[Gate, ...]


def steps_up(period: ScoredPeriod, parameters: ScoringParameters) -> tuple[GradeStep, ...]:
    """The grades above the one that is sure by points, the nearest first."""
    sure = period.total or period.least
    if sure is None:
        return ()
    return tuple(_steps(sure, period, parameters))


def _steps(
    sure: TotalPoints, period: ScoredPeriod, parameters: ScoringParameters
) -> Iterator[GradeStep]:
    for grade, least in reversed(parameters.bands):
        gates = tuple(gate for gate in period.gates if gate.grade is grade)
        if not is_below(sure, grade, parameters):
            continue
        yield GradeStep(
            grade,
            least,
            max(ZERO, least - sure.exact),
            not is_below(period.total or period.most, grade, parameters),
            not is_below(period.if_done, grade, parameters),
            gates,
        )


def is_below(total: TotalPoints | None, grade: Grade, parameters: ScoringParameters) -> bool:
    """Whether points are not enough for a grade."""
    if total is None:
        return True
    order = list(Grade)
    return order.index(grade_by_points(total.exact, parameters)) > order.index(grade)
