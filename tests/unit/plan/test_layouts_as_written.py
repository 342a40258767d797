"""Headings over two rows, column numbers, groups over several sheets, as offices lay them out."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from dondoc.services.plan.check.check import Checked, check
from dondoc.services.plan.check.options import CheckOptions
from dondoc.services.workbook.row_sorts import without_number

ONE_UNIT = CheckOptions(year=2026, unit="A", unit_name="Phòng A")
QUARTERS = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm", "Quý I", "Quý II", "Quý III", "Quý IV"]
BUDGET = [1, "Thu ngân sách", "tỷ đồng", 40, 10, 10, 10, 10]
JOBS = [1, "Số lao động có việc làm mới", "người", 200, 50, 50, 50, 50]


def checked(
    folder: Path, options: CheckOptions = ONE_UNIT, merged: tuple[str, ...] = (), **sheets: Any
) -> Checked:
    workbook = Workbook()
    assert workbook.active is not None
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    path = folder / "plan.xlsx"
    workbook.save(path)
    return check(path, options)


def categories(found: Checked) -> list[str | None]:
    assert found.draft is not None, found.errors
    return [indicator.category for indicator in found.draft.indicators]


def test_the_last_group_of_a_sheet_is_none_of_the_next_sheet(tmp_path: Path) -> None:
    first = [QUARTERS, ["I", "KINH TẾ"], BUDGET, ["II", "NÔNG NGHIỆP"],
             [2, "Diện tích gieo", "ha", 100, 10, 20, 30, 40]]  # fmt: skip
    found = checked(tmp_path, KT=first, XH=[QUARTERS, JOBS])
    assert categories(found) == ["KINH TẾ", "NÔNG NGHIỆP", None]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("VĂN HÓA - XÃ HỘI", "VĂN HÓA - XÃ HỘI"),
        ("II. QUỐC PHÒNG - AN NINH", "QUỐC PHÒNG - AN NINH"),
        ("NGHỊ QUYẾT SỐ 5: KINH TẾ", "NGHỊ QUYẾT SỐ 5: KINH TẾ"),
        ("30/4: lễ lớn", "30/4: lễ lớn"),
        ("(I) KINH TẾ", "KINH TẾ"),
        ("Mục I. Kinh tế", "Kinh tế"),
        ("PHẦN II: XÃ HỘI", "XÃ HỘI"),
        ("a) Nông nghiệp", "Nông nghiệp"),
        ("1.2 Y tế", "Y tế"),
    ],
)
def test_only_the_number_before_a_group_is_left_out(written: str, title: str) -> None:
    assert without_number(written) == title


def test_a_group_keeps_its_whole_name(tmp_path: Path) -> None:
    found = checked(tmp_path, KH=[QUARTERS, ["VĂN HÓA - XÃ HỘI"], JOBS], merged=("A2:H2",))
    assert categories(found) == ["VĂN HÓA - XÃ HỘI"]


def test_the_second_row_of_headings_says_which_day_is_the_last(tmp_path: Path) -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Sản phẩm", "Thời gian thực hiện", None, "Đơn vị chủ trì"],
        [None, None, None, "Bắt đầu", "Hoàn thành", None],
        [1, "Xây dựng đề án", "Đề án", "01/02/2026", "30/06/2026", "Sở Y tế"],
    ]
    found = checked(tmp_path, CheckOptions(year=2026), ("D1:E1",), KH=rows)
    assert found.errors == ()
    assert found.draft is not None
    assert [a.deadline for a in found.draft.assignments] == [date(2026, 6, 30)]


@pytest.mark.parametrize(
    "numbers", [[*"ABC", 1, 2, 3, 4, 5], ["(1)", "(2)", "(3)", "4=5+6+7+8", 5, 6, 7, 8]]
)
def test_a_row_that_numbers_the_columns_is_no_task(tmp_path: Path, numbers: list[Any]) -> None:
    found = checked(tmp_path, KH=[QUARTERS, numbers, BUDGET])
    assert found.errors == ()
    assert found.draft is not None
    assert [i.name for i in found.draft.indicators] == ["Thu ngân sách"]


@pytest.mark.parametrize(
    "written", ["31-Dec-2026", "December 31, 2026", "31 December 2026", "Dec 31 2026"]
)
def test_days_of_an_english_spreadsheet_in_words_are_read(tmp_path: Path, written: str) -> None:
    rows = [["TT", "Nhiệm vụ", "Kế hoạch năm", "Thời hạn"], [1, "Đề án A", "Đề án", written]]
    found = checked(tmp_path, KH=rows)
    assert found.draft is not None, found.errors
    assert found.draft.assignments[0].deadline == date(2026, 12, 31)


def test_a_row_without_a_name_is_no_bare_task(tmp_path: Path) -> None:
    rows = [["TT", "Nhiệm vụ", "Kế hoạch năm", "Thời hạn"], [1, None, None, "30/6/2026"]]
    found = checked(tmp_path, KH=rows)
    assert [problem.key for problem in found.errors] == ["plan.error.blank"]
    assert not any(p.key == "plan.warn.task_without_number" for p in found.warnings)


def test_a_total_over_quarters_in_three_rows_of_headings_is_the_target(tmp_path: Path) -> None:
    rows = [
        ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm 2026", None, None, None, None],
        [None, None, None, "Tổng số", "Chia ra", None, None, None],
        [None, None, None, None, "Quý I", "Quý II", "Quý III", "Quý IV"],
        BUDGET,
    ]
    found = checked(tmp_path, merged=("D1:H1", "E2:H2"), KH=rows)
    assert found.draft is not None, found.errors
    assert found.draft.assignments[0].target == 40


def test_a_product_is_due_in_the_quarters_that_are_marked(tmp_path: Path) -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Sản phẩm", "Thời gian hoàn thành"],
        [None, None, None, None, "Quý I", "Quý II", "Quý III", "Quý IV"],
        [1, "Xây dựng quy chế", "Sở Y tế", "Quyết định", None, "x", None, None],
    ]
    found = checked(tmp_path, CheckOptions(year=2026), ("E1:H1",), KH=rows)
    assert found.draft is not None, found.errors
    (due,) = found.draft.assignments[0].checkpoints
    assert (due.due_on, due.product) == (date(2026, 6, 30), "Quyết định")


def test_a_heading_over_two_rows_that_is_not_read_is_said(tmp_path: Path) -> None:
    rows = [
        ["BIỂU GIAO CHỈ TIÊU"],
        ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch", None, None, None, None, "Nguồn vốn"],
        [None, None, None, "Cả năm", "Quý I", "Quý II", "Quý III", "Quý IV"],
        [*BUDGET, "Ngân sách tỉnh"],
    ]
    merged = ("A1:I1", "A2:A3", "B2:B3", "C2:C3", "D2:H2")
    found = checked(tmp_path, merged=merged, KH=rows)
    assert found.draft is not None, found.errors
    unread = [(p.cell, p.params) for p in found.warnings if p.key == "plan.warn.unknown_column"]
    assert unread == [("I2", {"found": "Nguồn vốn"})]
