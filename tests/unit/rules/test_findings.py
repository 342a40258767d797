"""What was found not done can be made good; a return of that leaves the finding standing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from models.rules.acts import Decision, decide, possible
from models.rules.calendar import calendar_of
from models.rules.checkpoints import (
    Act,
    ActFacts,
    CheckpointFacts,
    Refusal,
    ReportFacts,
    ResultFacts,
    Wait,
)
from models.rules.due import days_late, due_facts, time_left
from models.rules.roles import Role
from models.rules.stages import Stage
from models.rules.terms import Terms

DUE = date(2022, 3, 31)
FIRST = ReportFacts(datetime(2022, 3, 30, 2, tzinfo=UTC), by=1, delivered=False, id=11)
OFFICIAL = frozenset({Role.OFFICIAL})
SECRETARIAT = frozenset({Role.SECRETARIAT})
UNDELIVERED = CheckpointFacts(
    Stage.VERIFIED,
    opens_on=date(2022, 1, 10),
    due_on=DUE,
    terms=Terms(calendar_of([2022]), cut_off_days=5, return_days=3),
    is_product=True,
    report=FIRST,
    result=ResultFacts(delivered=False, report=FIRST),
)
SILENT = replace(UNDELIVERED, is_product=False, report=None, result=ResultFacts(missing=True))


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


def later(facts: CheckpointFacts, act: Act, day: date, **said: Any) -> CheckpointFacts:
    """An act of that day: the official reports, the secretariat does the rest."""
    by, roles = (1, OFFICIAL) if act is Act.REPORT else (2, SECRETARIAT)
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    decision = decide(facts, ActFacts(act, by, roles, at, reason="vì", **said))
    assert isinstance(decision, Decision)
    return decision.facts


def late_by(facts: CheckpointFacts, day: date) -> int:
    return days_late(due_facts(facts), day, facts.terms.calendar)


@pytest.mark.parametrize("found", [UNDELIVERED, SILENT])
def test_the_days_that_a_returned_report_lay_are_not_the_units_once_the_finding_stands_again(
    found: CheckpointFacts,
) -> None:
    said = {"delivered": True, "value": Decimal(3)}
    waiting = later(found, Act.REPORT, date(2022, 4, 4), **said)  # Friday and Monday late
    assert late_by(waiting, date(2022, 4, 20)) == 2
    back = later(waiting, Act.RETURN, date(2022, 4, 18))
    assert late_by(back, date(2022, 4, 4)) == late_by(back, date(2022, 4, 18)) == 2
    assert late_by(back, date(2022, 4, 20)) == 4
    again = later(back, Act.REPORT, date(2022, 4, 21), **said)
    twice = later(again, Act.RETURN, date(2022, 4, 27))
    assert late_by(twice, date(2022, 4, 28)) == 2 + 3 + 1
    mended = later(
        later(twice, Act.REPORT, date(2022, 4, 29), **said), Act.VERIFY, date(2022, 5, 9)
    )
    assert late_by(mended, date(2022, 6, 30)) == 2 + 3 + 2


def found(said: bool, came: date, verified: date) -> CheckpointFacts:
    """A product that was said to be there, or not, and that the secretariat did not find."""
    assigned = replace(UNDELIVERED, stage=Stage.IN_PROGRESS, report=None, result=None)
    waiting = later(assigned, Act.REPORT, came, delivered=said)
    return later(waiting, Act.VERIFY, verified, delivered=False)


def test_the_days_until_a_product_is_found_missing_that_was_said_to_be_there_are_not_the_units():
    in_time = found(True, date(2022, 3, 30), date(2022, 4, 18))
    assert in_time.undelivered and in_time.finding
    assert late_by(in_time, date(2022, 4, 18)) == 0
    assert time_left(due_facts(in_time), date(2022, 4, 18), in_time.terms.calendar) == 0
    assert late_by(in_time, date(2022, 4, 20)) == 2
    late = found(True, date(2022, 4, 4), date(2022, 4, 18))
    assert late_by(late, date(2022, 4, 20)) == 2 + 2
    there = later(late, Act.REPORT, date(2022, 4, 20), delivered=True)
    accepted = later(there, Act.VERIFY, date(2022, 5, 9))
    assert late_by(accepted, date(2022, 6, 30)) == 2 + 2


def test_who_says_themselves_that_it_is_not_there_knew_it_all_the_time():
    assert late_by(found(False, date(2022, 3, 30), date(2022, 4, 18)), date(2022, 4, 18)) == 12


def test_a_result_that_is_corrected_to_not_delivered_takes_no_day_twice():
    assigned = replace(UNDELIVERED, stage=Stage.IN_PROGRESS, report=None, result=None)
    waiting = later(assigned, Act.REPORT, date(2022, 3, 30), delivered=True)
    accepted = later(waiting, Act.VERIFY, date(2022, 4, 4))
    wrong = later(accepted, Act.CORRECT, date(2022, 4, 18), delivered=False)
    assert late_by(wrong, date(2022, 4, 19)) == 1
    right = later(wrong, Act.CORRECT, date(2022, 4, 20), delivered=True)
    assert (right.undelivered, late_by(right, date(2022, 4, 28))) == (False, 0)
    again = later(right, Act.CORRECT, date(2022, 4, 27), delivered=False)
    assert late_by(again, date(2022, 4, 28)) == 2 + 1  # Tuesday and Wednesday in between, too
    same = later(again, Act.CORRECT, date(2022, 4, 29), delivered=False)
    assert late_by(same, date(2022, 4, 29)) == 2 + 2


@pytest.mark.parametrize("act", [Act.VERIFY, Act.CORRECT])
def test_who_said_that_it_is_not_there_is_given_only_the_days_on_which_it_was_found_to_be(act: Act):
    """A slip of the secretariat that says otherwise for a week gives back that week."""
    said = replace(UNDELIVERED, stage=Stage.REPORTED, result=None)
    facts = said if act is Act.VERIFY else UNDELIVERED
    right = later(facts, act, date(2022, 4, 4), delivered=True)
    wrong = later(right, Act.CORRECT, date(2022, 4, 18), delivered=False)
    assert late_by(wrong, date(2022, 4, 20)) == 2 + 2


def test_silence_that_is_corrected_to_not_delivered_was_late_all_the_time():
    silent = replace(SILENT, is_product=True)
    wrong = later(silent, Act.CORRECT, date(2022, 4, 18), delivered=False)
    assert late_by(wrong, date(2022, 4, 18)) == 12


WORDS = ((Act.REPORT, True), (Act.RETURN, None), (Act.VERIFY, True), (Act.VERIFY, False),
         (Act.CORRECT, True), (Act.CORRECT, False))  # fmt: skip


@pytest.mark.parametrize("found", [UNDELIVERED, SILENT])
@pytest.mark.parametrize("seed", range(40))
def test_a_day_counts_where_nothing_said_in_its_morning_that_the_product_is_there(
    found: CheckpointFacts, seed: int
) -> None:
    """Counted a second time, day by day, over acts that follow each other as they may."""
    choose, facts = Random(seed), replace(found, is_product=True)
    late, day = 0, DUE
    for _ in range(60):
        day += timedelta(days=1)
        late += facts.terms.calendar.is_working(day) and not said_to_be_there(facts)
        if not facts.finding or said_to_be_there(facts) or choose.random() < 0.3:
            waits = facts.stage is Stage.REPORTED  # another report would be held to its own day
            act, word = choose.choice(WORDS[1:] if waits else WORDS)
            by, roles = (1, OFFICIAL) if act is Act.REPORT else (2, SECRETARIAT)
            at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
            deed = ActFacts(act, by, roles, at, reason="vì", delivered=word, report_id=9)
            decision = decide(facts, deed)
            facts = decision.facts if isinstance(decision, Decision) else facts
        if not said_to_be_there(facts):  # else the day of the report decides
            assert late_by(facts, day) == late, (day, facts.waits)


def said_to_be_there(facts: CheckpointFacts) -> bool:
    """Whether the word that stands is that the product is there."""
    return bool(facts.statement and facts.statement.delivered)


def test_a_report_that_waited_before_a_date_that_came_later_takes_none_of_its_days_away() -> None:
    back = replace(SILENT, waits=(Wait(date(2022, 4, 4), date(2022, 4, 18)),))
    assert late_by(replace(back, due_on=date(2022, 4, 15)), date(2022, 4, 20)) == 2
    assert late_by(replace(back, due_on=date(2022, 4, 29)), date(2022, 5, 5)) == 4


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
    corrected = then(evaluated, Act.CORRECT, delivered=True)
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
