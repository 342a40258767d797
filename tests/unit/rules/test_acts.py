"""No order of acts breaks what must always hold of a checkpoint."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from dondoc.i18n import LANGUAGES, translator
from models.rules.acts import RULES, Decision, decide, possible
from models.rules.calendar import calendar_of
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts, Refusal
from models.rules.indicators import Basis
from models.rules.roles import Role
from models.rules.stages import SETTLED, UNREPORTED, Stage, Standing
from models.rules.terms import Terms

START = datetime(2022, 1, 3, 1, tzinfo=UTC)
DUE = date(2022, 3, 31)
TERMS = Terms(calendar_of((2021, 2024)), cut_off_days=5, return_days=5)
FACTS = CheckpointFacts(Stage.ASSIGNED, opens_on=date(2022, 1, 10), due_on=DUE, terms=TERMS)
ALLOWED = {
    (Stage.ASSIGNED, Stage.IN_PROGRESS),
    (Stage.IN_PROGRESS, Stage.REPORTED),
    (Stage.REPORTED, Stage.VERIFIED),
    (Stage.REPORTED, Stage.IN_PROGRESS),
    (Stage.IN_PROGRESS, Stage.VERIFIED),  # silence, recorded by the secretariat
    (Stage.VERIFIED, Stage.EVALUATED),
    (Stage.EVALUATED, Stage.VERIFIED),  # a corrected value is judged again
    (Stage.VERIFIED, Stage.REPORTED),  # what was found not done is made good
    (Stage.EVALUATED, Stage.REPORTED),
    (Stage.IN_PROGRESS, Stage.EVALUATED),  # such a report was returned: the finding stands
}

deeds = st.builds(
    ActFacts,
    act=st.sampled_from(Act),
    by=st.integers(1, 4),
    roles=st.frozensets(st.sampled_from(Role), max_size=3),
    recorded_at=st.just(START),
    on_behalf_of=st.none() | st.integers(1, 4),
    value=st.none() | st.decimals(0, 100, places=1),
    delivered=st.none() | st.booleans(),
    basis=st.sampled_from(Basis),
    reason=st.sampled_from(["", " ", "lý do"]),
    new_due_on=st.none() | st.dates(date(2022, 1, 1), date(2022, 12, 31)),
)


class AnyOrderOfActs(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.facts = FACTS
        self.now = START
        self.reporters: set[int] = set()

    @rule(deed=deeds, days=st.integers(-1, 40))
    def act(self, deed: ActFacts, days: int) -> None:
        deed = replace(deed, recorded_at=self.now + timedelta(days=days))
        before = self.facts
        decision = decide(before, deed)
        if isinstance(decision, Refusal):
            assert set(decision.instead) <= set(possible(before, deed.roles))
            return
        self.now = max(self.now, deed.recorded_at)
        self.facts = decision.facts
        self._check_path(before, decision)
        self._check_actor(before, deed)

    def _check_path(self, before: CheckpointFacts, decision: Decision) -> None:
        stages = (before.stage, *decision.path)
        assert set(pairwise(stages)) <= ALLOWED
        assert decision.facts.stage is stages[-1]
        assert before.standing is Standing.LIVE
        moved = decision.facts.due_on != before.due_on
        assert decision.facts.due_revision - before.due_revision == moved

    def _check_actor(self, before: CheckpointFacts, deed: ActFacts) -> None:
        assert deed.roles & RULES[deed.act].roles
        if deed.act in (Act.VERIFY, Act.RETURN) and before.report is not None:
            assert deed.by not in (before.report.by, before.report.on_behalf_of)

    @invariant()
    def a_result_stands_when_verified_or_waits_to_be_made_good(self) -> None:
        if self.facts.stage is Stage.REPORTED:
            assert self.facts.result is None or self.facts.finding
        else:
            assert (self.facts.result is not None) == (self.facts.stage in SETTLED)

    @invariant()
    def a_report_stands_exactly_when_reported_or_settled_by_one(self) -> None:
        if self.facts.stage in UNREPORTED:
            assert self.facts.report is None
        if self.facts.stage is Stage.REPORTED:
            assert self.facts.report is not None
            assert self.facts.report.value is not None

    @invariant()
    def a_request_waits_only_while_nothing_came_in_time(self) -> None:
        if self.facts.extension_asked is not None:
            assert self.facts.stage in UNREPORTED | {Stage.REPORTED}
            assert self.facts.stage in UNREPORTED or not self.facts.needs_no_extension
            assert self.facts.standing is Standing.LIVE
            assert self.facts.extension_asked > self.facts.due_on

    @invariant()
    def silence_has_no_report(self) -> None:
        if self.facts.missing:
            assert self.facts.report is None


class ManyMoreActs(AnyOrderOfActs):
    """The same, tried more often."""


AnyOrderOfActs.TestCase.settings = settings(max_examples=30, stateful_step_count=40)
ManyMoreActs.TestCase.settings = settings(max_examples=300, stateful_step_count=40)
TestAnyOrderOfActs = AnyOrderOfActs.TestCase
TestManyMoreActs = pytest.mark.slow(ManyMoreActs.TestCase)


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_act_has_a_name(act: Act, lang: str) -> None:
    assert translator(lang)(f"act.{act.value}") != f"act.{act.value}"


def test_a_due_date_taken_back_is_a_revision_of_its_own() -> None:
    later = DUE + timedelta(days=14)
    deed = ActFacts(Act.CHANGE_DUE, 1, frozenset({Role.SECRETARIAT}), START, reason="gia hạn")
    first = decide(FACTS, replace(deed, new_due_on=later))
    assert isinstance(first, Decision)
    second = decide(first.facts, replace(deed, new_due_on=DUE))
    assert isinstance(second, Decision)
    assert (second.facts.due_on, second.facts.due_revision) == (DUE, 2)


@pytest.mark.parametrize("act", [Act.CHANGE_DUE, Act.REFUSE_EXTENSION])
def test_nobody_decides_on_their_own_time(act: Act) -> None:
    both = frozenset({Role.OFFICIAL, Role.SECRETARIAT})
    later = DUE + timedelta(days=14)
    facts = replace(FACTS, extension_asked=later)
    refusal = decide(facts, ActFacts(act, 1, both, START, reason="bận", new_due_on=later))
    assert isinstance(refusal, Refusal)
    assert refusal.key == "refusal.own_date"


def test_a_refusal_names_what_is_possible_instead() -> None:
    deed = ActFacts(Act.VERIFY, 1, frozenset({Role.OFFICIAL, Role.SECRETARIAT}), START)
    refusal = decide(FACTS, deed)
    assert isinstance(refusal, Refusal)
    assert refusal.key == "refusal.wrong_stage"
    assert Act.REPORT in refusal.instead
    assert Act.VERIFY not in refusal.instead
