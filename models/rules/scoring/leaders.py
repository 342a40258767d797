"""What a leader is judged by beside their own work: the subordinates, the unit, the field led.

Decree 335/2025/NĐ-CP: d is full where every subordinate reaches at least "completed", đ where
the unit finished everything in time, well and with initiative. e is entered by a person, always.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from models.rules.evaluation import Grade
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.readings import HeadsTasks, SubordinatesBy
from models.rules.scoring.results import grade_by_points
from models.rules.scoring.task_lines import TaskLine


@dataclass(frozen=True)
class Subordinate:
    """A subordinate's total, and the grade decided; None while it is not known."""

    points: Fraction | None
    decided: Grade | None


def subordinates_full(
    subordinates: Iterable[Subordinate], parameters: ScoringParameters
) -> bool | None:
    """Whether d is full; None while somebody's standing is not known, or there is nobody.

    One who is known to have failed is enough, whatever is not known of the others.
    """
    grades = [_grade(each, parameters) for each in subordinates]
    if Grade.NOT_COMPLETED in grades:
        return False
    return None if None in grades or not grades else True


def organising_full(
    all_in_time: bool | None, all_well: bool | None, with_initiative: bool | None
) -> bool | None:
    """Whether đ is full; None while one of the three is not known and none is missing."""
    asked = (all_in_time, all_well, with_initiative)
    if False in asked:
        return False
    return None if None in asked else True


def heads_lines(
    own: tuple[TaskLine, ...], field: tuple[TaskLine, ...], parameters: ScoringParameters
) -> tuple[TaskLine, ...]:
    """The lines of which a head's a, b, c are made."""
    return own if parameters.heads_tasks is HeadsTasks.OWN else (*own, *field)


def _grade(subordinate: Subordinate, parameters: ScoringParameters) -> Grade | None:
    if parameters.subordinates_by is SubordinatesBy.DECIDED:
        return subordinate.decided
    if subordinate.points is None:
        return None
    return grade_by_points(subordinate.points, parameters)
