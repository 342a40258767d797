"""A plan of rows as an office would save it in a spreadsheet, and what checking it says."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from dondoc.services.plan.check.check import Checked, check
from dondoc.services.plan.check.options import CheckOptions

OF_A_UNIT = CheckOptions(year=2026, unit="A", unit_name="Phòng A")
OF_THE_YEAR = CheckOptions(year=2026)
TASKS = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm", "Thời hạn"]
QUARTERS = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm", "Quý I", "Quý II", "Quý III", "Quý IV"]
BUDGET = [1, "Thu ngân sách", "tỷ đồng", 40, 10, 10, 10, 10]


def task(name: str, lead: str | None = "Sở Nội vụ", due: Any = "30/6/2026", tt: Any = 1) -> Any:
    return [tt, name, lead, None, "Báo cáo", due]


def checked_rows(
    folder: Path,
    *rows: Any,
    merged: tuple[str, ...] = (),
    options: CheckOptions = OF_A_UNIT,
) -> Checked:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    workbook.save(folder / "plan.xlsx")
    return check(folder / "plan.xlsx", options)


def errors(checked: Checked) -> list[tuple[str | None, str]]:
    return [(p.cell, p.key.removeprefix("plan.error.")) for p in checked.errors]


def warned(checked: Checked, key: str) -> list[str | None]:
    return [p.cell for p in checked.warnings if p.key == f"plan.warn.{key}"]
