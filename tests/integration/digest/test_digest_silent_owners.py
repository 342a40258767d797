"""Who leads work and never took any on: named once they had time for it, and not before."""

from collections.abc import Iterator
from datetime import date

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END
from digest_quarter import FRIDAY_AFTER, Q1
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.digest.compile import draw
from dondoc.services.digest.parts import EVERYTHING
from dondoc.services.figures.report_shapes import DigestReport
from dondoc.services.figures.shapes import DigestFigures
from dondoc.store.database import writing


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    with writing(engine) as session:
        yield two_districts(session)


def report(plan: Plan, day: date = FRIDAY_AFTER) -> DigestReport:
    drawn = draw(plan.session, plan.programme, Q1, at(day, 18), day, EVERYTHING).whole
    found = DigestFigures.from_json(drawn.figures).report
    assert found is not None
    return found


def test_officials_who_never_took_anything_on_are_named_once_they_had_time(plan: Plan):
    """She took her position up on 6/4, and five working days are given to take work on."""
    found, later = report(plan), report(plan, date(2022, 4, 15))
    assert found.owners == 1  # nobody holds the position of the third unit
    assert {each.name for each in found.silent_owners} == {"Đỗ Văn Tam"}
    assert later.owners == 2
    assert {each.name for each in later.silent_owners} == {"Phạm Thị Mới", "Đỗ Văn Tam"}
    assert [gap.count for gap in found.gaps if gap.kind == "vacant"] == [1]
    assert sum(each.counts.total for each in found.officials) == 5


def test_whoever_takes_running_work_over_is_asked_for_the_report_alone(plan: Plan):
    """What she took over was begun before she came and is due at the end of June."""
    for ref in ("KND@LT/Q1", "CD@LT/Q1"):
        plan.done(ref, Q1_END, 60)

    def silent(day: date) -> set[str]:
        return {each.name for each in report(plan, day).silent_owners}

    assert "Phạm Thị Mới" not in silent(date(2022, 6, 30))
    assert "Phạm Thị Mới" in silent(date(2022, 7, 1))
