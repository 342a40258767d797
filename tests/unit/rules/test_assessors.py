"""Who may do what with an evaluation, as a table."""

import pytest

from models.rules.evaluation_course.assessors import ALLOWED, Assessor, why_not_assessor
from models.rules.evaluation_course.dossiers import DossierAct

OWN = {DossierAct.ASSESS_SELF, DossierAct.REQUEST, DossierAct.WITHDRAW_REQUEST}
EVERY = frozenset(Assessor)


@pytest.mark.parametrize("act", list(DossierAct))
def test_nobody_judges_their_own_whatever_else_they_are(act: DossierAct) -> None:
    expected = "" if act in OWN else "own"
    assert why_not_assessor(act, EVERY, assessed_before=False) == expected


@pytest.mark.parametrize("act", list(DossierAct))
@pytest.mark.parametrize("assessor", list(Assessor))
def test_each_act_is_of_those_who_are_named_for_it(act: DossierAct, assessor: Assessor) -> None:
    why = why_not_assessor(act, frozenset({assessor}), assessed_before=False)
    assert (why == "no_right") is (assessor not in ALLOWED[act])


def test_who_assessed_before_answers_no_request_and_may_decide() -> None:
    body = frozenset({Assessor.BODY})
    assert why_not_assessor(DossierAct.ANSWER, body, assessed_before=True) == "same_assessor"
    assert why_not_assessor(DossierAct.ANSWER, body, assessed_before=False) == ""
    assert why_not_assessor(DossierAct.DECIDE, body, assessed_before=True) == ""


def test_somebody_without_a_part_may_nothing() -> None:
    assert {why_not_assessor(act, frozenset(), assessed_before=False) for act in DossierAct} == {
        "no_right"
    }
