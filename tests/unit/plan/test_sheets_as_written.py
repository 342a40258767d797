"""Tables below other tables, sheets by odd names, and a column "Đơn vị" of units named oddly."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from dondoc.services.plan.check.check import Checked, check
from tests.support.plan_rows import (
    OF_A_UNIT,
    OF_THE_YEAR,
    TASKS,
    checked_rows,
    errors,
    task,
    warned,
)

STAFF = ["TT", "Đơn vị", "Biên chế giao", "Hợp đồng", "Ghi chú"]


def names_of(checked: Checked) -> list[str]:
    assert checked.draft is not None, checked.errors
    return [indicator.name for indicator in checked.draft.indicators]


def with_sheets(folder: Path, **sheets: list[list[object]]) -> Checked:
    workbook = Workbook()
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    del workbook["Sheet"]
    workbook.save(folder / "plan.xlsx")
    return check(folder / "plan.xlsx", OF_THE_YEAR)


@pytest.mark.parametrize("head", [STAFF, ["STT", "Tên dự án", "Chủ đầu tư", "Tổng mức", "NSTW"]])
def test_a_table_of_another_kind_below_is_said_and_makes_no_tasks(tmp_path, head):
    rows = [TASKS, task("A"), [], ["Biểu 2"], head, [1, "Sở Nội vụ", 20, 3, "a"]]
    checked = checked_rows(tmp_path, *rows, options=OF_THE_YEAR)

    assert names_of(checked) == ["A"]
    assert warned(checked, "table_not_read") == ["A5"]


def test_tables_above_and_below_one_that_is_not_read_are_read(tmp_path):
    fewer = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"]
    rows = [fewer, [1, "A", "Sở Y tế", "30/6"], STAFF, [1, "Sở Nội vụ", 20, 3, "a"],
            fewer, [1, "B", "Sở Y tế", "30/6"], TASKS, task("C")]  # fmt: skip
    checked = checked_rows(tmp_path, *rows, options=OF_THE_YEAR)

    assert names_of(checked) == ["A", "B", "C"]
    assert warned(checked, "table_not_read") == ["A3"]


@pytest.mark.parametrize("name", ["Hướng_dẫn", "Việc_cần_sửa"])
def test_a_plan_on_a_sheet_named_as_a_guide_is_said(tmp_path, name):
    checked = with_sheets(tmp_path, KH=[TASKS, task("A")], **{name: [TASKS, task("B")]})

    assert names_of(checked) == ["A"]
    assert [p.sheet for p in checked.warnings if p.key == "plan.warn.guide_not_read"] == [
        name.replace("_", " ")
    ]


@pytest.mark.parametrize(
    ("name", "said"), [("2025", True), ("KH 2025", True), ("2026", False), ("QĐ 2025-UBND", False)]
)
def test_a_sheet_named_by_another_year_is_said(tmp_path, name, said):
    checked = with_sheets(tmp_path, **{name: [TASKS, task("A")]})

    assert bool([p for p in checked.warnings if p.key == "plan.warn.other_title"]) is said


@pytest.mark.parametrize(
    ("unit", "leads"), [("BHXH huyện", True), ("Kho bạc Nhà nước", True), ("bộ", False)]
)
@pytest.mark.parametrize("options", [OF_A_UNIT])
def test_a_column_of_units_beside_products_says_who_leads_whatever_they_are(
    tmp_path, unit, leads, options
):
    head = ["TT", "Nhiệm vụ", "Đơn vị", "Sản phẩm", "Thời hạn"]
    checked = checked_rows(tmp_path, head, [1, "A", unit, "Báo cáo", "30/6"], options=options)

    assert errors(checked) == []
    assert checked.draft is not None
    measured = [i.unit_of_measure for i in checked.draft.indicators]
    assert measured == [None if leads else unit]
