"""The same period by another rule set, or with parameters read otherwise: who crosses a line.

Nothing is saved: what is compared stands in the address of the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple

from dondoc.services.evaluation.course.errors import FieldError, LabelledError, raise_faults
from dondoc.services.evaluation.ranking.groups import Decided, RankedPeriod
from dondoc.services.evaluation.ranking.standings import PeriodStanding, RulesByPlace
from dondoc.services.evaluation.rule_sets.problems import BrokenFile, FileProblem
from dondoc.services.evaluation.rule_sets.read_otherwise import read_otherwise
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from models.rules.evaluation import Grade
from models.rules.scoring.gates import WhoIsGraded

_TYPED = {"amount": "cell_amount", "whole": "cell_whole"}
"""How a number is written here; in a file of rules it is written otherwise."""


class WhatIfDifference(StrEnum):
    """How somebody differs: another grade can come of it, other points, or nothing."""

    CROSSES = "crosses"
    POINTS = "points"
    NONE = "none"


@dataclass(frozen=True)
class WhatIfRow:
    """Somebody both ways. `by`: how many points more or less, None where there is no one number."""

    before: PeriodStanding
    after: PeriodStanding
    difference: WhatIfDifference
    by: Fraction | None


class GradeBothWays(NamedTuple):
    """How many have a grade: decided, computed, and computed by what is compared with; None: not
    known, not decided or not graded.
    """

    grade: Grade | None
    decided: int
    before: int
    after: int


@dataclass(frozen=True)
class WhatIf:
    """Everybody both ways. `now`: with what was decided, `before` as computed by the same rules."""

    now: RankedPeriod
    before: RankedPeriod
    after: RankedPeriod
    rows: tuple[WhatIfRow, ...]

    @property
    def decided(self) -> Decided:
        """The decided grades by code; none where nothing is decided by these rules."""
        return self.now.decided

    def grades(self) -> list[GradeBothWays]:
        """How many have each grade, best first."""
        people = self.now.standings.people
        sides = [
            [self.decided.get(each.code) for each in people],
            *(
                [each.points.grade for each in side.standings.people]
                for side in (self.before, self.after)
            ),
        ]
        return [
            GradeBothWays(grade, *(grades.count(grade) for grades in sides))
            for grade in (*Grade, None)
        ]


def otherwise(
    usual: RulesByPlace, other: EvaluationRules | None, changes: Mapping[str, Any]
) -> RulesByPlace:
    """The rule sets of the other side. Raises FieldError for every value that cannot be.

    `other`: judges those whom it is made for; all others keep their own.
    """
    read, faults = {}, []
    for leads, rules in usual.items():
        try:
            read[leads] = read_otherwise(_of_place(leads, rules, other), changes)
        except BrokenFile as broken:
            faults += [_wrong(problem) for problem in broken.problems]
    raise_faults(faults)
    return read


def _wrong(problem: FileProblem) -> FieldError:
    """A value that a parameter cannot have, at the parameter."""
    name = problem.path.split(".")[1]
    key = f"evaluation.problem.{_TYPED.get(problem.kind, problem.kind)}"
    key = "evaluation.what_if.bands" if name == "bands" else key
    told = {"value": problem.value, "allowed": problem.allowed}
    return LabelledError(name, f"evaluation.parameter.{name}", key, **told)


def what_if(now: RankedPeriod, before: RankedPeriod, after: RankedPeriod) -> WhatIf:
    """The same people by two rule sets or readings, whoever crosses a line first.

    Points are compared as computed on both sides: what was decided stands apart.
    """
    there = {each.code: each for each in after.standings.people}
    rows = [_row(each, there[each.code]) for each in before.standings.people]
    order = list(WhatIfDifference)
    rows.sort(key=lambda row: (order.index(row.difference), -abs(row.by or Fraction(0))))
    return WhatIf(now, before, after, tuple(rows))


def _of_place(
    leads: bool, rules: EvaluationRules, other: EvaluationRules | None
) -> EvaluationRules:
    who = WhoIsGraded.LEADER if leads else WhoIsGraded.OFFICIAL
    return other if other is not None and who in other.subjects else rules


def _row(before: PeriodStanding, after: PeriodStanding) -> WhatIfRow:
    here, there = before.points, after.points
    difference = WhatIfDifference.NONE
    if here.grades != there.grades:
        difference = WhatIfDifference.CROSSES
    elif (here.total, here.least, here.most) != (there.total, there.least, there.most):
        difference = WhatIfDifference.POINTS
    both = here.total is not None and there.total is not None
    known = (here.total, there.total) if both else (here.least, there.least)
    by = None if None in known else known[1] - known[0]  # type: ignore[operator]
    return WhatIfRow(before, after, difference, by)
