"""A period as rankings, caps and counts of grades see it."""

from scoring_rules import PARAMETERS

from dondoc.services.evaluation.people.entered import EnteredPoints
from dondoc.services.evaluation.people.scored import scored
from dondoc.services.evaluation.ranking.period_points import period_points
from models.rules.evaluation import Grade


def test_discipline_is_a_grade_without_any_points() -> None:
    """Decree 335/2025/NĐ-CP Art. 20: it overrules points, and needs none."""
    for disciplined, grade in ((True, Grade.NOT_COMPLETED), (False, None)):
        period = scored((), False, PARAMETERS, EnteredPoints(disciplined=disciplined))
        found = period_points([period], False, PARAMETERS)
        assert (found.total, found.grade) == (None, grade)
