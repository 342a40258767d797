"""The longest late items of the overview are those that the board lists, one by one."""

from collections.abc import Iterator
from datetime import date

import pytest
from digest_plan import Plan, two_districts
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.boards.overview.page import Overview, overview
from dondoc.services.organisation.viewer import Viewer
from dondoc.store import cache
from dondoc.store.database import writing
from models.rules.roles import Mandate

TODAY, DUE = date(2022, 5, 16), date(2022, 5, 10)


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    cache.forget()  # another test's rows have the same keys on PostgreSQL
    with writing(engine) as session:
        yield two_districts(session)


def shown(plan: Plan) -> Overview:
    office = frozenset({Mandate.SECRETARIAT})
    viewer = Viewer(
        1, "HOA", "Hoa", "vi", TODAY, plan.programme.key, plan.programme.year, mandates=office
    )
    return overview(plan.session, viewer, plan.programme, at(TODAY))


def worst(plan: Plan) -> dict[str, int]:
    return {late.ref: late.days_over for late in shown(plan).worst if late.due_on == DUE}


def test_what_was_late_before_it_was_sent_back_is_listed_with_all_its_days(plan: Plan) -> None:
    """Reported four working days late, returned, and overdue again by four more."""
    plan.checkpoint("KND@LT/A", DUE, 5)
    plan.checkpoint("KND@LT/B", DUE, 5)
    sent_back = plan.checkpoints["KND@LT/A"]
    sent_back.returned_due_on, sent_back.returned_report_on = date(2022, 4, 5), date(2022, 4, 12)
    plan.session.flush()
    assert worst(plan) == {"KND@LT/A": 8, "KND@LT/B": 4}


def test_only_what_waits_for_verification_is_reported_and_late(plan: Plan) -> None:
    """All of the first quarter is overdue, and one report of it waits."""
    assert shown(plan).reported_late == 0
    plan.report("KND@LT/Q1", date(2022, 4, 20), 5)
    cache.forget()
    assert shown(plan).reported_late == 1
