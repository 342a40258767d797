"""What moved since the last quarter: from its last moment on, and after which quarter."""

from collections.abc import Iterator
from datetime import date

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.clock import at
from dondoc.services.boards.overview.movement import before
from dondoc.services.boards.overview.page import overview
from dondoc.services.figures.quarter import Quarter
from dondoc.services.organisation.viewer import Viewer
from dondoc.store import cache
from dondoc.store.database import writing
from models.rules.checkpoints import end_of
from models.rules.roles import Mandate
from models.submission import Submission

TODAY = date(2022, 5, 16)


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    cache.forget()  # another test's rows have the same keys on PostgreSQL
    with writing(engine) as session:
        yield two_districts(session)


def reported(plan: Plan) -> int:
    office = frozenset({Mandate.SECRETARIAT})
    viewer = Viewer(
        1, "HOA", "Hoa", "vi", TODAY, plan.programme.key, plan.programme.year, mandates=office
    )
    found = overview(plan.session, viewer, plan.programme, at(TODAY))
    assert found is not None
    return found.moves.reported


def test_a_report_of_the_quarters_first_moment_moved_since_the_last_one(plan: Plan) -> None:
    plan.report("KND@LT/Q1", date(2022, 4, 20), 5, drained=False)
    sent = plan.session.exec(select(Submission)).one()
    sent.recorded_at = end_of(Q1_END)
    plan.session.flush()
    assert reported(plan) == 1


def test_before_the_first_quarter_is_the_last_one_of_the_year_before() -> None:
    assert before(Quarter(2022, 1)) == Quarter(2021, 4)
    assert before(Quarter(2022, 3)) == Quarter(2022, 2)
