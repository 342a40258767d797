"""Due states: when a checkpoint is done, in time, due soon or overdue."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.clock import at
from models.rules.calendar import calendar_of
from models.rules.due import (
    DueFacts,
    DueState,
    days_late,
    days_left,
    due_state,
    is_due_soon,
    last_day,
    reported_in_time,
    time_left,
    was_overdue,
)
from models.rules.returned_reports import ReturnedReport
from models.rules.stages import Stage

THURSDAY = date(2022, 3, 31)
SUNDAY_HOLIDAY = date(2022, 4, 10)  # Giỗ Tổ; the Monday after it is off in its place
CALENDAR = calendar_of([2022], holidays=[SUNDAY_HOLIDAY, date(2022, 4, 11)])


def state(
    stage: Stage,
    today: date,
    due_on: date = THURSDAY,
    reported_on: date | None = None,
    missing: bool = False,
) -> DueState:
    reported_at = None if reported_on is None else at(reported_on)
    return due_state(DueFacts(stage, due_on, reported_at, missing), today, CALENDAR)


def test_a_due_date_on_a_day_off_runs_until_the_next_working_day():
    assert last_day(SUNDAY_HOLIDAY, CALENDAR) == date(2022, 4, 12)
    assert state(Stage.IN_PROGRESS, date(2022, 4, 12), SUNDAY_HOLIDAY) is DueState.OPEN_IN_TIME
    assert state(Stage.IN_PROGRESS, date(2022, 4, 13), SUNDAY_HOLIDAY) is DueState.OVERDUE


def test_a_report_recorded_on_the_next_working_day_after_a_holiday_is_in_time():
    done = state(Stage.VERIFIED, date(2022, 5, 4), SUNDAY_HOLIDAY, date(2022, 4, 12))
    late = state(Stage.VERIFIED, date(2022, 5, 4), SUNDAY_HOLIDAY, date(2022, 4, 13))
    assert (done, late) == (DueState.DONE_IN_TIME, DueState.DONE_LATE)


def test_the_last_minute_of_the_last_day_in_viet_nam_is_in_time():
    assert reported_in_time(at(THURSDAY, 23, 59), THURSDAY, CALENDAR)
    assert not reported_in_time(at(THURSDAY, 23, 59) + timedelta(minutes=1), THURSDAY, CALENDAR)


def test_to_say_that_a_product_is_not_there_stops_no_overdue():
    week_later = THURSDAY + timedelta(days=7)
    for stage in (Stage.REPORTED, Stage.VERIFIED, Stage.EVALUATED):
        facts = DueFacts(stage, THURSDAY, at(date(2022, 3, 1)), undelivered=True)
        assert not facts.done
        assert due_state(facts, THURSDAY, CALENDAR) is DueState.OPEN_IN_TIME
        assert due_state(facts, week_later, CALENDAR) is DueState.OVERDUE
        assert not is_due_soon(facts, THURSDAY, CALENDAR, 7)


def test_a_word_that_a_product_is_not_there_does_not_hide_that_it_was_overdue():
    facts = DueFacts(Stage.REPORTED, THURSDAY, at(date(2022, 3, 1)), undelivered=True)
    assert not was_overdue(facts, THURSDAY, CALENDAR)
    assert was_overdue(facts, date(2022, 4, 1), CALENDAR)
    assert not was_overdue(replace(facts, undelivered=False), date(2022, 4, 1), CALENDAR)


def test_the_days_run_on_while_a_word_that_a_product_is_not_there_waits():
    week_later, said = THURSDAY + timedelta(days=7), at(THURSDAY + timedelta(days=1))
    waits = DueFacts(Stage.REPORTED, THURSDAY, said)
    assert days_late(waits, week_later, CALENDAR) == 1
    assert days_late(replace(waits, undelivered=True), week_later, CALENDAR) == 5


def test_only_a_verified_word_that_a_product_is_not_there_is_a_finding():
    assert DueFacts(Stage.VERIFIED, THURSDAY, None, undelivered=True).verified_undelivered
    assert not DueFacts(Stage.REPORTED, THURSDAY, None, undelivered=True).verified_undelivered
    assert not DueFacts(Stage.VERIFIED, THURSDAY, None).verified_undelivered


def test_time_spent_waiting_for_verification_is_not_held_against_the_unit():
    week_later = THURSDAY + timedelta(days=7)
    assert state(Stage.REPORTED, week_later, reported_on=THURSDAY) is DueState.OPEN_IN_TIME
    assert state(Stage.VERIFIED, week_later, reported_on=THURSDAY) is DueState.DONE_IN_TIME


def test_a_late_report_stays_overdue_until_it_is_accepted():
    late = date(2022, 4, 1)
    assert state(Stage.REPORTED, late, reported_on=late) is DueState.OVERDUE
    assert state(Stage.EVALUATED, late, reported_on=late) is DueState.DONE_LATE


def test_silence_that_was_recorded_is_never_done():
    assert state(Stage.VERIFIED, date(2022, 5, 4), missing=True) is DueState.OVERDUE
    assert state(Stage.EVALUATED, date(2022, 5, 4), missing=True) is DueState.OVERDUE


def test_a_result_found_without_any_report_is_late():
    assert state(Stage.VERIFIED, date(2022, 5, 4)) is DueState.DONE_LATE


@pytest.mark.parametrize("stage", [Stage.VERIFIED, Stage.EVALUATED])
def test_a_result_found_without_any_report_grows_no_later_from_day_to_day(stage: Stage):
    facts = DueFacts(stage, THURSDAY, None)
    for today in (date(2022, 5, 4), date(2022, 9, 1)):
        assert (days_late(facts, today, CALENDAR), time_left(facts, today, CALENDAR)) == (0, 0)


def test_days_left_counts_working_days_and_turns_negative():
    assert days_left(THURSDAY, date(2022, 3, 28), CALENDAR) == 3
    assert days_left(THURSDAY, THURSDAY, CALENDAR) == 0
    assert days_left(THURSDAY, date(2022, 4, 4), CALENDAR) == -2  # Friday and Monday


@pytest.mark.parametrize(
    ("stage", "today", "soon"),
    [
        (Stage.IN_PROGRESS, date(2022, 3, 28), True),  # three working days left
        (Stage.IN_PROGRESS, date(2022, 3, 25), False),  # four
        (Stage.ASSIGNED, THURSDAY, True),
        (Stage.IN_PROGRESS, date(2022, 4, 1), False),  # overdue is not soon
    ],
)
def test_due_soon_is_open_in_time_within_the_threshold(stage: Stage, today: date, soon: bool):
    assert is_due_soon(DueFacts(stage, THURSDAY, None), today, CALENDAR, 3) is soon


def test_nobody_is_narrative_that_a_reported_checkpoint_is_due_soon():
    facts = DueFacts(Stage.REPORTED, THURSDAY, at(date(2022, 3, 30)))
    assert not is_due_soon(facts, THURSDAY, CALENDAR, 3)


days = st.dates(date(2022, 1, 3), date(2022, 12, 20))


@given(st.sampled_from(Stage), days, st.none() | days, days, st.booleans())
def test_due_soon_is_always_a_part_of_open_in_time(stage, due_on, reported_on, today, missing):
    reported_at = None if reported_on is None else at(reported_on)
    facts = DueFacts(stage, due_on, reported_at, missing)
    if is_due_soon(facts, today, CALENDAR, 7):
        assert due_state(facts, today, CALENDAR) is DueState.OPEN_IN_TIME


@given(days, days)
def test_an_open_checkpoint_is_overdue_exactly_when_no_day_is_left(due_on, today):
    overdue = due_state(DueFacts(Stage.IN_PROGRESS, due_on, None), today, CALENDAR)
    is_after = today > last_day(due_on, CALENDAR)
    assert (overdue is DueState.OVERDUE) is is_after


FRIDAY, NEXT_FRIDAY = date(2022, 4, 1), date(2022, 4, 8)


@pytest.mark.parametrize("stage", [Stage.REPORTED, Stage.VERIFIED, Stage.EVALUATED])
def test_a_finding_made_good_is_late_by_the_days_until_its_report_never_by_those_it_waited(
    stage: Stage,
):
    made_good = DueFacts(stage, THURSDAY, at(FRIDAY))
    for today in (FRIDAY, NEXT_FRIDAY, date(2022, 6, 30)):
        assert days_late(made_good, today, CALENDAR) == 1
        assert time_left(made_good, today, CALENDAR) == -1


def test_what_is_found_not_done_runs_on():
    silent = DueFacts(Stage.VERIFIED, THURSDAY, None, missing=True)
    refused = DueFacts(Stage.VERIFIED, THURSDAY, at(FRIDAY), undelivered=True)
    for facts in (silent, refused):
        assert days_late(facts, NEXT_FRIDAY, CALENDAR) == 6
        assert time_left(facts, NEXT_FRIDAY, CALENDAR) == -6


def test_days_that_were_left_when_a_report_came_are_not_lost_by_waiting():
    waits = DueFacts(Stage.REPORTED, THURSDAY, at(date(2022, 3, 28)))
    assert time_left(waits, NEXT_FRIDAY, CALENDAR) == 3
    assert time_left(replace(waits, stage=Stage.IN_PROGRESS), NEXT_FRIDAY, CALENDAR) == -6


def test_what_was_late_before_it_was_sent_back_is_said_once_its_new_time_has_passed_too():
    late = ReturnedReport(THURSDAY, date(2022, 4, 5))  # three working days
    mending = DueFacts(Stage.IN_PROGRESS, NEXT_FRIDAY, None, returned=late)
    assert time_left(mending, date(2022, 4, 7), CALENDAR) == 1
    assert time_left(mending, NEXT_FRIDAY, CALENDAR) == 0
    assert time_left(mending, date(2022, 4, 9), CALENDAR) == -3  # a Saturday: overdue
    for stage, reported_at in [(Stage.IN_PROGRESS, None), (Stage.REPORTED, at(date(2022, 4, 13)))]:
        facts = replace(mending, stage=stage, reported_at=reported_at)
        days = days_late(facts, date(2022, 4, 13), CALENDAR)
        assert days > 3
        assert time_left(facts, date(2022, 4, 13), CALENDAR) == -days


def test_a_late_report_mended_in_its_new_time_was_overdue_before_as_it_is_now():
    late = ReturnedReport(THURSDAY, date(2022, 4, 5))
    mended = DueFacts(Stage.REPORTED, NEXT_FRIDAY, at(date(2022, 4, 7)), returned=late)
    assert due_state(mended, NEXT_FRIDAY, CALENDAR) is DueState.OVERDUE
    assert was_overdue(mended, date(2022, 4, 7), CALENDAR)
    assert not was_overdue(mended, date(2022, 4, 6), CALENDAR)  # its new time ran


def test_a_report_of_the_working_day_after_its_due_date_on_a_day_off_is_in_time_once_sent_back():
    came = ReturnedReport(SUNDAY_HOLIDAY, date(2022, 4, 12))
    mended = DueFacts(Stage.VERIFIED, date(2022, 4, 29), at(date(2022, 4, 20)), returned=came)
    assert due_state(mended, date(2022, 5, 16), CALENDAR) is DueState.DONE_IN_TIME
    later = replace(mended, returned=replace(came, reported_on=date(2022, 4, 13)))
    assert due_state(later, date(2022, 5, 16), CALENDAR) is DueState.DONE_LATE
