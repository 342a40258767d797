"""Where people are evaluated in rounds, no checkpoint is evaluated beside a decision."""

from dataclasses import replace
from decimal import Decimal

import pytest
from stages_of_one import (
    COMMITTEE,
    EVALUATED,
    KEEPER,
    OFFICIAL,
    SILENT,
    VERIFIED,
    after,
    deed,
    outcome,
)

from models.rules.acts import possible
from models.rules.checkpoints import Act, CheckpointFacts
from models.rules.stages import Stage

BY_DECISION = replace(VERIFIED, by_decision=True)


@pytest.mark.parametrize("facts", [BY_DECISION, replace(SILENT, by_decision=True)])
def test_nobody_evaluates_it_by_itself(facts: CheckpointFacts):
    assert outcome(facts, deed(Act.EVALUATE)) == "by_decision"
    assert after(facts, deed(Act.EVALUATE, decided=True)).stage is Stage.EVALUATED


@pytest.mark.parametrize("roles", [KEEPER, COMMITTEE])
def test_the_act_is_offered_only_where_each_is_evaluated_by_itself(roles: frozenset):
    assert Act.EVALUATE in possible(VERIFIED, roles)
    assert Act.EVALUATE not in possible(BY_DECISION, roles)


def test_nobody_evaluates_their_own_by_a_decision():
    own = deed(Act.EVALUATE, KEEPER | OFFICIAL, decided=True)
    assert outcome(BY_DECISION, own) == "own_work"


def test_a_correction_takes_the_evaluation_down_again():
    corrected = after(
        replace(EVALUATED, by_decision=True), deed(Act.CORRECT, value=Decimal(8), reason="Nhầm")
    )
    assert (corrected.stage, corrected.evaluated) == (Stage.VERIFIED, False)
