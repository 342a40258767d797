"""Who may report, withdraw, confirm, refuse and take back an objective cause, and what it does."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.acts import Decision, decide
from models.rules.calendar import calendar_of
from models.rules.checkpoints import (
    Act,
    ActFacts,
    CheckpointFacts,
    Refusal,
    ReportFacts,
    ResultFacts,
)
from models.rules.objective_causes import (
    CauseFacts,
    CauseState,
    Deduction,
    ShortfallKind,
    cause_of,
    causes_in,
    causes_text,
    deduction_of,
    waiting_since,
)
from models.rules.roles import Role
from models.rules.stages import Stage, Standing
from models.rules.terms import Terms

TERMS = Terms(calendar_of((2021, 2024)), 5, 5)
NOW = datetime(2022, 6, 1, 2, tzinfo=UTC)
LATE = ReportFacts(datetime(2022, 4, 4, 2, tzinfo=UTC), by=1)
FACTS = CheckpointFacts(
    Stage.REPORTED, date(2022, 1, 1), date(2022, 3, 31), TERMS, report=LATE, returns=2
)
FIRST, SECOND = Deduction(ShortfallKind.FAILED_REVIEW, 1), Deduction(ShortfallKind.FAILED_REVIEW, 2)
LATENESS = Deduction(ShortfallKind.LATENESS, 1)
OFFICIAL, SECRETARIAT = Role.OFFICIAL, Role.SECRETARIAT


def act(kind: Act, by: int, *roles: Role, **said: object) -> ActFacts:
    plain: dict[str, object] = {"reason": "Mưa lũ", "since": date(2022, 3, 28), "deduction": FIRST}
    return ActFacts(kind, by, frozenset(roles), NOW, **(plain | said))  # type: ignore[arg-type]


def ask(**said: object) -> ActFacts:
    return act(Act.ASK_CAUSE, 1, OFFICIAL, **said)


def decides(kind: Act, **said: object) -> ActFacts:
    return act(kind, 2, SECRETARIAT, **said)


def after(facts: CheckpointFacts, *acts: ActFacts) -> CheckpointFacts:
    for each in acts:
        decision = decide(facts, each)
        assert isinstance(decision, Decision), decision
        facts = decision.facts
    return facts


def refused(facts: CheckpointFacts, given_act: ActFacts) -> str:
    refusal = decide(facts, given_act)
    assert isinstance(refusal, Refusal)
    return refusal.key


def states(facts: CheckpointFacts) -> dict[str, str]:
    return {cause.deduction.code: cause.state.value for cause in facts.causes}


CONFIRM, REFUSE = decides(Act.CONFIRM_CAUSE), decides(Act.REFUSE_CAUSE)
TAKE_BACK = decides(Act.TAKE_BACK_CAUSE)
WITHDRAW = act(Act.WITHDRAW_CAUSE, 1, OFFICIAL)
ASKED = after(FACTS, ask())


def test_each_failed_review_and_each_lateness_has_a_cause_of_its_own() -> None:
    facts = after(FACTS, ask(), ask(deduction=LATENESS), decides(Act.CONFIRM_CAUSE))
    assert states(facts) == {"lateness:1": "asked", "review:1": "confirmed"}
    assert refused(facts, ask()) == "refusal.cause_confirmed"
    assert refused(facts, ask(deduction=LATENESS)) == "refusal.cause_pending"
    assert states(after(facts, ask(deduction=SECOND)))["review:2"] == "asked"


@pytest.mark.parametrize(
    ("acts", "state", "waits"),
    [
        ([ask()], "asked", True), ([ask(), CONFIRM], "confirmed", False),
        ([ask(), REFUSE], "refused", False), ([ask(), WITHDRAW], "withdrawn", False),
        ([ask(), CONFIRM, TAKE_BACK], "taken_back", True),
        ([ask(), REFUSE, TAKE_BACK], "taken_back", True),
        ([ask(), REFUSE, TAKE_BACK, CONFIRM], "confirmed", False),
        ([ask(), REFUSE, TAKE_BACK, WITHDRAW], "withdrawn", False),
        ([ask(), REFUSE, ask()], "asked", True), ([ask(), WITHDRAW, ask()], "asked", True),
        ([CONFIRM], "confirmed", False), ([CONFIRM, TAKE_BACK], "taken_back", False),
        ([CONFIRM, TAKE_BACK, ask()], "asked", True),
        ([ask(), WITHDRAW, CONFIRM], "confirmed", False),
        ([ask(), WITHDRAW, CONFIRM, TAKE_BACK], "taken_back", False),
    ],
)  # fmt: skip
def test_where_a_cause_stands(acts: list[ActFacts], state: str, waits: bool) -> None:
    facts = after(FACTS, *acts)
    assert states(facts) == {"review:1": state}
    assert (waiting_since(facts.causes) is not None) is waits


@pytest.mark.parametrize(
    ("before", "given_act", "key"),
    [
        ([], WITHDRAW, "no_cause_asked"), ([], REFUSE, "no_cause_asked"),
        ([], TAKE_BACK, "cause_undecided"), ([ask()], TAKE_BACK, "cause_undecided"),
        ([ask(), CONFIRM], CONFIRM, "cause_confirmed"),
        ([ask(), CONFIRM], REFUSE, "no_cause_asked"),
        ([ask(), REFUSE], CONFIRM, "cause_refused"), ([ask(), REFUSE], REFUSE, "no_cause_asked"),
        ([ask(), CONFIRM], WITHDRAW, "no_cause_asked"),
        ([ask(), REFUSE, TAKE_BACK], TAKE_BACK, "cause_undecided"),
        ([ask()], replace(REFUSE, reason=" "), "needs_reason"),
        ([ask(), CONFIRM], replace(TAKE_BACK, reason=""), "needs_reason"),
        ([], replace(ask(), reason=""), "needs_reason"), ([], ask(since=None), "needs_since"),
        ([], replace(CONFIRM, reason=""), "needs_reason"),
        ([], replace(CONFIRM, since=None), "needs_since"),
        ([], ask(deduction=None), "cause_about_what"),
        ([], ask(deduction=Deduction(ShortfallKind.FAILED_REVIEW, 3)), "no_such_review"),
        ([], ask(deduction=Deduction(ShortfallKind.FAILED_REVIEW, 0)), "no_such_review"),
        ([], ask(deduction=Deduction(ShortfallKind.LATENESS, 0)), "not_late"),
        ([], ask(deduction=Deduction(ShortfallKind.LATENESS, 2)), "not_late"),
        ([ask()], act(Act.WITHDRAW_CAUSE, 7, OFFICIAL), "anothers_cause"),
        ([], act(Act.ASK_CAUSE, 1, Role.COMMITTEE_SECRETARY), "name_official"),
        ([], act(Act.CONFIRM_CAUSE, 1, OFFICIAL), "not_your_role"),
        ([], act(Act.ASK_CAUSE, 1, Role.STANDING_COMMITTEE), "not_your_role"),
        ([ask()], act(Act.CONFIRM_CAUSE, 3, SECRETARIAT, Role.UNIT_HEAD), "unit_work"),
        ([ask()], act(Act.REFUSE_CAUSE, 3, SECRETARIAT, Role.FORMER_OFFICIAL), "former_work"),
        ([ask()], act(Act.CONFIRM_CAUSE, 1, SECRETARIAT), "own_report"),
    ],
)  # fmt: skip
def test_what_is_refused(before: list[ActFacts], given_act: ActFacts, key: str) -> None:
    assert refused(after(FACTS, *before), given_act) == f"refusal.{key}"


def test_a_confirmation_of_what_was_asked_needs_no_words() -> None:
    assert states(after(ASKED, replace(CONFIRM, reason="", since=None))) == {
        "review:1": "confirmed"
    }


def test_nobody_decides_on_what_they_asked_for_or_was_asked_in_their_name() -> None:
    facts = replace(FACTS, report=replace(LATE, by=9))
    asked = after(facts, act(Act.ASK_CAUSE, 2, SECRETARIAT, on_behalf_of=5))
    for who in (2, 5):
        assert refused(asked, act(Act.CONFIRM_CAUSE, who, SECRETARIAT)) == "refusal.own_cause"
        assert not isinstance(
            decide(asked, act(Act.WITHDRAW_CAUSE, who, OFFICIAL)), Refusal
        )  # either may withdraw it
    assert states(after(asked, act(Act.CONFIRM_CAUSE, 3, SECRETARIAT)))["review:1"] == "confirmed"


@pytest.mark.parametrize("standing", [Standing.WITHDRAWN, Standing.HANDED_OVER])
def test_nothing_is_said_of_what_has_ended(standing: Standing) -> None:
    ended = replace(ASKED, standing=standing)
    for each in (ask(deduction=SECOND), CONFIRM, REFUSE, WITHDRAW):
        assert refused(ended, each) == "refusal.ended"


def test_what_came_in_time_has_no_lateness_to_excuse() -> None:
    early = replace(FACTS, report=replace(LATE, recorded_at=datetime(2022, 3, 30, 2, tzinfo=UTC)))
    assert refused(early, ask(deduction=LATENESS)) == "refusal.not_late"
    assert refused(early, decides(Act.CONFIRM_CAUSE, deduction=LATENESS)) == "refusal.not_late"


JUDGED = replace(
    FACTS, stage=Stage.EVALUATED, evaluated=True, result=ResultFacts(delivered=True, report=LATE)
)


@pytest.mark.parametrize(
    ("before", "given_act", "anew"),
    [([], ask(), False), ([ask()], CONFIRM, True), ([ask()], REFUSE, False),
     ([ask()], WITHDRAW, False), ([ask(), REFUSE], TAKE_BACK, False), ([], CONFIRM, True)],
)  # fmt: skip
def test_a_judged_result_is_judged_anew_only_where_its_score_changes(
    before: list[ActFacts], given_act: ActFacts, anew: bool
) -> None:
    decision = decide(after(JUDGED, *before), given_act)
    assert isinstance(decision, Decision)
    assert decision.path == ((Stage.VERIFIED,) if anew else ())
    assert decision.facts.evaluated is not anew


def test_a_confirmation_taken_back_after_judging_lets_it_be_judged_anew() -> None:
    judged = replace(after(FACTS, ask(), CONFIRM), stage=Stage.EVALUATED, evaluated=True)
    decision = decide(judged, TAKE_BACK)
    assert isinstance(decision, Decision) and decision.path == (Stage.VERIFIED,)


def test_a_cause_makes_nothing_done_and_lets_nothing_be_judged_anew_that_is_not() -> None:
    undone = replace(JUDGED, is_product=True, result=ResultFacts(delivered=False, report=LATE))
    decision = decide(undone, CONFIRM)
    assert isinstance(decision, Decision)
    assert (decision.path, decision.facts.evaluated, decision.facts.finding) == ((), True, True)


def test_the_mark_for_all_of_before_needs_no_cause_and_is_taken_back_by_a_correction() -> None:
    marked = replace(JUDGED, result=ResultFacts(delivered=True, report=LATE, objective_cause=True))
    assert refused(marked, ask()) == "refusal.cause_confirmed"
    assert refused(marked, CONFIRM) == "refusal.cause_confirmed"
    assert refused(marked, TAKE_BACK) == "refusal.cause_of_verdict"


@pytest.mark.parametrize("code", ["", "review", "review:", "review:x", "review:-1", "review:²",
                                  "lateness:12345", "other:1", "review:1:2"])  # fmt: skip
def test_what_names_no_deduction_means_none(code: str) -> None:
    assert deduction_of(code) is None


_deductions = st.builds(Deduction, st.sampled_from(ShortfallKind), st.integers(1, 99))
_causes = st.builds(
    CauseFacts, _deductions, st.sampled_from(CauseState),
    st.datetimes(timezones=st.just(UTC)), st.none() | st.integers(1, 9), st.none() | st.just(5),
)  # fmt: skip


@given(st.lists(_causes).map(tuple))
def test_causes_are_read_back_as_they_were_kept(causes: tuple[CauseFacts, ...]) -> None:
    assert causes_in(causes_text(causes)) == causes


@pytest.mark.parametrize("text", ["none", "review:1/asked", "x:1/asked/2022-01-01T00:00:00//",
                                  "review:1/gone/2022-01-01T00:00:00//"])  # fmt: skip
def test_a_text_that_holds_no_causes_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        causes_in(text)


def test_a_cause_is_found_by_what_it_is_about() -> None:
    assert cause_of(ASKED.causes, FIRST) is ASKED.causes[0]
    assert cause_of(ASKED.causes, SECOND) is None and cause_of(ASKED.causes, None) is None
