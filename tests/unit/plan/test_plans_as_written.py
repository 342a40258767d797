"""Plans as offices write them: each loads right, or is refused at its cell."""

from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from dondoc.services.plan.check.check import Checked, check
from dondoc.services.plan.check.options import CheckOptions

OPTIONS = CheckOptions(year=2026, unit="A", unit_name="Phòng A")


def checked_sheet(tmp_path: Path, *rows: Any, options: CheckOptions = OPTIONS) -> Checked:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    path = tmp_path / "plan.xlsx"
    workbook.save(path)
    return check(path, options)


def errors(checked: Checked) -> list[tuple[str | None, str]]:
    return [(p.cell, p.key.removeprefix("plan.error.")) for p in checked.errors]


def warned(checked: Checked, key: str) -> list[str | None]:
    return [p.cell for p in checked.warnings if p.key == f"plan.warn.{key}"]


def test_a_task_with_a_deadline_and_a_person_but_no_target_is_no_heading(tmp_path):
    checked = checked_sheet(
        tmp_path,
        ["KẾ HOẠCH CÔNG TÁC NĂM 2026 - PHÒNG A"],
        ["TT", "Nhiệm vụ", "Kế hoạch năm", "Thời hạn", "Người phụ trách"],
        ["I", "CÔNG TÁC CÁN BỘ"],
        [1, "Tổ chức lớp tập huấn cho cán bộ xã", "Lớp học", "31/10/2026", "CB-A1"],
        [2, "Trình đề án sắp xếp trụ sở", None, "30/06/2026", "CB-A2"],
        [3, "Báo cáo tổng kết", None, "31/12/2026", None],
        [4, "Rà soát quy chế", None, None, "CB-A2"],
    )

    assert errors(checked) == []
    assert checked.draft is not None
    assert [i.name for i in checked.draft.indicators][1] == "Trình đề án sắp xếp trụ sở"
    assert {i.category for i in checked.draft.indicators} == {"CÔNG TÁC CÁN BỘ"}
    assert {i.kind for i in checked.draft.indicators} == {"product"}
    assert [a.deadline for a in checked.draft.assignments] == [
        date(2026, 10, 31),
        date(2026, 6, 30),
        date(2026, 12, 31),
        date(2026, 12, 31),
    ]
    assert warned(checked, "task_without_number") == ["B5", "B6", "B7"]
    assert warned(checked, "heading_row") == ["B3"]


def test_a_task_measured_in_something_but_without_a_number_is_asked_about(tmp_path):
    checked = checked_sheet(
        tmp_path,
        ["TT", "Nhiệm vụ", "Đơn vị tính", "Kế hoạch năm", "Thời hạn"],
        [1, "Số lớp tập huấn", "lớp", None, "31/10/2026"],
    )

    assert errors(checked) == [("B2", "kind_unclear")]
