"""Whoever waited for an answer to a request has time to report before silence is recorded."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from returned_facts import CALENDAR, DUE, KEEPER, OFFICIAL, OPEN, TERMS, after, at, refused, report

from models.rules.act_effects import report_until_if_refused
from models.rules.acts import effect_of
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts
from models.rules.grounds import RESTS_ON
from models.rules.stages import Stage

CUT_OFF = date(2022, 4, 7)  # of DUE, 31 March


def asked(when: datetime, day: date = date(2022, 4, 29)) -> ActFacts:
    return ActFacts(Act.ASK_EXTENSION, 1, OFFICIAL, when, reason="chờ ký", new_due_on=day)


def turned_down(when: datetime) -> ActFacts:
    return ActFacts(Act.REFUSE_EXTENSION, 2, KEEPER, when, reason="đủ thời gian")


def silence(when: datetime) -> ActFacts:
    return ActFacts(Act.NOT_REPORTED, 2, KEEPER, when)


@pytest.mark.parametrize("day", [1, 7])
def test_a_refusal_leaves_the_days_of_the_rules_to_report(day: int) -> None:
    """Asked by the cut-off, refused on the 12th: until Tuesday the 19th nobody is silent."""
    waiting = after(OPEN, asked(at(day)))
    answered = after(waiting, turned_down(at(12)))
    refusal = refused(answered, silence(at(12, hour=10)))
    assert (refusal.key, refusal.params) == (
        "refusal.waited_for_answer",
        (("refused", date(2022, 4, 12)), ("day", date(2022, 4, 19))),
    )
    assert refused(answered, silence(at(19))).key == "refusal.waited_for_answer"
    assert after(answered, silence(at(20))).missing
    assert (answered.due_on, answered.asked_on, answered.extension_asked) == (DUE, None, None)


def test_until_when_there_is_time_is_known_before_it_is_refused() -> None:
    waiting, day = after(OPEN, asked(at(7))), date(2022, 4, 12)
    assert report_until_if_refused(waiting, day) == date(2022, 4, 19)
    assert report_until_if_refused(OPEN, day) is None
    assert report_until_if_refused(replace(waiting, stage=Stage.REPORTED), day) is None


def test_what_was_asked_after_the_cut_off_gives_no_time() -> None:
    answered = after(OPEN, asked(at(8)), turned_down(at(12)))
    assert (answered.cut_off_on, answered.report_until) == (CUT_OFF, None)
    assert after(answered, silence(at(12, hour=10))).missing


def test_a_refusal_long_before_the_cut_off_changes_nothing_and_uses_nothing_up() -> None:
    early = after(OPEN, asked(at(1, 3)), turned_down(at(2, 3)))
    assert (early.cut_off_on, early.report_until) == (CUT_OFF, None)
    again = after(early, asked(at(7)), turned_down(at(12)))
    assert again.report_until == date(2022, 4, 19)


def test_asking_again_and_again_puts_nothing_off() -> None:
    """While time runs after a refusal the cut-off of the due date is over: no more is given."""
    facts = after(OPEN, asked(at(7)), turned_down(at(12)))
    for day in (12, 14, 19):
        facts = after(facts, asked(at(day)), turned_down(at(day, hour=10)))
        assert facts.report_until == date(2022, 4, 19)
    assert after(facts, silence(at(20))).missing


def test_another_date_takes_no_day_away_that_a_refusal_left() -> None:
    one_day = replace(OPEN, terms=replace(TERMS, cut_off_days=1))
    answered = after(one_day, asked(at(1)), turned_down(at(4)))
    moved = after(answered, ActFacts(Act.CHANGE_DUE, 2, KEEPER, at(4), reason="x",
                                     new_due_on=date(2022, 4, 5)))  # fmt: skip
    assert moved.report_until == date(2022, 4, 12)
    later = after(answered, ActFacts(Act.CHANGE_DUE, 2, KEEPER, at(4), reason="x",
                                     new_due_on=date(2022, 4, 29)))  # fmt: skip
    assert later.report_until is None


def test_who_reported_meanwhile_loses_and_gains_nothing_by_the_refusal() -> None:
    waiting = after(OPEN, asked(at(1)), report(at(8)), turned_down(at(12)))
    assert waiting.stage is Stage.REPORTED
    returned = ActFacts(Act.RETURN, 2, KEEPER, at(12), reason="x", new_due_on=date(2022, 4, 29))
    assert after(waiting, returned).report_until is None


@pytest.mark.parametrize("act", [Act.CHANGE_DUE, Act.WITHDRAW, Act.REFUSE_EXTENSION])
def test_a_request_that_is_over_keeps_no_day(act: Act) -> None:
    open_request = replace(OPEN, extension_asked=date(2022, 4, 29), asked_on=date(2022, 4, 1))
    deed = ActFacts(act, 2, KEEPER, at(4), reason="x", new_due_on=date(2022, 4, 29))
    done: CheckpointFacts = effect_of(open_request, deed)
    assert (done.extension_asked, done.asked_on) == (None, None)


def test_a_request_without_its_day_is_taken_to_have_come_in_time() -> None:
    facts = after(replace(OPEN, extension_asked=date(2022, 4, 29)), turned_down(at(12)))
    assert facts.report_until == CALENDAR.add(date(2022, 4, 12), 5)


def test_silence_rests_on_whether_a_request_was_refused() -> None:
    assert {"asked", "refused"} <= set(RESTS_ON[Act.NOT_REPORTED])
