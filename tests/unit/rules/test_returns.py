"""A return takes nothing from the unit: not its time, not its timeliness, and no silence."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from returned_facts import (
    CALENDAR,
    DUE,
    KEEPER,
    OFFICIAL,
    OPEN,
    TERMS,
    after,
    at,
    refused,
    report,
    sent_back,
)

from models.rules.acts import possible
from models.rules.checkpoints import Act, ActFacts
from models.rules.due import DueState, days_late, due_facts, due_state, in_time
from models.rules.returned_reports import ReturnedReport
from models.rules.terms import Terms, cut_off_on


def silence(when: datetime, **more: object) -> ActFacts:
    return ActFacts(Act.NOT_REPORTED, 2, KEEPER, when, **more)  # type: ignore[arg-type]


def test_a_return_after_the_due_date_needs_a_new_one_and_proposes_it() -> None:
    waiting = after(OPEN, report(at(30, 3)))
    refusal = refused(waiting, sent_back(at(4), None))
    # Five working days after Monday 4 April; the 11th is a day off but comes after the 8th.
    assert (refusal.key, dict(refusal.params)) == (
        "refusal.return_needs_due",
        {"day": date(2022, 4, 12)},
    )


@pytest.mark.parametrize(("day", "needed"), [(23, None), (24, None), (25, date(2022, 4, 1))])
def test_a_return_needs_no_date_while_as_much_time_is_left(day: int, needed: date | None) -> None:
    assert TERMS.mend_by(DUE, date(2022, 3, day)) == needed


def test_a_return_leaves_the_days_of_the_rules_and_takes_no_time_away() -> None:
    late = after(OPEN, report(at(30, 3)))
    for day in (8, 12, 15):  # after Friday the 8th: the 12th, 13th, 14th, 15th and 18th
        refusal = refused(late, sent_back(at(8), date(2022, 4, day)))
        assert (refusal.key, refusal.params) == (
            "refusal.return_too_soon",
            (("day", date(2022, 4, 18)),),
        )
    assert after(late, sent_back(at(8), date(2022, 4, 18))).due_on == date(2022, 4, 18)
    few = replace(late, terms=replace(TERMS, return_days=1))
    assert after(few, sent_back(at(8), date(2022, 4, 12))).due_on == date(2022, 4, 12)
    early = after(OPEN, report(at(1, 3)))
    refusal = refused(early, sent_back(at(2, 3), date(2022, 3, 10)))
    assert refusal.params == (("day", DUE),)


def test_a_report_in_time_returned_and_mended_by_its_new_date_is_in_time() -> None:
    facts = after(OPEN, report(at(30, 3)), sent_back(at(4), date(2022, 4, 12)))
    assert due_state(due_facts(facts), date(2022, 4, 12), CALENDAR) is DueState.OPEN_IN_TIME
    mended = after(facts, report(at(12)))
    assert in_time(due_facts(mended), CALENDAR)
    assert days_late(due_facts(mended), date(2022, 5, 30), CALENDAR) == 0
    verified = after(mended, ActFacts(Act.VERIFY, 2, KEEPER, at(20)))
    assert due_state(due_facts(verified), date(2022, 5, 30), CALENDAR) is DueState.DONE_IN_TIME


def test_a_return_does_not_wash_a_lateness_away() -> None:
    facts = after(OPEN, report(at(4)), sent_back(at(20), date(2022, 4, 27)), report(at(21)))
    assert not in_time(due_facts(facts), CALENDAR)
    # Friday and Monday after the due date; the sixteen days that the secretariat took are not its.
    assert days_late(due_facts(facts), date(2022, 5, 30), CALENDAR) == 2
    verified = after(facts, ActFacts(Act.VERIFY, 2, KEEPER, at(25)))
    assert due_state(due_facts(verified), date(2022, 5, 30), CALENDAR) is DueState.DONE_LATE


def test_a_mend_after_its_new_date_is_late_by_its_own_days_alone() -> None:
    facts = after(OPEN, report(at(30, 3)), sent_back(at(4), date(2022, 4, 12)), report(at(14)))
    assert not in_time(due_facts(facts), CALENDAR)
    assert days_late(due_facts(facts), date(2022, 5, 30), CALENDAR) == 2


def test_a_return_does_not_wash_away_a_lateness_on_a_day_off() -> None:
    first = after(OPEN, report(at(31, 3)), sent_back(at(4), date(2022, 4, 15)))
    second = after(first, report(at(16)), sent_back(at(18), date(2022, 4, 29)))  # a Saturday
    assert second.returned == ReturnedReport(date(2022, 4, 15), date(2022, 4, 16))
    verified = after(second, report(at(28)), ActFacts(Act.VERIFY, 2, KEEPER, at(29)))
    assert due_state(due_facts(verified), date(2022, 5, 30), CALENDAR) is DueState.DONE_LATE


def test_of_several_returns_the_latest_report_is_kept() -> None:
    first = after(OPEN, report(at(4)), sent_back(at(5), date(2022, 4, 13)))
    second = after(first, report(at(6)), sent_back(at(7), date(2022, 4, 15)), report(at(8)))
    assert second.returned == first.returned
    assert second.returns == 2
    assert not in_time(due_facts(second), CALENDAR)


def test_what_was_returned_is_no_silence_unless_that_is_said_expressly() -> None:
    facts = after(OPEN, report(at(30, 3)), sent_back(at(4), date(2022, 4, 12)))
    assert refused(facts, silence(at(19))).key == "refusal.before_cut_off"
    assert refused(facts, silence(at(20))).key == "refusal.returned_is_no_silence"
    assert refused(facts, silence(at(20), confirmed=True)).key == "refusal.needs_reason"
    said = after(facts, silence(at(20), confirmed=True, reason="Hai lần nhắc vẫn không nộp lại."))
    assert said.result is not None and said.result.missing


def test_whoever_was_returned_without_a_date_long_ago_is_not_silent_either() -> None:
    old = replace(OPEN, returns=1)
    assert refused(old, silence(at(30))).key == "refusal.returned_is_no_silence"


def test_whoever_waits_for_an_extension_is_not_silent() -> None:
    asked = ActFacts(
        Act.ASK_EXTENSION, 1, OFFICIAL, at(30, 3), reason="x", new_due_on=date(2022, 6, 1)
    )
    facts = after(OPEN, asked)
    assert refused(facts, silence(at(30), confirmed=True)).key == "refusal.extension_undecided"
    assert Act.NOT_REPORTED not in possible(facts, KEEPER)


def test_replacing_a_report_in_time_after_the_date_is_confirmed_and_keeps_both_moments() -> None:
    waiting = after(OPEN, report(at(31, 3)))
    refusal = refused(waiting, report(at(1)))
    assert refusal.key == "refusal.late_if_replaced"
    assert dict(refusal.params) == {"at": at(31, 3), "day": DUE}
    assert Act.UPDATE in refusal.instead
    replaced = after(waiting, report(at(1), confirmed=True))
    assert replaced.report is not None
    assert (replaced.report.first_at, replaced.report.recorded_at) == (at(31, 3), at(1))
    assert not in_time(due_facts(replaced), CALENDAR)


@pytest.mark.parametrize("first", [at(30, 3), at(1)])
def test_replacing_asks_nothing_where_it_changes_nothing(first: datetime) -> None:
    second = first + timedelta(hours=3)
    facts = after(OPEN, report(first), report(second))
    assert facts.report is not None and facts.report.recorded_at == second


def test_an_update_after_the_date_leaves_the_report_in_time() -> None:
    facts = after(OPEN, report(at(31, 3)), ActFacts(Act.UPDATE, 1, OFFICIAL, at(2)))
    assert in_time(due_facts(facts), CALENDAR)


def test_a_mend_begins_its_own_first_moment() -> None:
    facts = after(OPEN, report(at(30, 3)), sent_back(at(4), date(2022, 4, 12)), report(at(6)))
    assert facts.report is not None and facts.report.first_at == at(6)


@given(due=st.dates(date(2022, 1, 10), date(2022, 11, 30)), move=st.integers(1, 200))
def test_the_cut_off_after_a_moved_date_is_the_one_of_a_date_that_was_always_there(
    due: date, move: int
) -> None:
    """In six of ten cases these differed: one counted calendar days, the other working days."""
    new = due + timedelta(days=move)
    asked = ActFacts(Act.CHANGE_DUE, 2, KEEPER, at(3, 1), reason="x", new_due_on=new)
    facts = after(replace(OPEN, due_on=due), asked)
    assert facts.cut_off_on == replace(OPEN, due_on=new).cut_off_on
    assert facts.cut_off_on == cut_off_on(new, 5, CALENDAR) > new


def test_a_return_that_set_no_date_counts_no_day_twice() -> None:
    """As returns once did: the report came three working days late, on 5 April."""
    facts = replace(due_facts(OPEN), returned=ReturnedReport(DUE, date(2022, 4, 5)))
    assert days_late(facts, date(2022, 4, 8), CALENDAR) == 6
    moved = replace(facts, due_on=date(2022, 4, 7))
    assert days_late(moved, date(2022, 4, 8), CALENDAR) == 3 + 1


def test_a_report_on_its_last_day_that_was_sent_back_was_in_time() -> None:
    facts = after(OPEN, report(at(31, 3)), sent_back(at(4), date(2022, 4, 12)), report(at(6)))
    assert in_time(due_facts(facts), CALENDAR)


def test_where_a_programme_leaves_no_days_to_mend_any_date_ahead_will_do() -> None:
    old = replace(OPEN, terms=Terms(CALENDAR, cut_off_days=5))
    waiting = after(old, report(at(30, 3)))
    facts = after(waiting, sent_back(at(4), date(2022, 4, 4)))
    assert (facts.due_on, facts.returns) == (date(2022, 4, 4), 1)


def test_when_the_first_report_came_is_kept_however_often_it_is_replaced() -> None:
    mended = after(OPEN, report(at(28, 3)), report(at(29, 3)), report(at(30, 3)))
    assert mended.report is not None
    assert (mended.report.first_at, mended.report.recorded_at) == (at(28, 3), at(30, 3))
