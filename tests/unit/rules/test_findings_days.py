"""The days until a finding are nobody's lateness; what was known all the time is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from finding_facts import DUE, OFFICIAL, SECRETARIAT, SILENT, UNDELIVERED, found, later

from models.rules.acts import Decision, decide
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts
from models.rules.due import days_late, due_facts, time_left
from models.rules.returned_reports import Wait
from models.rules.stages import Stage


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
    right = later(facts, act, date(2022, 4, 4), delivered=True, confirmed=True)
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
