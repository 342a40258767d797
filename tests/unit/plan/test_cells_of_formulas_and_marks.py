"""The 0 of formulas that point at empty cells, marks in place of words, codes that a spreadsheet
shortened.
"""

from datetime import date

import pytest

from tests.support.plan_rows import (
    BUDGET,
    OF_THE_YEAR,
    QUARTERS,
    TASKS,
    checked_rows,
    errors,
    task,
    warned,
)


def test_the_zero_of_an_empty_cell_is_no_unit_of_measure(tmp_path):
    checked = checked_rows(tmp_path, QUARTERS, ["I", "KINH TẾ", 0], BUDGET)

    assert checked.draft is not None, checked.errors
    assert [i.category for i in checked.draft.indicators] == ["KINH TẾ"]


def test_the_zero_of_an_empty_cell_is_no_unit_and_no_day(tmp_path):
    linked = [2, "B", 0, 0, "Báo cáo", 0]
    checked = checked_rows(tmp_path, TASKS, task("A", due=date(1899, 12, 31)), linked)
    assert warned(checked, "no_date") == ["F2", "F3"]

    checked = checked_rows(tmp_path, TASKS, linked, options=OF_THE_YEAR)
    assert errors(checked) == [("C2", "no_lead")]


def test_a_row_of_zeros_alone_is_empty(tmp_path):
    rows = [task("A"), [2, 0, 0, 0, 0, 0], [3, 0, 0, 0, 0, 0]]
    checked = checked_rows(tmp_path, TASKS, *rows, options=OF_THE_YEAR)

    assert checked.draft is not None, checked.errors
    assert [i.name for i in checked.draft.indicators] == ["A"]


def test_a_target_of_zero_stays_one(tmp_path):
    head = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm"]
    checked = checked_rows(tmp_path, head, [1, "Tỷ lệ quá hạn", "%", 0])

    assert checked.draft is not None
    assert [a.target for a in checked.draft.assignments] == [0]


@pytest.mark.parametrize("mark", ["●", "√", "■", "☑", "*", "--->", "+"])
def test_a_mark_in_a_quarter_is_no_name_of_a_product(tmp_path, mark):
    head = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Sản phẩm", "Quý I", "Quý II", "Quý III", "Quý IV"]
    row = [1, "Xây dựng Đề án", "Sở Nội vụ", "Đề án", None, mark, None, None]
    checked = checked_rows(tmp_path, head, row, options=OF_THE_YEAR)

    assert checked.draft is not None, checked.errors
    (given,) = checked.draft.assignments
    assert [(c.label, c.product) for c in given.checkpoints] == [("Q2", "Đề án")]


def test_a_code_that_stands_twice_is_named(tmp_path):
    head = ["Mã số", "Chỉ tiêu", "ĐVT", "Kế hoạch năm"]
    rows = [[1.1, "Một", "%", 5], [1.1, "Mười", "%", 5]]
    checked = checked_rows(tmp_path, head, *rows)

    assert [p.params["found"] for p in checked.errors] == ["1.1"]


def test_a_row_that_nothing_counts_in_a_table_without_units_is_said(tmp_path):
    head = ["TT", "Chỉ tiêu", "Kế hoạch năm", "Quý I", "Quý II", "Quý III", "Quý IV"]
    rows = [[1, "Hộ nghèo giảm", 40, 10, 10, 10, 10], [None, "Miền núi", 20, 5, 5, 5, 5],
            [2, "Đảng viên mới", 80, 20, 20, 20, 20]]  # fmt: skip
    checked = checked_rows(tmp_path, head, *rows)

    assert errors(checked) == []
    assert warned(checked, "part_of_row") == ["B3"]


def test_a_mark_merged_over_quarters_is_said_to_be_the_firsts(tmp_path):
    head = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Sản phẩm", "Quý I", "Quý II", "Quý III", "Quý IV"]
    row = [1, "Xây dựng Đề án", "Sở Nội vụ", "Đề án", "x"]
    checked = checked_rows(tmp_path, head, row, merged=("E2:F2",), options=OF_THE_YEAR)

    assert warned(checked, "merged_across") == ["E2"]


@pytest.mark.parametrize("tt", ["II", None])
def test_a_unit_merged_over_the_title_of_a_group_makes_no_task_of_it(tmp_path, tt):
    rows = [task("A"), [tt, "NHÓM HAI"], task("B", None)]
    checked = checked_rows(tmp_path, TASKS, *rows, merged=("C2:C4",), options=OF_THE_YEAR)

    assert checked.draft is not None, checked.errors
    assert [(i.name, i.category) for i in checked.draft.indicators] == [
        ("A", None),
        ("B", "NHÓM HAI"),
    ]


def test_a_task_of_which_all_is_merged_stays_one(tmp_path):
    head = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"]
    rows = [[1, "A", "Sở Nội vụ", "30/6/2026"], [2, "B"]]
    checked = checked_rows(tmp_path, head, *rows, merged=("C2:C3", "D2:D3"), options=OF_THE_YEAR)

    assert checked.draft is not None, checked.errors
    assert [i.name for i in checked.draft.indicators] == ["A", "B"]
