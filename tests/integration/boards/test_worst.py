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
from models.rules.stages import Stage

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


def test_a_late_item_is_named_by_its_step_and_by_who_let_it_pass(plan: Plan) -> None:
    """The product of a department that nobody heads, and one that a former secretary let pass."""
    step, silent = plan.checkpoints["SP@SVH/Q1"], "KND@LT/Q1"
    step.title = "Trình hồ sơ"
    plan.silent(silent, date(2022, 4, 20))
    plan.report("CD@TD/Q1", date(2022, 4, 20), 12, delivered=False)
    listed = {late.ref: late for late in shown(plan).worst}
    product = listed["SP@SVH/Q1"]
    assert (product.title, product.unit) == ("Chỉ tiêu SP: Trình hồ sơ", "Sở Văn hóa")
    assert (product.lead, product.stage, product.missing) == ("", Stage.ASSIGNED, False)
    assert (listed[silent].title, listed[silent].lead) == ("Chỉ tiêu KND", "Trần Văn Cũ")
    assert listed[silent].missing and not listed[silent].undelivered
    assert listed["CD@TD/Q1"].undelivered and listed["CD@TD/Q1"].lead == "Đỗ Văn Tam"
    assert listed["CD@LT/Q1"].lead == "Phạm Thị Mới"  # open: the present secretary's to report


@pytest.mark.parametrize("drained", [True, False])
def test_what_is_recorded_is_listed_as_itself_whether_drained_or_not(
    plan: Plan, drained: bool
) -> None:
    """Reported late, it waits; what was reported in time or has ended is not late."""
    plan.report("KND@LT/Q1", date(2022, 4, 20), 60, drained=drained)
    plan.report("CD@LT/Q1", date(2022, 3, 30), 8, drained=drained)
    plan.withdraw("SP@SVH/Q1", TODAY, drained=drained)
    listed = {late.ref: (late.stage, late.days_over) for late in shown(plan).worst}
    silent = (Stage.ASSIGNED, 29)
    assert listed == {
        "KND@LT/Q1": (Stage.REPORTED, 13), "KND@TD/Q1": silent, "CD@TD/Q1": silent,
    }  # fmt: skip


def test_a_step_called_as_its_indicator_is_not_named_twice(plan: Plan) -> None:
    plan.checkpoints["SP@SVH/Q1"].title = plan.indicators["SP"].title
    plan.session.flush()
    titles = {late.ref: late.title for late in shown(plan).worst}
    assert titles["SP@SVH/Q1"] == "Chỉ tiêu SP"


def test_ten_are_listed_the_longest_first(plan: Plan) -> None:
    for number in range(10):
        plan.checkpoint(f"KND@LT/N{number}", date(2022, 4, 20 + number), 5)
    days = [late.days_over for late in shown(plan).worst]
    assert len(days) == 10
    assert days == sorted(days, reverse=True)
    assert days.count(max(days)) == 5  # all of the first quarter


def test_a_late_report_that_waits_for_its_drain_has_its_own_days(plan: Plan) -> None:
    """As it is stored it still looks like the one beside it that nobody reported."""
    plan.checkpoint("KND@LT/A", DUE, 5)
    plan.checkpoint("KND@LT/B", DUE, 5)
    plan.session.flush()
    plan.report("KND@LT/A", date(2022, 5, 12), 5, drained=False)
    assert worst(plan) == {"KND@LT/A": 2, "KND@LT/B": 4}
