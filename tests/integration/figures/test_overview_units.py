"""The year's page: units with the most overdue, and indicators that several units carry."""

from collections.abc import Iterator
from datetime import date

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END
from sqlalchemy import Engine

from dondoc.services.boards.overview.page import _late_units
from dondoc.services.digest.figures import figures
from dondoc.services.figures.counts import CountingDay, groups_of
from dondoc.services.figures.indicators_in_sql import shared
from dondoc.services.figures.quarter import Quarter
from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.programme.programmes import working_calendar
from dondoc.services.programme.rule_sets import rules_of
from dondoc.store.database import writing

TODAY = date(2022, 4, 8)


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    with writing(engine) as session:
        yield two_districts(session)


def frame_of(plan: Plan) -> ProgrammeRules:
    return ProgrammeRules(
        working_calendar(plan.session, plan.programme), rules_of(plan.session, plan.programme)
    )


def test_what_two_units_carry_is_shared(plan: Plan) -> None:
    found, in_all = shared(plan.session, plan.programme.key, frame_of(plan), TODAY)
    assert [(one.code, one.units) for one in found] == [("CD", 2), ("KND", 2)]
    assert in_all == 2


def test_a_unit_is_named_with_all_its_overdue_of_all_its_checkpoints(plan: Plan) -> None:
    plan.report("CD@LT/Q1", date(2022, 4, 5), 8)  # late, and counted apart from what is silent
    plan.done("KND@TD/Q1", Q1_END, 50)
    frame = frame_of(plan)
    pieces = groups_of(plan.session, plan.programme.key, frame)
    lines = _late_units(plan.session, CountingDay(TODAY, frame), pieces)
    assert [(line.overdue, line.total) for line in lines] == [(2, 3), (1, 3), (1, 1)]


def test_a_digest_of_an_earlier_day_has_the_date_that_stood_then(plan: Plan) -> None:
    """Whatever else was done on the checkpoint after its date was moved."""
    plan.move_due("KND@LT/Q1", date(2022, 4, 5), date(2022, 4, 29))
    plan.report("KND@LT/Q1", date(2022, 4, 6), 40)
    quarter = Quarter(2022, 1)
    before = figures(plan.session, plan.programme, quarter, date(2022, 4, 4), None)
    assert (before.counts.overdue, before.counts.total) == (5, 5)
