"""The status figures: fast, and the same as counting one by one."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from digest_plan import OFFICIAL, Plan, two_districts
from digest_plan_work import Q1_END, Q2_END
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.status import Status, status
from dondoc.services.history.events import append
from dondoc.store.database import writing
from models.event import EventKind
from models.message import Message, MessageState
from models.rules.evaluation import Grade
from models.rules.stages import Stage, Standing
from models.rules.totals import Counts

TODAY = date(2022, 4, 8)


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    with writing(engine) as session:
        yield two_districts(session)


def now(plan: Plan, day: date = TODAY) -> Status:
    return status(plan.session, plan.programme, at(day))


def test_it_counts_all_live_checkpoints_of_the_programme(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)
    plan.evaluate("KND@LT/Q1", TODAY, Grade.GOOD)
    plan.done("KND@TD/Q1", date(2022, 4, 1), 40)
    plan.report("CD@LT/Q1", Q1_END, 8)
    plan.silent("CD@TD/Q1", TODAY)
    found = now(plan)  # the product is overdue; two of the second quarter are open
    assert found.as_of == TODAY
    assert found.assignments == 5
    assert found.checkpoints == Counts(
        done_in_time=1, done_late=1, open_in_time=3, overdue=2, waiting=1, missing=1
    )
    assert found.stages == {
        Stage.ASSIGNED: 3,
        Stage.IN_PROGRESS: 0,
        Stage.REPORTED: 1,
        Stage.VERIFIED: 2,
        Stage.EVALUATED: 1,
    }
    assert sum(found.stages.values()) == found.checkpoints.total


@pytest.fixture
def opened(plan: Plan) -> Plan:
    """As the last drain leaves it: every window that has opened is."""
    for row in plan.checkpoints.values():
        row.stage = Stage.IN_PROGRESS if row.opens_on <= TODAY else Stage.ASSIGNED
    return plan


@pytest.mark.parametrize("drained", [True, False])
def test_an_earlier_day_is_narrative_as_it_stood_when_it_was_over(opened: Plan, drained: bool):
    """By the stages of today a later report would have ended what was overdue then."""
    plan = opened
    plan.report("KND@LT/Q1", Q1_END, 60)
    plan.report("CD@LT/Q1", date(2022, 4, 5), 8)
    then = now(plan)
    assert then.checkpoints == Counts(open_in_time=3, overdue=4, waiting=2)
    plan.verify("KND@LT/Q1", date(2022, 4, 11), drained=drained)
    plan.report("KND@TD/Q1", date(2022, 4, 12), 40, drained=drained)
    plan.silent("CD@TD/Q1", date(2022, 4, 20))
    plan.withdraw("SP@SVH/Q1", date(2022, 4, 21), drained=drained)
    assert now(plan) == then
    assert now(plan, date(2022, 4, 21)).checkpoints != then.checkpoints


def test_what_a_plan_ended_later_was_live_on_an_earlier_day(plan: Plan):
    then = now(plan)
    assignment = plan.assignments["KND@LT"]
    assignment.standing = Standing.WITHDRAWN
    row = {"kind": EventKind.WITHDRAWN, "assignment_id": assignment.key,
           "programme_id": plan.programme.key}  # fmt: skip
    append(plan.session, at(date(2022, 4, 11)), [row])
    assert now(plan) == then
    assert now(plan, date(2022, 4, 11)).assignments == then.assignments - 1


def test_a_window_that_opened_later_is_none_of_an_earlier_day(opened: Plan):
    plan, row = opened, opened.checkpoints["KND@LT/Q2"]
    row.stage, row.opens_on = Stage.ASSIGNED, date(2022, 4, 11)
    then = now(plan)
    row.stage = Stage.IN_PROGRESS
    plan.report("CD@LT/Q1", date(2022, 4, 12), 8)
    assert now(plan) == then


def test_due_soon_is_named(plan: Plan):
    assert now(plan, date(2022, 3, 28)).checkpoints == Counts(open_in_time=7, due_soon=5)


@pytest.mark.parametrize("drained", [True, False])
def test_what_is_recorded_counts_whether_drained_or_not(plan: Plan, drained: bool):
    plan.report("KND@LT/Q1", Q1_END, 60, drained=drained)
    plan.verify("KND@LT/Q1", date(2022, 4, 5), drained=drained)
    plan.report("CD@LT/Q1", Q1_END, 8, drained=drained)
    plan.withdraw("SP@SVH/Q1", date(2022, 4, 4), drained=drained)
    plan.move_due("CD@TD/Q1", date(2022, 3, 30), Q2_END, drained=drained)
    found = now(plan)
    assert found.checkpoints == Counts(done_in_time=1, open_in_time=4, overdue=1, waiting=1)
    assert found.stages[Stage.VERIFIED] == 1
    assert found.pending == (0 if drained else 5)


def test_the_day_of_a_report_is_the_day_in_viet_nam(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60, hour=23)  # still the last day there
    plan.done("KND@TD/Q1", date(2022, 4, 1), 40, hour=0)  # in UTC still the day before
    found = now(plan).checkpoints
    assert (found.done_in_time, found.done_late) == (1, 1)


def test_a_due_date_on_a_day_off_runs_until_the_next_working_day(plan: Plan):
    for unit, day in (("LT", date(2022, 4, 12)), ("TD", date(2022, 4, 13))):
        plan.checkpoints[f"KND@{unit}/Q1"].due_on = date(2022, 4, 10)  # Giỗ Tổ, then a day off
        plan.done(f"KND@{unit}/Q1", day, 60)
    found = now(plan, date(2022, 4, 14)).checkpoints
    assert (found.done_in_time, found.done_late) == (1, 1)


def test_what_has_ended_is_not_counted(plan: Plan):
    plan.withdraw("CD@TD/Q1", date(2022, 3, 1))
    plan.assignments["KND@LT"].standing = Standing.HANDED_OVER
    found = now(plan)
    assert (found.assignments, found.checkpoints.total) == (4, 4)


def test_an_empty_programme_has_zeroes(engine: Engine):
    with writing(engine) as session:
        plan = Plan(session)
        found = now(plan)
    assert found.checkpoints == Counts()
    assert (found.assignments, found.pending) == (0, 0)


def test_messages_are_counted_by_state(plan: Plan):
    states = (MessageState.QUEUED, MessageState.SENT, MessageState.SENT, MessageState.MOOT)
    for state in states:
        message = Message(person_id=OFFICIAL, run_on=TODAY, created_at=at(TODAY), state=state)
        plan.session.add(message)
    assert now(plan).as_json()["messages"] == {"queued": 1, "sent": 2, "failed": 0}


def test_its_json_has_exactly_the_names_that_others_read(plan: Plan):
    plain = now(plan).as_json()
    assert list(plain) == [
        "year",
        "as_of",
        "assignments",
        "checkpoints",
        "stages",
        "messages",
        "pending",
    ]
    assert plain["as_of"] == "2022-04-08"
    assert set(plain["checkpoints"]) == {
        "total", "done_in_time", "done_late", "open_in_time", "overdue",
        "due_soon", "waiting", "missing", "undelivered",
    }  # fmt: skip
    assert list(plain["stages"]) == [stage.value for stage in Stage]


@pytest.mark.parametrize("seed", [1, 2])
def test_it_says_the_same_as_the_digests_of_all_quarters(plan: Plan, seed: int):
    chance = random.Random(seed)
    days = [Q1_END + timedelta(days=offset) for offset in (-3, 0, 1, 2, 11, 12)]
    for ref in list(plan.checkpoints):
        expected = {"delivered": True} if ref.startswith("SP") else {"value": 50}
        report_on, drained = chance.choice(days), chance.random() < 0.5
        plan.checkpoints[ref].due_on = chance.choice([Q1_END, date(2022, 4, 10), Q2_END])
        if chance.random() < 0.8:
            plan.report(ref, report_on, **expected, drained=drained)
            if chance.random() < 0.5:
                plan.verify(ref, report_on + timedelta(days=1), drained=drained)
    day = date(2022, 5, 4)
    digests = [
        figures(plan.session, plan.programme, Quarter(2022, number), day, None)
        for number in (1, 2, 3, 4)
    ]
    assert now(plan, day).checkpoints == sum((digest.counts for digest in digests), Counts())
