"""What a unit's work means for whoever leads it.

HD 02-HD/BTCTW (secondary): where a collective did under 70% of its tasks, its head is "not
completed" and no deputy "excellent"; a head is never graded above the unit led. Their points
stay on the paper beside the grade.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from models.rules.evaluation import Grade
from models.rules.objective_causes import CauseState
from models.rules.scoring.exact import HUNDRED, ZERO
from models.rules.scoring.gates import is_done
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.readings import CountedBy, ForceMajeure, HeadAndUnit
from models.rules.scoring.task_lines import TaskLine, points_of_line


class PlaceInUnit(StrEnum):
    """What somebody is to the unit: deputies stand for all members of its leadership."""

    HEAD = "head"
    DEPUTY = "deputy"
    OFFICIAL = "official"


class UnitReason(StrEnum):
    """Why somebody's grade is lower than it was before the unit was looked at."""

    UNIT_UNDER_SHARE = "unit_under_share"
    ABOVE_UNIT = "above_unit"


@dataclass(frozen=True)
class WorkShare:
    """What a unit did of what it had to do, in tasks or converted products."""

    done: Fraction
    whole: Fraction

    @property
    def percent(self) -> Fraction | None:
        """Exact; None where the unit had nothing to do."""
        return self.done / self.whole * HUNDRED if self.whole else None


@dataclass(frozen=True)
class GradeInUnit:
    """The grade that is left, and why it is another; None where it is the same."""

    grade: Grade
    reason: UnitReason | None


def share_of_unit(lines: Iterable[TaskLine], parameters: ScoringParameters) -> WorkShare:
    """What the unit did of its tasks; what confirmed force majeure hindered may be left out."""
    counted = [line for line in lines if not _left_out(line, parameters)]
    if parameters.unit_share_by is CountedBy.TASKS:
        done = sum(is_done(line, parameters) for line in counted)
        return WorkShare(Fraction(done), Fraction(len(counted)))
    points = [points_of_line(line, parameters) for line in counted]
    return WorkShare(
        sum((min(each.completed, each.assigned) for each in points), ZERO),
        sum((each.assigned for each in points), ZERO),
    )


def grade_in_unit(
    place: PlaceInUnit,
    grade: Grade,
    unit: tuple[WorkShare | None, Grade | None],
    parameters: ScoringParameters,
) -> GradeInUnit:
    """The grade that the unit leaves; `unit`: what it did, and its own grade, if known."""
    share, unit_grade = unit
    if share is not None and is_under(share, parameters):
        worst = {PlaceInUnit.HEAD: Grade.NOT_COMPLETED, PlaceInUnit.DEPUTY: Grade.GOOD}.get(place)
        if worst is not None and _is_better(grade, worst):
            return GradeInUnit(worst, UnitReason.UNIT_UNDER_SHARE)
    bound = place is PlaceInUnit.HEAD and parameters.head_and_unit is HeadAndUnit.NOT_ABOVE
    if bound and unit_grade is not None and _is_better(grade, unit_grade):
        return GradeInUnit(unit_grade, UnitReason.ABOVE_UNIT)
    return GradeInUnit(grade, None)


def is_under(share: WorkShare, parameters: ScoringParameters) -> bool:
    """Whether a unit did less than the rule set asks of it; the share is not rounded."""
    least, percent = parameters.unit_share_least, share.percent
    return least is not None and percent is not None and percent < least


def _left_out(line: TaskLine, parameters: ScoringParameters) -> bool:
    hindered = line.short_cause is CauseState.CONFIRMED and not is_done(line, parameters)
    return hindered and parameters.force_majeure is ForceMajeure.TAKEN_OUT


def _is_better(grade: Grade, other: Grade) -> bool:
    order = list(Grade)
    return order.index(grade) < order.index(other)
