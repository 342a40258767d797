"""Newly overdue since a day: by the state at both ends, with the working calendar.

31/3/2022 is a Thursday, 30/4 to 3/5/2022 are days off, and 31/7/2022 is a Sunday.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END
from sqlalchemy import Engine

from dondoc.services.figures.counts import CountingDay, groups_of
from dondoc.services.figures.newly_overdue import newly_overdue
from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.programme.programmes import working_calendar
from dondoc.services.programme.rule_sets import rules_of
from dondoc.store.database import writing


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    with writing(engine) as session:
        yield two_districts(session)


def new(plan: Plan, since: date, today: date) -> int:
    frame = ProgrammeRules(
        working_calendar(plan.session, plan.programme), rules_of(plan.session, plan.programme)
    )
    pieces = groups_of(plan.session, plan.programme.key, frame)
    counted = newly_overdue(plan.session, plan.programme, since, CountingDay(today, frame), pieces)
    return sum(counted.values())


def test_what_is_due_on_the_last_day_of_a_quarter_is_the_next_quarters(plan: Plan):
    assert new(plan, date(2021, 12, 31), Q1_END) == 0
    assert new(plan, Q1_END, date(2022, 4, 1)) == 5
    assert new(plan, Q1_END, date(2022, 6, 30)) == 5
    assert new(plan, date(2022, 4, 1), date(2022, 6, 30)) == 0


@pytest.mark.parametrize(
    ("due_on", "last_day", "day_after"),
    [
        (date(2022, 7, 31), date(2022, 8, 1), date(2022, 8, 2)),  # a Sunday
        (date(2022, 4, 30), date(2022, 5, 4), date(2022, 5, 5)),  # four days off
        (date(2022, 6, 30), date(2022, 6, 30), date(2022, 7, 1)),
    ],
)
def test_a_due_date_on_a_day_off_lapses_after_the_next_working_day(
    plan: Plan, due_on: date, last_day: date, day_after: date
):
    plan.checkpoints["SP@SVH/Q1"].due_on = due_on
    plan.session.flush()
    others = [checkpoint for checkpoint in plan.checkpoints if checkpoint != "SP@SVH/Q1"]
    for ref in others:
        plan.withdraw(ref, date(2022, 3, 1))
    assert new(plan, due_on, last_day) == 0
    assert new(plan, due_on, day_after) == 1
    assert new(plan, last_day, day_after) == 1
    assert new(plan, day_after, date(2022, 9, 1)) == 0


@pytest.mark.parametrize("drained", [True, False])
def test_a_report_of_later_does_not_make_it_timely_before(plan: Plan, drained: bool):
    plan.report("KND@LT/Q1", date(2022, 4, 8), 60, drained=drained)  # late, waits: overdue
    plan.report("KND@TD/Q1", Q1_END, 40, drained=drained)  # in time, waits
    assert new(plan, Q1_END, date(2022, 4, 11)) == 4
    assert new(plan, date(2022, 4, 4), date(2022, 4, 11)) == 0
    assert new(plan, date(2022, 4, 8), date(2022, 4, 11)) == 0  # it came late, on that very day


@pytest.mark.parametrize("drained", [True, False])
def test_what_waited_in_time_and_was_sent_back_is_newly_overdue(plan: Plan, drained: bool):
    plan.report("KND@LT/Q1", Q1_END, 60, drained=drained)
    plan.send_back("KND@LT/Q1", date(2022, 4, 6), due_on=date(2022, 4, 14), drained=drained)
    assert new(plan, date(2022, 4, 5), date(2022, 4, 14)) == 0
    assert new(plan, date(2022, 4, 5), date(2022, 4, 15)) == 1


@pytest.mark.parametrize("drained", [True, False])
def test_a_date_moved_since_does_not_hide_that_it_was_overdue_before(plan: Plan, drained: bool):
    plan.move_due("KND@LT/Q1", date(2022, 4, 6), date(2022, 4, 20), drained=drained)
    assert new(plan, date(2022, 4, 5), date(2022, 4, 22)) == 0
    assert new(plan, date(2022, 4, 6), date(2022, 4, 22)) == 1


def test_what_was_done_late_in_between_is_overdue_at_neither_end(plan: Plan):
    plan.done("KND@LT/Q1", date(2022, 4, 8), 60)
    assert new(plan, Q1_END, date(2022, 4, 11)) == 4


def test_a_product_that_was_reported_not_delivered_is_newly_overdue_like_any_other(plan: Plan):
    plan.report("SP@SVH/Q1", Q1_END, delivered=False)
    assert new(plan, Q1_END, date(2022, 4, 8)) == 5
    plan.verify("SP@SVH/Q1", date(2022, 4, 6))
    assert new(plan, Q1_END, date(2022, 4, 8)) == 5
    assert new(plan, date(2022, 4, 5), date(2022, 4, 8)) == 0


@pytest.mark.parametrize("drained", [True, False])
def test_a_report_in_time_that_a_late_one_replaced_is_newly_overdue(plan: Plan, drained: bool):
    plan.report("KND@LT/Q1", Q1_END, 60)
    plan.report("KND@LT/Q1", date(2022, 4, 8), 70, confirmed=True, drained=drained)
    assert new(plan, date(2022, 4, 5), date(2022, 4, 11)) == 1
    assert new(plan, date(2022, 4, 8), date(2022, 4, 11)) == 0
