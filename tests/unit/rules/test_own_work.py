"""Nobody changes the date, the weight, the result or the standing of what they answer for alone."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from models.rules.acts import DECIDERS, FILERS, RULES, decide, possible
from models.rules.calendar import calendar_of
from models.rules.cause_effects import CAUSE_DECISIONS
from models.rules.checkpoints import (
    Act,
    ActFacts,
    CheckpointFacts,
    Refusal,
    ReportFacts,
    ResultFacts,
)
from models.rules.objective_causes import CauseFacts, CauseState, Deduction, ShortfallKind
from models.rules.roles import Role
from models.rules.stages import Stage
from models.rules.terms import Terms

TERMS = Terms(calendar_of((2021, 2024)), 5, 5)
NOW = datetime(2022, 6, 1, 2, tzinfo=UTC)
COLLEAGUE = ReportFacts(datetime(2022, 3, 30, 2, tzinfo=UTC), by=9, value=Decimal(3))
FIRST_RETURN = Deduction(ShortfallKind.FAILED_REVIEW, 1)
DECISIONS = sorted(act for act, rule in RULES.items() if rule.roles in DECIDERS)


def facts_for(act: Act, stage: Stage) -> CheckpointFacts:
    return CheckpointFacts(
        stage, date(2022, 1, 1), date(2022, 3, 31), TERMS,
        report=None if stage in (Stage.ASSIGNED, Stage.IN_PROGRESS) else COLLEAGUE,
        result=ResultFacts(Decimal(3)) if stage in (Stage.VERIFIED, Stage.EVALUATED) else None,
        extension_asked=date(2022, 7, 1) if _answers_request(act, stage) else None,
        returns=int(act in CAUSE_DECISIONS),
        causes=(CauseFacts(FIRST_RETURN, _cause_state(act), NOW, asked_by=9),)
        if act in CAUSE_DECISIONS
        else (),
    )  # fmt: skip


def _cause_state(act: Act) -> CauseState:
    return CauseState.REFUSED if act is Act.TAKE_BACK_CAUSE else CauseState.ASKED


def _answers_request(act: Act, stage: Stage) -> bool:
    return act is Act.REFUSE_EXTENSION or (act is Act.CHANGE_DUE and stage is Stage.REPORTED)


def deed(act: Act, *roles: Role) -> ActFacts:
    return ActFacts(
        act, 1, frozenset(roles), NOW, value=Decimal(4), reason="x", new_due_on=date(2022, 9, 1),
        confirmed=True, deduction=FIRST_RETURN if act in CAUSE_DECISIONS else None,
    )  # fmt: skip


def test_every_act_belongs_to_those_who_do_the_work_or_to_those_who_decide() -> None:
    others = {act for act, rule in RULES.items() if rule.roles not in (FILERS, *DECIDERS)}
    assert others == {Act.OPEN}
    assert {Act.WITHDRAW, Act.CHANGE_DUE, Act.RETURN, Act.EVALUATE} <= set(DECISIONS)


@pytest.mark.parametrize("act", DECISIONS)
def test_nobody_decides_on_what_they_answer_for_even_where_a_colleague_reported(act: Act) -> None:
    for stage in RULES[act].sources:
        facts = facts_for(act, stage)
        for role in RULES[act].roles:
            refusal = decide(facts, deed(act, role, Role.OFFICIAL))
            assert isinstance(refusal, Refusal)
            assert refusal.key in ("refusal.own_work", "refusal.own_date", "refusal.own_report")
            assert act not in possible(facts, frozenset({role, Role.OFFICIAL}))


@pytest.mark.parametrize("act", DECISIONS)
def test_the_head_of_the_unit_decides_on_none_of_its_work(act: Act) -> None:
    for stage in RULES[act].sources:
        facts = facts_for(act, stage)
        for role in RULES[act].roles:
            refusal = decide(facts, deed(act, role, Role.UNIT_HEAD))
            assert isinstance(refusal, Refusal)
            assert refusal.key == "refusal.unit_work"
            assert act not in possible(facts, frozenset({role, Role.UNIT_HEAD}))


@pytest.mark.parametrize("act", DECISIONS)
def test_somebody_else_decides(act: Act) -> None:
    for stage in RULES[act].sources:
        for role in RULES[act].roles:
            assert not isinstance(decide(facts_for(act, stage), deed(act, role)), Refusal)
