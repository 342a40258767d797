"""The figures of an earlier day say what was known when that day was over."""

from collections.abc import Iterator
from datetime import date

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END
from digest_quarter import q1
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.store.database import writing
from models.event import Event, EventKind
from models.rules.checkpoints import Act
from models.rules.stages import Standing
from models.rules.totals import ComparedResults, Counts


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    with writing(engine) as session:
        yield two_districts(session)


def test_as_of_an_earlier_day_it_knows_only_what_was_recorded_by_then(plan: Plan):
    plan.report("KND@LT/Q1", Q1_END, 60)
    plan.verify("KND@LT/Q1", date(2022, 4, 5))
    plan.report("KND@TD/Q1", date(2022, 4, 6), 40)
    before = q1(plan, Q1_END)
    assert before.counts == Counts(open_in_time=5, waiting=1, due_soon=4)
    assert before.verdicts == ComparedResults()
    assert q1(plan, date(2022, 4, 4)).counts == Counts(open_in_time=1, overdue=4, waiting=1)
    assert q1(plan, date(2022, 4, 5)).counts == Counts(done_in_time=1, overdue=4)
    after = q1(plan, date(2022, 4, 6)).counts
    assert after == Counts(done_in_time=1, overdue=4, waiting=1)


def test_the_day_of_the_figures_ends_at_midnight_in_viet_nam(plan: Plan):
    plan.report("KND@LT/Q1", Q1_END, 60, hour=23)
    plan.report("KND@TD/Q1", date(2022, 4, 1), 40, hour=0)
    assert q1(plan, Q1_END).counts.waiting == 1


def test_what_was_undone_later_stood_on_the_earlier_day(plan: Plan):
    plan.report("KND@LT/Q1", Q1_END, 60)
    plan.send_back("KND@LT/Q1", date(2022, 4, 6))
    plan.withdraw("CD@LT/Q1", date(2022, 4, 6))
    plan.move_due("KND@TD/Q1", date(2022, 4, 6), date(2022, 5, 31))
    before, after = q1(plan, date(2022, 4, 5)), q1(plan, date(2022, 4, 6))
    assert before.counts == Counts(open_in_time=1, overdue=4, waiting=1)
    assert after.counts == Counts(overdue=3)
    assert {one.ref: one.returned for one in after.overdue}["KND@LT/Q1"]
    assert not any(one.returned for one in before.overdue)


def test_a_checkpoint_that_a_later_plan_dropped_counts_on_the_earlier_day(plan: Plan):
    checkpoint = plan.checkpoints["KND@LT/Q1"]
    checkpoint.standing = Standing.WITHDRAWN
    day = date(2022, 4, 6)
    plan.session.add(
        Event(
            kind=EventKind.WITHDRAWN,
            at=at(day),
            day=day,
            programme_id=plan.programme.key,
            assignment_id=checkpoint.assignment_id,
            checkpoint_id=checkpoint.key,
        )
    )
    assert q1(plan, date(2022, 4, 5)).counts.total == 5
    assert q1(plan, day).counts.total == 4


def test_a_confirmed_report_that_waits_counts_as_late_on_an_earlier_day_too(plan: Plan):
    plan.report("KND@LT/Q1", Q1_END, 60)
    before = q1(plan, date(2022, 4, 4)).counts
    plan.report("KND@LT/Q1", date(2022, 4, 1), 61, drained=False, confirmed=True)
    plan.verify("KND@LT/Q1", date(2022, 4, 6), drained=False)  # so that the day is replayed
    counts = q1(plan, date(2022, 4, 4)).counts
    assert counts.waiting == before.waiting == 1
    assert (counts.open_in_time, counts.overdue) == (before.open_in_time - 1, before.overdue + 1)


def test_a_request_that_was_decided_is_not_open_on_an_earlier_day(plan: Plan):
    ref = "KND@LT/Q1"
    asked = {"new_due_on": date(2022, 4, 1), "reason": "x"}
    plan._submit(ref, Act.ASK_EXTENSION, at(date(2022, 3, 20)), True, **asked)
    plan._submit(ref, Act.REFUSE_EXTENSION, at(date(2022, 3, 21)), True, reason="x")
    plan._submit(ref, Act.NOT_REPORTED, at(date(2022, 4, 8)), False)
    plan._submit(ref, Act.CORRECT, at(date(2022, 4, 12)), False, reason="x")
    assert q1(plan, date(2022, 4, 9)).counts.missing == 1
