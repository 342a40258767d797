"""Why something is late: only what was stated as a reason is given as one."""

from collections.abc import Iterator
from datetime import date

import pytest
from digest_plan import Plan, two_districts
from digest_quarter import FRIDAY_AFTER, Q1
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.digest.compile import draw
from dondoc.services.digest.render import render_digest
from dondoc.services.figures.shapes import DigestFigures, OverdueItem
from dondoc.store.database import writing


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    with writing(engine) as session:
        yield two_districts(session)


def compiled(plan: Plan) -> DigestFigures:
    drawn = draw(plan.session, plan.programme, Q1, at(FRIDAY_AFTER, 18), FRIDAY_AFTER).whole
    return DigestFigures.from_json(drawn.figures)


def told(plan: Plan, narrative: str) -> OverdueItem:
    """What the digest says of a late report that tells what was done and states no reason."""
    plan.report("KND@LT/Q1", date(2022, 4, 4), 60).narrative = narrative
    return {one.ref: one for one in compiled(plan).overdue}["KND@LT/Q1"]


def test_what_was_done_is_never_given_as_the_reason_of_lateness(plan: Plan):
    item = told(plan, "Đã kết nạp 60 đồng chí")
    assert (item.reason, item.is_narrative) == ("Đã kết nạp 60 đồng chí", True)
    said = " ".join(render_digest(compiled(plan))[0].split())
    assert "Chưa nêu lý do; báo cáo ngày 04/04/2022: Đã kết nạp 60 đồng chí" in said
    assert "Lý do nêu" not in said


def test_a_reason_once_stated_is_not_overtaken_by_a_later_account(plan: Plan):
    plan.hinder(plan.report("KND@LT/Q1", date(2022, 4, 2), 50), "Thiếu nguồn", "", "SVH")
    item = told(plan, "Đã kết nạp 60 đồng chí")
    assert (item.reason, item.reason_on, item.is_narrative) == (
        "Thiếu nguồn",
        date(2022, 4, 2),
        False,
    )
