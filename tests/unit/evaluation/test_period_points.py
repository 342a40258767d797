"""A period as rankings, caps and counts of grades see it."""

from dataclasses import replace
from fractions import Fraction

from ranked_people import standing, standings
from scoring_rules import PARAMETERS

from dondoc.services.evaluation.people.entered import EnteredPoints
from dondoc.services.evaluation.people.scored import scored
from dondoc.services.evaluation.ranking.groups import ranked_period
from dondoc.services.evaluation.ranking.period_points import period_points
from models.rules.evaluation import Grade


def test_discipline_is_a_grade_without_any_points() -> None:
    """Decree 335/2025/NĐ-CP Art. 20: it overrules points, and needs none."""
    for disciplined, grade in ((True, Grade.NOT_COMPLETED), (False, None)):
        period = scored((), False, PARAMETERS, EnteredPoints(disciplined=disciplined))
        found = period_points([period], False, PARAMETERS)
        assert (found.total, found.grade) == (None, grade)


def test_beside_a_leaders_total_stand_the_points_that_are_in_it() -> None:
    """Without a total, and where a group is ranked by results, those of a, b and c alone."""
    leader = standing("A", 93)
    leader = replace(leader, points=replace(leader.points, abc=Fraction(59), results=Fraction(68)))
    lacking = standing("B", None, abc=Fraction(60), results=Fraction(60))
    for people, shown in (([leader], [68]), ([leader, lacking], [60, 59])):
        (group,) = ranked_period(standings(*people)).groups
        assert [group.results_of(row) for row in group.rows] == shown
