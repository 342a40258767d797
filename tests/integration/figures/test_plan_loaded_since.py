"""Figures of an earlier day know nothing of a plan that was loaded after it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from plan_load_drafts import (
    assignment,
    plan,
    put,
    put_as_meant,
    quarters,
    with_assignment,
    with_checkpoint,
)
from sqlalchemy import Engine, select

from dondoc.clock import StoppedClock, at
from dondoc.services.advance.drain import advance
from dondoc.services.digest.figures import figures
from dondoc.services.figures.counts import CountingDay, groups_of
from dondoc.services.figures.newly_overdue import newly_overdue
from dondoc.services.figures.overdue_course import overdue_on
from dondoc.services.figures.quarter import parse_quarter
from dondoc.services.figures.status import Status, status
from dondoc.services.programme.frames import frame_of
from dondoc.services.workbook.plan import PlanDraft
from dondoc.store.database import reading
from models.programme import Programme

Q1_END, THEN, LATER, LATEST = (
    date(2022, 3, 31),
    date(2022, 4, 8),
    date(2022, 4, 20),
    date(2022, 5, 20),
)


@pytest.fixture
def loaded(engine: Engine) -> Engine:
    put(engine, plan(), complete=True)
    advance(engine, StoppedClock(at(THEN)))
    return engine


def on(engine: Engine, day: date) -> Status:
    with reading(engine) as session:
        return status(session, session.scalars(select(Programme)).one(), at(day))


def overdue_in_digest(engine: Engine, day: date) -> list[str]:
    with reading(engine) as session:
        programme = session.scalars(select(Programme)).one()
        found = figures(session, programme, parse_quarter("2022-Q1"), day, None)
        assert found.counts.overdue == len(found.overdue)
        return [item.ref for item in found.overdue]


def fewer() -> PlanDraft:
    return replace(plan(), assignments=plan().assignments[:2])


def more() -> PlanDraft:
    extra = assignment("DN", "SL", checkpoints=quarters(3), target=Decimal(3))
    return replace(plan(), assignments=(*plan().assignments, extra))


SINCE = {
    "a due date was moved": with_checkpoint(plan(), "Q1", due_on=date(2022, 5, 31)),
    "work was withdrawn": fewer(),
    "work was assigned": more(),
}


@pytest.mark.parametrize("since", SINCE)
def test_an_earlier_day_is_narrative_as_it_stood_before_the_plan(
    loaded: Engine, since: str
) -> None:
    then, listed = on(loaded, THEN), overdue_in_digest(loaded, THEN)
    assert then.checkpoints.overdue == len(listed) > 0
    put_as_meant(loaded, SINCE[since], LATER)
    assert on(loaded, LATER).checkpoints != then.checkpoints
    assert on(loaded, THEN) == then
    assert overdue_in_digest(loaded, THEN) == listed


@pytest.mark.parametrize("since", SINCE)
def test_the_course_of_overdue_tells_each_day_as_it_stood(loaded: Engine, since: str) -> None:
    days = (THEN, THEN + timedelta(days=3), LATER, LATEST)
    before = [on(loaded, day).checkpoints.overdue for day in days[:2]]
    put_as_meant(loaded, SINCE[since], LATER)
    with reading(loaded) as session:
        programme = session.scalars(select(Programme)).one()
        course = dict(overdue_on(session, programme, days))
    assert [course[day] for day in days[:2]] == before
    assert course == {day: on(loaded, day).checkpoints.overdue for day in days}


def test_between_withdrawing_and_taking_up_again_it_was_withdrawn(loaded: Engine) -> None:
    put(loaded, fewer(), at(LATER), complete=True)
    between = on(loaded, LATER)
    put_as_meant(loaded, plan(), LATEST)
    assert on(loaded, LATER) == between
    assert on(loaded, LATEST).assignments == between.assignments + 1


def test_a_date_that_a_plan_moved_twice_is_each_day_the_one_of_that_day(loaded: Engine) -> None:
    put(loaded, with_checkpoint(plan(), "Q1", due_on=date(2022, 4, 29)), at(LATER), complete=True)
    assert (before := on(loaded, date(2022, 5, 5))).checkpoints.overdue
    moved = with_checkpoint(plan(), "Q1", due_on=date(2022, 6, 30))
    put(loaded, moved, at(LATEST), complete=True)
    assert on(loaded, date(2022, 5, 5)) == before
    assert on(loaded, LATEST).checkpoints.overdue == before.checkpoints.overdue - 1


def newly_overdue_on(engine: Engine, day: date) -> int:
    with reading(engine) as session:
        programme = session.scalars(select(Programme)).one()
        frame = frame_of(session, programme)
        pieces = groups_of(session, programme.key, frame)
        scale = CountingDay(day, frame)
        return newly_overdue(session, programme, Q1_END, scale, pieces).total()


def test_what_was_overdue_before_a_plan_moved_its_date_is_not_newly_overdue(engine: Engine) -> None:
    put(engine, with_checkpoint(plan(), "Q1", due_on=date(2022, 3, 18)), complete=True)
    advance(engine, StoppedClock(at(THEN)))
    others = newly_overdue_on(engine, date(2022, 5, 5))
    moved = with_checkpoint(plan(), "Q1", due_on=date(2022, 4, 29))
    put(engine, moved, at(LATER), complete=True)
    assert on(engine, date(2022, 5, 5)).checkpoints.overdue == others + 1
    assert newly_overdue_on(engine, date(2022, 5, 5)) == others


@pytest.mark.parametrize("whole", [True, False])
def test_what_a_plan_took_up_or_assigned_since_was_not_overdue_before(
    loaded: Engine, whole: bool
) -> None:
    """Due on a day that was over before, of work that is new, or withdrawn on that day."""
    early = replace(quarters(3)[0], label="B0", due_on=date(2022, 3, 10))
    points = (early, *plan().assignments[0].checkpoints)
    added = with_assignment(plan(), 0, checkpoints=points)
    if whole:
        added = with_assignment(more(), 3, checkpoints=(early,))
    others = newly_overdue_on(loaded, LATER)
    put_as_meant(loaded, added, LATER)
    assert newly_overdue_on(loaded, LATER) == others + 1
    put_as_meant(loaded, plan(), LATEST)
    assert newly_overdue_on(loaded, LATEST) == others
    put_as_meant(loaded, added, date(2022, 5, 25))
    assert newly_overdue_on(loaded, date(2022, 5, 25)) == others + 1


def test_before_its_first_plan_was_entered_a_year_has_the_work_of_that_plan(loaded: Engine) -> None:
    """An office that begins in the middle of a quarter can still ask of the days before."""
    before = on(loaded, date(2022, 1, 5))
    assert (before.assignments, before.checkpoints.total) == (3, 10)
    put_as_meant(loaded, more(), LATER)
    assert on(loaded, date(2022, 1, 5)) == before
    assert on(loaded, LATER).assignments == 4
