"""The indicators, difficulties and grades of a quarter, on numbers worked out by hand."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END, Q2_END
from digest_quarter import FRIDAY_AFTER, Q1, Q2, indicator, q1
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.digest.compile import draw
from dondoc.services.digest.figures import figures
from dondoc.services.digest.parts import DigestPart
from dondoc.services.digest.render import render_digest
from dondoc.services.figures.shapes import DigestFigures
from dondoc.store.database import writing
from models.rules.evaluation import Grade
from models.rules.indicators import AddsUp, Basis, Direction, Kind
from models.rules.totals import ComparedResults


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    with writing(engine) as session:
        yield two_districts(session)


def test_increments_are_summed_across_units_for_the_quarter_and_the_year(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)
    plan.done("KND@TD/Q1", Q1_END, 41)
    plan.done("KND@LT/Q2", Q2_END, 55)
    knd = indicator(figures(plan.session, plan.programme, Q2, Q2_END, None), "KND")
    # The quarter's plan is that of the one unit whose quarter is verified.
    assert (knd.quarter.target, knd.quarter.actual) == (Decimal(50), Decimal(55))
    assert (knd.quarter.complete, knd.quarter.units) == (1, 2)
    assert knd.quarter.percent == Decimal("110.0")
    assert (knd.year.target, knd.year.actual) == (Decimal(400), Decimal(156))
    assert (knd.year.percent, knd.year.complete) == (Decimal("39.0"), 2)


def test_a_mean_weighs_the_units_that_have_a_result(plan: Plan):
    plan.indicator("TL", Kind.PERCENTAGE, AddsUp.WEIGHTED_MEAN)
    for unit, weight in (("LT", 3), ("TD", 1)):
        plan.assign(f"TL@{unit}", target=90, weight=weight)
        plan.checkpoint(f"TL@{unit}/Q1", expected=80)
    plan.done("TL@LT/Q1", Q1_END, 90)
    half = indicator(q1(plan), "TL").quarter
    assert (half.target, half.actual, half.complete) == (Decimal(80), Decimal(90), 1)
    plan.done("TL@TD/Q1", Q1_END, 50)
    full = indicator(q1(plan), "TL").quarter
    assert (full.target, full.actual, full.percent) == (Decimal(80), Decimal(80), Decimal(100))


def test_an_indicator_that_does_not_add_up_has_no_total_but_its_verdicts(plan: Plan):
    plan.done("CD@LT/Q1", Q1_END, 8)
    plan.done("CD@TD/Q1", Q1_END, 11)
    both = indicator(q1(plan), "CD")
    assert (both.quarter.target, both.quarter.actual, both.quarter.percent) == (None, None, None)
    assert both.verdicts == ComparedResults(met=1, compared=2, exceeded=1)
    alone = indicator(q1(plan, unit="LT"), "CD").quarter
    assert (alone.target, alone.actual, alone.percent) == (Decimal(10), Decimal(8), None)
    assert (alone.used, alone.allowed) == (Decimal(80), Decimal(10))


def test_a_limit_is_compared_unit_by_unit_and_judged_when_its_period_is_over(plan: Plan):
    plan.indicator("VP", Kind.INCREMENT, AddsUp.SUM, Direction.LOWER)
    for unit in ("LT", "TD"):
        plan.assign(f"VP@{unit}", target=10)
        plan.checkpoint(f"VP@{unit}/Q1", expected=10)
    plan.done("VP@LT/Q1", Q1_END, 5)
    open_yet, over = indicator(q1(plan, Q1_END), "VP"), indicator(q1(plan), "VP")
    assert (open_yet.quarter.percent, open_yet.quarter.used) == (None, Decimal(50))
    assert (over.quarter.percent, over.quarter.used, over.quarter.target) == (
        None, Decimal(50), Decimal(10),
    )  # fmt: skip


def test_a_limit_is_used_against_allowed_wherever_a_digest_tells_it(plan: Plan):
    plan.assign("CD@SVH", target=6)
    plan.checkpoint("CD@SVH/Q1", expected=6)
    plan.done("CD@SVH/Q1", Q1_END, 7)
    part, day = DigestPart(unit_id=plan.units["SVH"].key), FRIDAY_AFTER
    told = DigestFigures.from_json(
        draw(plan.session, plan.programme, Q1, at(day, 18), day, part).whole.figures
    )
    assert told.report is not None
    (below,), (concern, *_) = told.report.below, told.report.concerns
    used = indicator(told, "CD").quarter.used
    assert used == below.percent == concern.percent == Decimal("116.7")
    paper = unescape(render_digest(told)[0]).replace("\N{NO-BREAK SPACE}", " ")
    # Below plan, the quarter, the year and its forecast.
    assert paper.count("đã dùng 116,7%") == 4
    assert paper.count(">116,7%<") == 1  # on page one the state says that it is a limit
    assert "85,7%" not in paper


def test_a_limit_kept_as_allowed_against_used_is_told_as_used(plan: Plan):
    plan.done("CD@LT/Q1", Q1_END, 8)
    told = q1(plan, unit="LT")
    kept = told.as_json()
    (measure,) = [one["quarter"] for one in kept["indicators"] if one["code"] == "CD"]
    measure |= {"percent": "125", "used": None, "allowed": None}
    kept["exceeded"][0]["percent"] = "125"
    assert DigestFigures.from_json(kept) == told


def test_products_are_counted_as_delivered_of_due(plan: Plan):
    plan.assign("SP@LT", product="Hồ sơ")
    plan.checkpoint("SP@LT/Q1")
    plan.done("SP@SVH/Q1", Q1_END, delivered=True)
    plan.report("SP@LT/Q1", Q1_END, delivered=True)  # not verified yet
    product = indicator(q1(plan), "SP")
    assert (product.quarter_products.delivered, product.quarter_products.due) == (1, 2)
    assert product.quarter is None


def test_over_achievement_is_listed_with_its_ratio(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)
    plan.done("KND@TD/Q1", Q1_END, 50)  # met, not exceeded
    plan.done("CD@LT/Q1", Q1_END, 8, basis=Basis.ESTIMATE)
    lower, more = q1(plan).exceeded
    assert (lower.ref, lower.percent, lower.estimate) == ("CD@LT/Q1", Decimal(80), True)
    assert (more.actual, more.expected, more.percent) == (Decimal(60), Decimal(50), Decimal(120))


def test_what_is_late_bears_the_title_of_its_step_beside_its_indicators(plan: Plan):
    plan.checkpoints["SP@SVH/Q1"].title = "Trình hồ sơ"
    plan.checkpoints["CD@LT/Q1"].title = "Chỉ tiêu CD"
    titles = {late.ref: late.title for late in q1(plan).overdue}
    assert titles["SP@SVH/Q1"] == "Chỉ tiêu SP: Trình hồ sơ"
    assert titles["CD@LT/Q1"] == "Chỉ tiêu CD"
    assert titles["KND@LT/Q1"] == "Chỉ tiêu KND"


def test_estimates_are_marked(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60, basis=Basis.ESTIMATE)
    found = q1(plan)
    assert found.estimates == 1
    assert indicator(found, "KND").quarter.estimates == 1


def test_difficulties_are_quoted_with_who_said_it_and_who_can_remove_it(plan: Plan):
    first = plan.report("KND@LT/Q1", date(2022, 3, 29), 60)
    plan.hinder(first, "Thiếu nguồn", "Mở thêm lớp", "SVH")
    again = plan.report("KND@LT/Q1", date(2022, 3, 30), 61)
    plan.hinder(again, "Thiếu nguồn", "Mở thêm lớp", "SVH")
    later = plan.report("KND@TD/Q1", date(2022, 4, 7), 61)
    plan.hinder(later, "Mưa lũ", "", "")
    said = q1(plan, Q1_END).difficulties
    assert [(v.ref, v.unit, v.difficulty, v.proposal, v.remover) for v in said] == [
        ("KND@LT/Q1", "huyện Lập Thạch", "Thiếu nguồn", "Mở thêm lớp", "Sở Văn hóa")
    ]
    assert [voice.difficulty for voice in q1(plan).difficulties] == ["Thiếu nguồn", "Mưa lũ"]


def test_grades_are_counted_once_evaluated(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 60)
    plan.evaluate("KND@LT/Q1", date(2022, 4, 7), Grade.EXCELLENT)
    assert q1(plan, date(2022, 4, 6)).grades == ()
    (excellent,) = q1(plan).grades
    assert (excellent.grade, excellent.count) == (Grade.EXCELLENT, 1)
