"""What was found not done can be made good; a return of that leaves the finding standing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from finding_facts import FIRST, OFFICIAL, SECRETARIAT, SILENT, UNDELIVERED

from models.rules.acts import Decision, decide, possible
from models.rules.checkpoints import (
    Act,
    ActFacts,
    CheckpointFacts,
    Refusal,
    ResultFacts,
)
from models.rules.stages import Stage


def report(facts: CheckpointFacts, **said: Any) -> Decision | Refusal:
    """The official reports in May."""
    at = datetime(2022, 5, 4, 2, tzinfo=UTC)
    return decide(facts, ActFacts(Act.REPORT, 1, OFFICIAL, at, report_id=12, **said))


def then(decision: Decision | Refusal, act: Act, **said: Any) -> Decision:
    """The secretariat goes on."""
    assert isinstance(decision, Decision)
    at = datetime(2022, 5, 5, 2, tzinfo=UTC)
    following = decide(decision.facts, ActFacts(act, 2, SECRETARIAT, at, reason="vì", **said))
    assert isinstance(following, Decision)
    return following


@pytest.mark.parametrize("stage", [Stage.VERIFIED, Stage.EVALUATED])
@pytest.mark.parametrize("found", [UNDELIVERED, SILENT])
def test_it_is_offered_on_what_was_found_not_done(found: CheckpointFacts, stage: Stage):
    facts = replace(found, stage=stage)
    assert facts.finding
    assert Act.REPORT in possible(facts, OFFICIAL)


@pytest.mark.parametrize(
    "result", [ResultFacts(delivered=True, report=FIRST), ResultFacts(value=Decimal(3))]
)
def test_what_is_done_stays_reported(result: ResultFacts):
    product = result.value is None
    facts = replace(UNDELIVERED, result=result, is_product=product)
    assert Act.REPORT not in possible(facts, OFFICIAL)
    refusal = report(facts, delivered=True, value=Decimal(4))
    assert isinstance(refusal, Refusal)
    assert refusal.key == "refusal.wrong_stage"


@pytest.mark.parametrize("delivered", [False, None])
def test_a_second_report_that_it_is_not_there_says_nothing_new(delivered: bool | None):
    refusal = report(UNDELIVERED, delivered=delivered)
    assert isinstance(refusal, Refusal)
    waiting = report(UNDELIVERED, delivered=True)
    assert isinstance(waiting, Decision)
    again = report(waiting.facts, delivered=delivered)
    assert isinstance(again, Refusal)
    if delivered is False:
        assert refusal.key == "refusal.still_undelivered"
        assert (again.key, again.instead) == ("refusal.undelivered_after_all", (Act.UPDATE,))


def test_silence_on_a_product_is_made_good_by_the_product_only():
    silent = replace(SILENT, is_product=True)
    assert isinstance(report(silent, delivered=False), Refusal)
    assert isinstance(report(silent, delivered=True), Decision)


def test_while_the_later_report_waits_its_word_stands():
    waiting = report(UNDELIVERED, delivered=True)
    assert isinstance(waiting, Decision)
    assert waiting.path == (Stage.REPORTED,)
    facts = waiting.facts
    assert facts.report is not None
    assert (facts.report.id, facts.undelivered, facts.missing) == (12, False, False)
    assert facts.finding  # still known, in case that the report is returned


def test_once_verified_it_replaces_the_finding_and_voids_its_evaluation():
    judged = replace(UNDELIVERED, stage=Stage.EVALUATED, evaluated=True)
    waiting = report(judged, delivered=True)
    assert isinstance(waiting, Decision)
    assert waiting.facts.evaluated
    verified = then(waiting, Act.VERIFY).facts
    assert (verified.stage, verified.finding, verified.evaluated) == (Stage.VERIFIED, False, False)
    assert verified.result is not None
    assert verified.result.report == waiting.facts.report


@pytest.mark.parametrize("stage", [Stage.VERIFIED, Stage.EVALUATED])
@pytest.mark.parametrize("found", [UNDELIVERED, SILENT])
def test_returned_it_leaves_the_finding_as_it_was(found: CheckpointFacts, stage: Stage):
    facts = replace(found, stage=stage, evaluated=stage is Stage.EVALUATED)
    returned = then(report(facts, delivered=True, value=Decimal(3)), Act.RETURN)
    assert returned.path == (Stage.IN_PROGRESS, stage)
    after = returned.facts
    assert (after.report, after.result, after.stage) == (facts.report, facts.result, stage)
    assert after.returned is None  # the next report is held to the same date, and counts it all
    assert (after.evaluated, after.missing, after.undelivered, after.returns) == (
        facts.evaluated, facts.missing, facts.undelivered, facts.returns + 1,
    )  # fmt: skip


def test_an_objective_cause_is_confirmed_or_taken_back_only_where_it_is_said():
    facts = replace(UNDELIVERED, result=ResultFacts(delivered=True, report=FIRST))
    for before in (False, True):
        assert facts.result is not None
        known = replace(facts, result=replace(facts.result, objective_cause=before))
        for said, after in ((None, before), (True, True), (False, False)):
            deed = ActFacts(
                Act.CORRECT, 2, SECRETARIAT, datetime(2022, 5, 4, 2, tzinfo=UTC),
                delivered=True, reason="vì", objective_cause=said,
            )  # fmt: skip
            decision = decide(known, deed)
            assert isinstance(decision, Decision)
            assert decision.facts.result is not None
            assert decision.facts.result.objective_cause is after


def test_the_return_of_a_later_report_sets_no_date():
    waiting = report(UNDELIVERED, delivered=True)
    assert isinstance(waiting, Decision)
    deed = ActFacts(
        Act.RETURN, 2, SECRETARIAT, datetime(2022, 5, 5, 2, tzinfo=UTC),
        reason="vì", new_due_on=date(2022, 6, 1),
    )  # fmt: skip
    refusal = decide(waiting.facts, deed)
    assert isinstance(refusal, Refusal)
    assert refusal.key == "refusal.finding_keeps_date"


def test_replacing_a_report_that_it_is_not_there_loses_no_timeliness():
    reported = replace(UNDELIVERED, stage=Stage.REPORTED, result=None)
    assert isinstance(report(reported, delivered=True), Decision)
    in_time = replace(FIRST, delivered=True)
    refusal = report(replace(reported, report=in_time), delivered=True)
    assert isinstance(refusal, Refusal)
    assert refusal.key == "refusal.late_if_replaced"


def test_a_later_report_is_the_first_of_its_kind():
    waiting = report(UNDELIVERED, delivered=True)
    assert isinstance(waiting, Decision)
    assert waiting.facts.report is not None
    assert waiting.facts.report.first_at == waiting.facts.report.recorded_at


def test_after_silence_on_a_number_a_number_is_enough():
    waiting = report(SILENT, value=Decimal(3))
    assert isinstance(waiting, Decision)
    assert (waiting.facts.missing, waiting.facts.finding) == (False, True)


def test_only_a_product_can_be_found_not_delivered():
    number = replace(UNDELIVERED, is_product=False)
    assert (number.undelivered, number.finding) == (False, False)
    assert Act.REPORT not in possible(number, OFFICIAL)


def test_an_evaluation_stands_until_another_result_does():
    evaluated = decide(
        UNDELIVERED,
        ActFacts(Act.EVALUATE, 2, SECRETARIAT, datetime(2022, 5, 4, 2, tzinfo=UTC)),
    )
    assert isinstance(evaluated, Decision)
    assert (evaluated.facts.stage, evaluated.facts.evaluated) == (Stage.EVALUATED, True)
    corrected = then(evaluated, Act.CORRECT, delivered=True, confirmed=True)
    assert (corrected.facts.stage, corrected.facts.evaluated) == (Stage.VERIFIED, False)


@pytest.mark.parametrize(("day", "dated"), [(31, True), (32, False)])
def test_a_report_on_the_last_day_is_given_time_by_its_return_and_a_later_one_is_not(
    day: int, dated: bool
) -> None:
    at = datetime(2022, 3, 30, 9, tzinfo=UTC) + timedelta(days=day - 30)
    made = decide(UNDELIVERED, ActFacts(Act.REPORT, 1, OFFICIAL, at, delivered=True, report_id=12))
    assert isinstance(made, Decision)
    back = ActFacts(Act.RETURN, 2, SECRETARIAT, datetime(2022, 4, 12, 2, tzinfo=UTC), reason="vì")
    new = replace(back, new_due_on=date(2022, 4, 20))
    assert isinstance(decide(made.facts, new), Decision) is dated
    assert isinstance(decide(made.facts, back), Decision) is not dated
