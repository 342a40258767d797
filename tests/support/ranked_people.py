"""People of a period with points as a test gives them, ranked by a rule set of its own."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from scoring_rules import PARAMETERS, exact

from dondoc.services.evaluation.people.leading import LeadingOfficial
from dondoc.services.evaluation.ranking.period_points import PeriodPoints
from dondoc.services.evaluation.ranking.standings import PeriodStanding, PeriodStandings
from dondoc.services.evaluation.ranking.unit_scores import GroupScore, UnitScore
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.services.figures.quarter import Quarter
from models.rules.evaluation import Grade
from models.rules.scoring.gates import TaskCounts
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.results import grade_by_points
from models.rules.scoring.units import PlaceInUnit, WorkShare, is_under

DECREE = "ND-335-2025"


def standing(
    code: str,
    total: float | str | None,
    grade: Grade | None = None,
    place: PlaceInUnit = PlaceInUnit.OFFICIAL,
    **more: Any,
) -> PeriodStanding:
    """Somebody with a total, in unit 1 of group K; `grade`: as points say, unless it is given."""
    points = None if total is None else exact(total)
    by_points = None if points is None else grade_by_points(points, PARAMETERS)
    known = grade or by_points
    least, most = (points, points) if points is not None else (Fraction(40), Fraction(95))
    results = None if points is None else points - 25
    found = PeriodPoints(
        2, results, results, points, least, most, by_points,
        known, known, known, (), (),
    )  # fmt: skip
    official = LeadingOfficial(1, code, f"Người {code}", "Chức vụ", place, 1, "Xã 1", "K", "Nhóm K")
    return PeriodStanding(official, DECREE, replace(found, **more))


def standings(*people: PeriodStanding, **changes: Any) -> PeriodStandings:
    """Them in the first quarter of 2022, by the rule set of the tests read otherwise."""
    rules = shipped_rules(DECREE)
    assert rules is not None
    parameters: ScoringParameters = replace(PARAMETERS, **changes)
    both = (True, False)
    return PeriodStandings(
        2022, Quarter(2022, 1), date(2022, 5, 20), dict.fromkeys(both, rules),
        dict.fromkeys(both, parameters), people,
    )  # fmt: skip


def unit_group(done: int, of: int, grade: Grade | None = None) -> GroupScore:
    """Unit 1, that did so much of its work."""
    share = WorkShare(Fraction(done), Fraction(of))
    points = standing("U", None).points
    unit = UnitScore(
        1, "Xã 1", "K", "Nhóm K", DECREE, 0, 0, share, TaskCounts(of, done, 0, 0), done,
        replace(points, grade=grade), is_under(share, PARAMETERS),
    )  # fmt: skip
    return GroupScore("K", "Nhóm K", (unit,), None, {})
