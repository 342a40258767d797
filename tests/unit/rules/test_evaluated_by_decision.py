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
from models.rules.evaluated_by import StepBehind
from models.rules.stages import Stage

BY_DECISION = replace(VERIFIED, by_decision=True)


@pytest.mark.parametrize("facts", [BY_DECISION, replace(SILENT, by_decision=True)])
def test_nobody_evaluates_it_by_itself(facts: CheckpointFacts):
    assert outcome(facts, deed(Act.EVALUATE)) == "by_decision"
    assert after(facts, deed(Act.EVALUATE, step_behind=StepBehind())).stage is Stage.EVALUATED


@pytest.mark.parametrize("roles", [KEEPER, COMMITTEE])
def test_the_act_is_offered_only_where_each_is_evaluated_by_itself(roles: frozenset):
    assert Act.EVALUATE in possible(VERIFIED, roles)
    assert Act.EVALUATE not in possible(BY_DECISION, roles)


def test_nobody_evaluates_their_own_by_a_decision():
    own = deed(Act.EVALUATE, KEEPER | OFFICIAL, step_behind=StepBehind())
    assert outcome(BY_DECISION, own) == "own_work"


def test_whoever_publishes_what_another_decided_may_answer_for_it():
    behind = StepBehind(dossier_step_id=7)
    own = deed(Act.EVALUATE, KEEPER | OFFICIAL, step_behind=behind)
    assert after(BY_DECISION, own).stage is Stage.EVALUATED
    unled = deed(Act.EVALUATE, KEEPER | OFFICIAL, step_behind=StepBehind(round_step_id=7))
    assert outcome(BY_DECISION, unled) == "own_work"


def test_a_correction_takes_the_evaluation_down_again():
    corrected = after(
        replace(EVALUATED, by_decision=True), deed(Act.CORRECT, value=Decimal(8), reason="Nhầm")
    )
    assert (corrected.stage, corrected.evaluated) == (Stage.VERIFIED, False)
