"""The course of overdue: on every day what the figures of that day say."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.figures.overdue_course import overdue_course, overdue_on, weekly_days
from dondoc.services.figures.status import status
from dondoc.services.programme.frames import frame_of
from dondoc.store import cache
from dondoc.store.database import writing
from models.assignment import Assignment

FIRST, TODAY = date(2022, 3, 28), date(2022, 7, 20)
DAYS = tuple(FIRST + timedelta(days=n) for n in range((TODAY - FIRST).days))


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    cache.forget()
    with writing(engine) as session:
        yield two_districts(session)


def counted(plan: Plan, day: date) -> int:
    return status(plan.session, plan.programme, at(day)).checkpoints.overdue


def course(plan: Plan) -> dict[date, int]:
    return dict(overdue_on(plan.session, plan.programme, DAYS))


def test_it_says_of_every_day_what_the_figures_of_that_day_say(plan: Plan) -> None:
    plan.done("KND@LT/Q1", Q1_END, 60)  # in time: never overdue
    plan.done("KND@TD/Q1", date(2022, 4, 12), 40)  # late: overdue until it was verified
    plan.report("CD@LT/Q1", date(2022, 4, 6), 8)  # late, and waits
    plan.silent("CD@TD/Q1", date(2022, 4, 20))  # no report: overdue to this day
    seen = course(plan)
    assert seen == {day: counted(plan, day) for day in DAYS}
    assert len(set(seen.values())) > 3
    assert seen[Q1_END] == 0


def test_it_follows_returns_other_dates_and_findings(plan: Plan) -> None:
    plan.report("KND@LT/Q1", date(2022, 4, 5), 60)
    plan.send_back("KND@LT/Q1", date(2022, 4, 12), due_on=date(2022, 4, 20))
    plan.move_due("KND@TD/Q1", date(2022, 4, 8), date(2022, 5, 16))
    plan.silent("CD@TD/Q1", date(2022, 4, 20))
    plan.done("CD@TD/Q1", date(2022, 5, 6), 8)
    plan.checkpoints["CD@TD/Q1"].missing = False  # as the drain writes it after such a report
    plan.session.flush()
    assert course(plan) == {day: counted(plan, day) for day in DAYS}


def test_it_counts_a_unit_alone(plan: Plan) -> None:
    units = set(plan.session.scalars(select(col(Assignment.unit_id))))
    alone = [overdue_on(plan.session, plan.programme, DAYS, unit) for unit in units]
    assert course(plan) == {day: sum(one[day] for one in alone) for day in DAYS}
    assert sum(course(plan).values()) > 0


def test_a_day_that_is_over_is_counted_once_and_again_when_its_past_changes(plan: Plan) -> None:
    frame = frame_of(plan.session, plan.programme)

    def told() -> list[int]:
        points = overdue_course(plan.session, plan.programme, frame, TODAY, 99)
        assert points[-1].day == TODAY
        assert points[-1].count == 99  # today is the page's own figure
        return [point.count for point in points[:-1]]

    before = told()
    plan.done("KND@TD/Q1", date(2022, 4, 12), 40)
    after = told()
    assert before[-1] > after[-1]
    assert after == [counted(plan, day) for day in weekly_days(2022, TODAY)[:-1]]


@pytest.mark.parametrize(
    ("today", "last", "size"),
    [
        (date(2021, 12, 31), None, 0),
        (date(2022, 1, 1), date(2022, 1, 1), 1),
        (date(2022, 1, 7), date(2022, 1, 7), 1),
        (date(2022, 1, 8), date(2022, 1, 8), 2),
        (date(2022, 5, 20), date(2022, 5, 20), 20),
        (date(2022, 12, 31), date(2022, 12, 31), 53),
        (date(2023, 1, 10), date(2023, 1, 10), 54),  # figures of that day stand beside it
        (date(2023, 6, 1), date(2022, 12, 31), 53),
    ],
)
def test_its_days_are_fridays_and_then_today(today: date, last: date | None, size: int) -> None:
    days = weekly_days(2022, today)
    assert len(days) == size == len(set(days))
    assert (days[-1] if days else None) == last
    assert all(day.weekday() == 4 for day in days[:-1] if day != date(2022, 12, 31))
