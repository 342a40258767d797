"""Columns whose headings leave open what they are: targets, results, units, in short or in full."""

from datetime import date

import pytest

from dondoc.services.plan.check.options import CheckOptions
from tests.support.plan_rows import (
    OF_A_UNIT,
    OF_THE_YEAR,
    TASKS,
    checked_rows,
    errors,
    task,
    warned,
)

OF_NUMBERS = CheckOptions(year=2026, unit="A", unit_name="Phòng A", kind="running_total")


@pytest.mark.parametrize(
    "head",
    [
        ["TT", "Nội dung", "ĐVT", "Số lượng"],
        ["TT", "Nhiệm vụ", "ĐVT", "Mục tiêu năm 2026"],
        ["TT", "Nhiệm vụ", "ĐVT", "Chỉ tiêu"],
    ],
)
def test_the_only_column_of_numbers_beside_a_unit_of_measure_is_the_target(tmp_path, head):
    checked = checked_rows(tmp_path, head, [1, "Lớp tập huấn", "lớp", 4], options=OF_NUMBERS)

    assert checked.draft is not None, checked.errors
    assert [a.target for a in checked.draft.assignments] == [4]


def test_a_year_alone_beside_a_later_aim_is_the_target(tmp_path):
    head = ["TT", "Chỉ tiêu", "ĐVT", "Mục tiêu đến năm 2030", "Năm 2026"]
    checked = checked_rows(tmp_path, head, [1, "Tỷ lệ đô thị hóa", "%", 50, 42])

    assert checked.draft is not None, checked.errors
    assert [a.target for a in checked.draft.assignments] == [42]


def test_a_unit_behind_the_title_is_what_is_measured(tmp_path):
    head = ["TT", "Chỉ tiêu", "Kế hoạch năm"]
    rows = [[1, "Tỷ lệ hộ dùng nước sạch (%)", 95], [2, "Trồng rừng (ha)", 40],
            [3, "Xã đạt chuẩn (vòng 2)", 4]]  # fmt: skip
    checked = checked_rows(tmp_path, head, *rows, options=OF_NUMBERS)

    assert checked.draft is not None, checked.errors
    measured = [(i.kind, i.unit_of_measure) for i in checked.draft.indicators]
    assert measured == [("percentage", "%"), ("running_total", "ha"), ("running_total", None)]


def test_a_unit_in_brackets_in_the_title_is_no_lead_and_is_said(tmp_path):
    head = ["TT", "Nhiệm vụ", "Sản phẩm", "Thời hạn"]
    row = [1, "Xây dựng đề án (Sở Y tế chủ trì)", "Đề án", "30/6/2026"]
    checked = checked_rows(tmp_path, head, row)

    assert warned(checked, "lead_in_title") == ["B2"]


def test_an_aim_in_words_beside_products_is_no_target(tmp_path):
    head = ["TT", "Mục tiêu", "Nhiệm vụ", "Đơn vị chủ trì", "Sản phẩm", "Thời hạn"]
    row = [1, "Nâng chỉ số", "A", "Sở Nội vụ", "Đề án", "30/6/2026"]
    checked = checked_rows(tmp_path, head, row, options=OF_THE_YEAR)

    assert checked.draft is not None, checked.errors
    assert [a.target_product for a in checked.draft.assignments] == ["Đề án"]
    assert warned(checked, "unknown_column") == ["B1"]


def test_two_columns_of_titles_beside_a_target_are_one_too_many(tmp_path):
    head = ["TT", "Nhiệm vụ", "Chỉ tiêu", "ĐVT", "Kế hoạch năm"]
    checked = checked_rows(tmp_path, head, [1, "A", "B", "lớp", 4], options=OF_NUMBERS)

    assert ("C1", "column_twice") in errors(checked)


def test_counted_headings_are_read(tmp_path):
    head = ["TT", "1. Nhiệm vụ", "(2) Cơ quan chủ trì", "3) Thời hạn hoàn thành"]
    checked = checked_rows(tmp_path, head, [1, "A", "Sở Y tế", "30/6/2026"], options=OF_THE_YEAR)

    assert checked.draft is not None, checked.errors
    assert [a.deadline for a in checked.draft.assignments] == [date(2026, 6, 30)]


def test_headings_in_short_are_read_in_full(tmp_path):
    head = ["TT", "Nội dung", "CQ chủ trì", "ĐV phối hợp", "SP", "T.hạn"]
    checked = checked_rows(tmp_path, head, task("A"), options=OF_THE_YEAR)

    assert checked.draft is not None, checked.errors
    (given,) = checked.draft.assignments
    assert (given.target_product, given.deadline) == ("Báo cáo", date(2026, 6, 30))


@pytest.mark.parametrize(
    ("heading", "said"),
    [("Thực hiện", ["E1"]), ("Kết quả", ["E1"]), ("Thực hiện năm trước", []), ("TH 2025", [])],
)
def test_a_result_behind_the_plan_that_names_no_year_is_said(tmp_path, heading, said):
    """In a sheet that follows a plan it is this year's, and made last year's of it."""
    head = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch", heading]
    checked = checked_rows(tmp_path, head, [1, "A", "hộ", 40, 15], options=OF_NUMBERS)

    assert warned(checked, "result_of_no_year") == said


def test_a_result_before_the_plan_is_last_years(tmp_path):
    head = ["TT", "Chỉ tiêu", "ĐVT", "Thực hiện", "Kế hoạch"]
    checked = checked_rows(tmp_path, head, [1, "A", "hộ", 15, 40], options=OF_NUMBERS)

    assert warned(checked, "result_of_no_year") == []


def test_units_in_short_below_unit_are_no_measures(tmp_path):
    head = ["TT", "Chỉ tiêu", "Đơn vị", "Kế hoạch năm"]
    rows = [[1, "A", "P. Kinh tế", 4], [2, "B", "VP HĐND", 40], [3, "C", "TT VHTT", 12]]
    checked = checked_rows(tmp_path, head, *rows, options=OF_NUMBERS)

    assert checked.draft is not None
    assert {"P. Kinh tế", "VP HĐND", "TT VHTT"} <= {u.name for u in checked.draft.units}


def test_a_row_without_a_lead_is_said_to_go_to_the_unit_named_when_loading(tmp_path):
    checked = checked_rows(tmp_path, TASKS, task("A"), task("B", None), options=OF_A_UNIT)

    assert warned(checked, "lead_of_load") == ["C3"]


def test_a_title_that_is_the_name_of_a_unit_is_said(tmp_path):
    head = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm"]
    rows = [
        [1, "Xã đạt chuẩn", "xã", 5],
        [2, "Trồng rừng", "ha", 500],
        ["2.1", "Xã Tam Đảo", "ha", 5],
    ]
    checked = checked_rows(tmp_path, head, *rows, options=OF_NUMBERS)

    assert warned(checked, "title_of_unit") == ["B4"]


@pytest.mark.parametrize("note", ["Bỏ theo VB 12", "Chuyển sang năm 2027", "Đã hoàn thành"])
def test_a_note_that_takes_the_task_back_is_said(tmp_path, note):
    rows = [[*task("A"), note], [*task("B"), "Bổ sung theo VB 12"]]
    checked = checked_rows(tmp_path, [*TASKS, "Ghi chú"], *rows, options=OF_THE_YEAR)

    assert warned(checked, "note_takes_back") == ["G2"]


def test_of_from_and_to_the_end_is_the_deadline(tmp_path):
    head = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian thực hiện", None]
    rows = [[None, None, None, "Từ", "Đến"], [1, "A", "Sở Y tế", "15/3/2026", "30/6/2026"]]
    checked = checked_rows(tmp_path, head, *rows, merged=("D1:E1",), options=OF_THE_YEAR)

    assert checked.draft is not None, checked.errors
    assert [a.deadline for a in checked.draft.assignments] == [date(2026, 6, 30)]


def test_a_place_and_a_day_in_figures_end_the_table(tmp_path):
    rows = [[None, None, None, None, "Vĩnh Yên, ngày 5/1/2026"], [None, "NGƯỜI LẬP"]]
    checked = checked_rows(tmp_path, TASKS, task("A"), *rows, options=OF_THE_YEAR)

    assert errors(checked) == []
    assert warned(checked, "signature_block") == ["E3"]


def test_how_far_a_product_is_in_a_quarter_is_no_target(tmp_path):
    head = ["TT", "Nhiệm vụ", "Sản phẩm", "Quý I", "Quý II", "Quý III", "Quý IV"]
    checked = checked_rows(tmp_path, head, [1, "Xây dựng Đề án", "Đề án", "30%", "60%", "100%"])

    assert errors(checked) == [(cell, "product_number") for cell in ("D2", "E2", "F2")]


def test_what_cannot_be_seen_in_a_cell_is_no_part_of_its_day_or_number(tmp_path):
    checked = checked_rows(tmp_path, TASKS, task("A", due="\u200b31/12/2026"), options=OF_THE_YEAR)
    assert errors(checked) == []

    head = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm"]
    checked = checked_rows(tmp_path, head, [1, "A", "hộ", "\ufeff25\u00ad"], options=OF_NUMBERS)
    assert checked.draft is not None, checked.errors
    assert [a.target for a in checked.draft.assignments] == [25]
