"""Checking a plan: targets and checkpoints agree, roadmaps, dates, weights, and the six clears."""

from datetime import date
from decimal import Decimal

import pytest
from checked_plans import GIVEN, INDICATOR, UNIT, errors, given, plan, warnings

from dondoc.services.workbook.grid import Percent


@pytest.mark.parametrize(
    ("kind", "cells", "found"),
    [
        ("Tăng thêm theo quý", {"q4": 41}, [("E2", "sum_differs")]),
        ("Lũy kế", {"q4": 100}, []),
        ("Lũy kế", {"q4": 99}, [("E2", "last_differs")]),
        ("Lũy kế", {"q3": 19, "q4": 100}, [("J2", "falls")]),
        ("Tỷ lệ %", {"q4": 100}, []),
        ("Tỷ lệ %", {"q4": 40}, [("E2", "last_differs")]),
        ("Giá trị cuối kỳ", {"q3": 0, "q4": 100}, []),
        ("Tăng thêm theo quý", {"target": None}, [("E2", "target_blank")]),
    ],
)
def test_checkpoints_agree_with_the_target_by_kind(kind, cells, found):
    checked = plan(indicators=[["DV", "Đảng viên mới", kind, "người"]], assigned=[given(**cells)])

    assert [(cell, key) for _, cell, key in errors(checked)] == found


def test_a_falling_running_total_is_right_where_lower_is_better():
    indicator = ["DV", "Số vụ", "Lũy kế", "vụ", "Càng thấp càng tốt"]

    checked = plan(indicators=[indicator], assigned=[given(target=10, q1=40, q2=30, q3=20, q4=10)])

    assert checked.errors == ()


def test_a_misread_quarter_is_not_told_twice():
    assert errors(plan(assigned=[given(q2="1,2,3")])) == [("Giao", "I2", "bad_number")]


def test_a_product_is_named_or_marked_in_its_quarter():
    indicator = ["DV", "Nghị quyết về văn hóa", "Sản phẩm"]

    checked = plan(
        indicators=[indicator],
        assigned=[given(baseline=None, target=None, q1="Dự thảo", q2="x", q3="-", q4=None)],
    )

    points = checked.draft.assignments[0].checkpoints
    assert [(c.label, c.product) for c in points] == [
        ("Q1", "Dự thảo"),
        ("Q2", "Nghị quyết về văn hóa"),
    ]
    counted = plan(
        indicators=[indicator], assigned=[given(target=None, q1=3, q2=0, q3=None, q4=None)]
    )
    assert [key for *_, key in errors(counted)] == ["product_number", "product_number"]


def test_a_composite_has_parts_and_no_number_of_its_own():
    whole = ["TH", "Nông thôn mới", "Tổng hợp"]
    part = [*INDICATOR, None, None, "TH"]
    blank = {"target": None, "q1": None, "q2": None, "q3": None, "q4": None}

    good = plan(
        indicators=[whole, part], assigned=[GIVEN, given(code="TH", baseline=None, **blank)]
    )
    numbered = plan(
        indicators=[whole, part], assigned=[given(code="TH", q2=None, q3=None, q4=None)]
    )
    alone = plan(indicators=[INDICATOR, whole])
    wrong = plan(indicators=[INDICATOR, ["SX", "Số xã", "Lũy kế", "xã", None, None, "DV"]])

    assert good.errors == ()
    assert errors(numbered) == [
        ("Giao", "E2", "composite_target"),
        ("Giao", "H2", "composite_target"),
    ]
    assert errors(alone) == [("Chỉ tiêu", "C3", "composite_without_parts")]
    assert errors(wrong) == [("Chỉ tiêu", "G3", "parent_not_composite")]


STEPS = (
    ["DV", "LT", "B1", "Kiểm đếm", None, "31/3/2022", 40, "Biên bản"],
    ["DV", "LT", "B2", "Chi trả", None, "quý III/2022", 60],
)
NO_QUARTERS = given(q1=None, q2=None, q3=None, q4=None)


def test_a_roadmap_takes_the_place_of_quarters():
    checked = plan(assigned=[NO_QUARTERS], roadmap=STEPS)

    first, second = checked.draft.assignments[0].checkpoints
    assert (first.label, first.title, first.product) == ("B1", "Kiểm đếm", "Biên bản")
    assert (first.opens_on, first.due_on) == (date(2022, 1, 1), date(2022, 3, 31))
    assert (second.opens_on, second.due_on) == (date(2022, 4, 1), date(2022, 9, 30))


def test_a_roadmap_and_quarters_are_not_given_both():
    assert errors(plan(roadmap=STEPS)) == [("Giao", "H2", "roadmap_and_quarters")]


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ((STEPS[1], STEPS[0]), [("F3", "roadmap_order")]),
        ((STEPS[0], STEPS[0]), [("C3", "repeated")]),
        ((STEPS[0], [*STEPS[1][:4], "1/10/2022", *STEPS[1][5:]]), [("F3", "due_before_open")]),
        ((STEPS[0], [*STEPS[1][:5], "31/3/2023", 60]), [("F3", "outside_year")]),
        ((STEPS[0], [*STEPS[1][:5], "mai", 60]), [("F3", "bad_date")]),
    ],
)
def test_the_steps_of_a_roadmap_go_in_order(steps, found):
    checked = plan(assigned=[NO_QUARTERS], roadmap=steps)

    told = [(cell, key) for name, cell, key in errors(checked) if name == "Lộ trình"]
    assert told == found


def test_a_roadmap_needs_its_assignment():
    units = [UNIT, ["TD", "Tam Đảo", "Sở, ban, ngành"]]
    stray = ["DV", "TD", "B1", "Bước", None, "31/3/2022"]

    assert errors(plan(units=units, roadmap=[stray])) == [("Lộ trình", "C2", "roadmap_alone")]


def test_dates_stay_within_the_year_the_deadline_and_the_units_life():
    ended = [*UNIT[:5], "30/6/2022", UNIT[6]]

    assert errors(plan(assigned=[given(deadline="31/12/2023")])) == [("Giao", "G2", "outside_year")]
    assert errors(plan(assigned=[given(deadline="30/9/2022")])) == [
        ("Giao", "K2", "after_deadline")
    ]
    assert errors(plan(units=[ended])) == [("Giao", "B2", "outside_unit")]
    backwards = [*UNIT[:4], "1/7/2022", "30/6/2022", UNIT[6]]
    assert ("Đơn vị", "F2", "period") in errors(plan(units=[backwards]))


def test_a_unit_needs_some_weight():
    assert errors(plan(assigned=[given(weight=0)])) == [("Giao", "F2", "no_weight")]
    assert errors(plan(assigned=[given(weight=-1)])) == [("Giao", "F2", "negative")]


def test_percent_cells_count_as_they_are_shown():
    indicator = ["DV", "Tỷ lệ giải ngân", "Tỷ lệ %", "%"]
    row = given(baseline=Percent(0.9), target=Percent(0.95), q1="20%", q2=None, q3=None, q4=95)

    checked = plan(indicators=[indicator], assigned=[row])

    assert checked.problems == ()
    assert checked.draft.assignments[0].target == 95


def test_bare_fractions_of_a_percentage_are_asked_about():
    indicator = ["DV", "Tỷ lệ giải ngân", "Tỷ lệ %", "%"]
    row = given(baseline=0.5, target=0.95, q1=None, q2=None, q3=None, q4=0.95)

    checked = plan(indicators=[indicator], assigned=[row])

    assert checked.draft.assignments[0].target == Decimal("0.95")
    assert warnings(checked) == [("K2", "fraction")]


def test_the_six_clears_warn_and_do_not_block():
    hard = ["DV", "Đẩy mạnh cải cách, tăng cường phối hợp", "Tăng thêm theo quý", None, None, "x"]
    vague = plan(
        indicators=[hard],
        assigned=[given(who=None, target=None, deadline=None, q1=None, q2=None, q3=None, q4=None)],
    )

    assert warnings(vague) == [
        ("A2", "no_roadmap"),
        ("A2", "vague"),
        ("C2", "no_person"),
        ("E2", "no_measure"),
        ("G2", "no_date"),
    ]
    assert vague.problems[1].params["words"] == "đẩy mạnh, tăng cường"
    assert vague.draft is not None


def test_vague_words_do_not_matter_where_a_number_measures():
    assert (
        plan(indicators=[["DV", "Đẩy mạnh kết nạp", "Tăng thêm theo quý", "người"]]).problems == ()
    )


def test_a_target_easier_than_last_year_is_pointed_out_in_its_direction():
    lower = [*INDICATOR, "Càng thấp càng tốt"]

    assert warnings(plan(assigned=[given(baseline=101)])) == [("E2", "easier_higher")]
    assert warnings(plan(indicators=[lower], assigned=[given(baseline=101)])) == []
    assert warnings(plan(indicators=[lower], assigned=[given(baseline=99)])) == [
        ("E2", "easier_lower")
    ]
