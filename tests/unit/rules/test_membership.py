"""Who is in a round of evaluation: what can be done when, and that out is out until put back."""

from datetime import date

import pytest

from models.rules.evaluation_course.dossiers import (
    DossierAct,
    DossierFacts,
    DossierState,
    DossierStepKind,
    dossier_state,
    is_taken_out,
    why_not_dossier,
)
from models.rules.evaluation_course.membership import MembershipAct, why_not_membership
from models.rules.evaluation_course.rounds import RoundState

OUT, BACK = DossierStepKind.TAKEN_OUT, DossierStepKind.PUT_BACK
DECIDED = DossierStepKind.DECIDED
DAY = date(2022, 4, 12)


@pytest.mark.parametrize(
    ("act", "steps", "why"),
    [
        (MembershipAct.TAKE_OUT, (), ""),
        (MembershipAct.TAKE_OUT, (DECIDED,), ""),
        (MembershipAct.TAKE_OUT, (OUT,), "taken_out"),
        (MembershipAct.TAKE_OUT, (OUT, BACK), ""),
        (MembershipAct.TAKE_OUT, None, "not_there"),
        (MembershipAct.PUT_BACK, (OUT,), ""),
        (MembershipAct.PUT_BACK, (OUT, BACK), "not_taken_out"),
        (MembershipAct.PUT_BACK, None, "not_there"),
        (MembershipAct.MOVE, (), ""),
        (MembershipAct.MOVE, (OUT,), "taken_out"),
        (MembershipAct.BRING_IN, None, ""),
        (MembershipAct.BRING_IN, (), "there"),
        (MembershipAct.BRING_IN, (OUT,), "there"),
    ],
)
def test_what_can_be_done_while_the_round_is_under_way_alone(
    act: MembershipAct, steps: tuple[DossierStepKind, ...] | None, why: str
) -> None:
    assert why_not_membership(act, RoundState.UNDER_WAY, steps) == why
    for state in (RoundState.PUBLISHED, RoundState.LOCKED):
        assert why_not_membership(act, state, steps) == "published"


@pytest.mark.parametrize("act", list(DossierAct))
def test_nothing_is_done_with_whoever_is_out_and_their_state_says_so(act: DossierAct) -> None:
    facts = DossierFacts((DECIDED, OUT), RoundState.UNDER_WAY, True, DAY, DAY, None, today=DAY)
    assert why_not_dossier(act, facts) == "taken_out"
    assert dossier_state(facts) is DossierState.TAKEN_OUT
    assert is_taken_out((OUT, BACK, OUT)) and not is_taken_out((OUT, BACK, DECIDED))
