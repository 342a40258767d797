"""Requests for another date: answered before the late report is judged, and never to a loss."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from returned_facts import (
    CALENDAR,
    DUE,
    KEEPER,
    OFFICIAL,
    OPEN,
    after,
    at,
    refused,
    report,
    sent_back,
)

from models.rules.acts import possible
from models.rules.checkpoints import Act, ActFacts
from models.rules.due import DueState, days_late, due_facts, due_state
from models.rules.stages import Stage


def asked_for(day: date) -> ActFacts:
    return ActFacts(Act.ASK_EXTENSION, 1, OFFICIAL, at(30, 3), reason="x", new_due_on=day)


def answer(when: datetime, granted: date | None) -> ActFacts:
    act = Act.CHANGE_DUE if granted else Act.REFUSE_EXTENSION
    return ActFacts(act, 2, KEEPER, when, reason="x", new_due_on=granted)


def test_a_request_that_nobody_answered_is_decided_before_the_late_report_is_judged() -> None:
    waiting = after(OPEN, asked_for(date(2022, 4, 12)), report(at(8)))
    assert waiting.extension_asked == date(2022, 4, 12)
    assert due_state(due_facts(waiting), date(2022, 4, 13), CALENDAR) is DueState.OVERDUE
    for deed in (ActFacts(Act.VERIFY, 2, KEEPER, at(13)), sent_back(at(13), date(2022, 4, 29))):
        refusal = refused(waiting, deed)
        assert refusal.key == "refusal.extension_first"
        assert {Act.CHANGE_DUE, Act.REFUSE_EXTENSION} <= set(refusal.instead)
    # Its day has passed, too, when the answer comes: what counts is when the report came.
    granted = after(waiting, answer(at(13), date(2022, 4, 12)))
    assert (granted.due_on, granted.stage, granted.extension_asked) == (
        date(2022, 4, 12), Stage.REPORTED, None,
    )  # fmt: skip
    assert days_late(due_facts(granted), date(2022, 4, 13), CALENDAR) == 0
    done = after(granted, ActFacts(Act.VERIFY, 2, KEEPER, at(13)))
    assert due_state(due_facts(done), date(2022, 4, 13), CALENDAR) is DueState.DONE_IN_TIME


def test_what_is_granted_after_the_report_may_be_less_than_was_asked_and_never_takes_time() -> None:
    waiting = after(OPEN, asked_for(date(2022, 4, 12)), report(at(8)))
    assert refused(waiting, answer(at(13), date(2022, 3, 30))).key == "refusal.extension_not_later"
    granted = after(waiting, answer(at(13), date(2022, 4, 6)))
    assert days_late(due_facts(granted), date(2022, 4, 13), CALENDAR) == 2
    refused_request = after(waiting, answer(at(13), None))
    assert days_late(due_facts(refused_request), date(2022, 4, 13), CALENDAR) == 6
    assert Act.VERIFY in possible(refused_request, KEEPER)


def test_a_report_in_time_needs_no_extension_and_its_date_is_not_changed() -> None:
    waiting = after(OPEN, asked_for(date(2022, 4, 12)), report(at(31, 3)))
    assert waiting.extension_asked is None
    refusal = refused(waiting, answer(at(1), date(2022, 4, 12)))
    assert refusal.key == "refusal.wrong_stage"
    assert Act.CHANGE_DUE not in possible(waiting, KEEPER)
    assert Act.VERIFY in possible(waiting, KEEPER)


def test_to_say_that_the_product_is_not_there_leaves_the_request_to_be_decided() -> None:
    product = replace(OPEN, is_product=True)
    waiting = after(product, asked_for(date(2022, 4, 12)),
                    report(at(31, 3), delivered=False))  # fmt: skip
    assert waiting.extension_asked == date(2022, 4, 12)


@pytest.mark.parametrize("day", [date(2022, 3, 1), DUE])
def test_who_asked_for_a_wrong_date_may_ask_again(day: date) -> None:
    refusal = refused(OPEN, asked_for(day))
    assert Act.ASK_EXTENSION in refusal.instead


def test_whose_new_date_is_refused_may_name_another() -> None:
    assert Act.CHANGE_DUE in refused(OPEN, answer(at(30, 3), date(2022, 3, 1))).instead
    waiting = after(OPEN, report(at(8)))
    assert Act.RETURN in refused(waiting, sent_back(at(13), date(2022, 4, 13))).instead
    assert Act.ASK_EXTENSION not in refused(waiting, asked_for(date(2022, 4, 29))).instead


def test_the_days_that_a_return_gave_to_mend_are_not_taken_away_by_another_date() -> None:
    """Returned on 4 April until the 15th, and told on the same day that it is due today."""
    mending = after(OPEN, report(at(30, 3)), sent_back(at(4), date(2022, 4, 15)))
    for day in (date(2022, 4, 4), date(2022, 4, 8)):
        refusal = refused(mending, answer(at(4), day))
        assert refusal.key == "refusal.mending_needs_days"
        assert refusal.params == (("day", date(2022, 4, 12)),)
        assert Act.CHANGE_DUE in refusal.instead
    assert after(mending, answer(at(4), date(2022, 4, 12))).due_on == date(2022, 4, 12)
    assert after(mending, answer(at(4), date(2022, 4, 29))).due_on == date(2022, 4, 29)
    little_left = refused(mending, answer(at(13), date(2022, 4, 14)))
    assert little_left.params == (("day", date(2022, 4, 15)),)


def test_who_asked_for_more_time_does_not_get_less() -> None:
    asking = after(OPEN, asked_for(date(2022, 4, 12)))
    less = refused(asking, answer(at(30, 3), date(2022, 3, 30)))
    assert less.key == "refusal.extension_not_later"
    assert after(asking, answer(at(1), date(2022, 4, 5))).due_on == date(2022, 4, 5)
