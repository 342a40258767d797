"""Whoever answers for a task is named as people write it, and never guessed."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from dondoc.services.plan.check.check import Checked, check
from dondoc.services.plan.check.options import CheckOptions

OFFICIALS = [
    ["Mã chức vụ", "Chức vụ", "Mã đơn vị", "Mã cán bộ", "Họ và tên"],
    ["A-TP", "Trưởng phòng", "A", "CB1", "Nguyễn Văn Hùng"],
    ["A-PP", "Phó phòng", "A", "CB2", "Trần Thị Bình"],
    ["A-CV", "Chuyên viên", "A", "CB3", "Trần Thị Bình"],
]


def named(folder: Path, text: str) -> Checked:
    workbook = Workbook()
    officials, tasks = workbook.create_sheet("Cán bộ"), workbook.create_sheet("KH")
    workbook.remove(workbook.worksheets[0])
    for row in OFFICIALS:
        officials.append(row)
    tasks.append(["TT", "Nhiệm vụ", "Sản phẩm", "Thời hạn", "Người phụ trách"])
    tasks.append([1, "Xây dựng đề án", "Đề án", "30/6/2026", text])
    workbook.save(folder / "plan.xlsx")
    return check(folder / "plan.xlsx", CheckOptions(year=2026, unit="A", unit_name="Phòng A"))


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Văn Hùng",
        "NGUYỄN VĂN HÙNG",
        "nguyen van hung",
        "Đ/c Nguyễn Văn Hùng",
        "Đồng chí Trưởng phòng Nguyễn Văn Hùng",
        "Ông Nguyễn Văn Hùng (phụ trách)",
        "Nguyễn Văn Hùng - Trưởng phòng",
        "Trưởng phòng",
        "CB1",
        "A-TP",
    ],
)
def test_somebody_is_understood_as_they_are_called(tmp_path: Path, text: str) -> None:
    found = named(tmp_path, text)
    assert found.draft is not None, found.errors
    assert found.draft.assignments[0].responsible == ("A-TP",)


@pytest.mark.parametrize("text", ["Nguyễn Văn Hưng", "Đ/c Nguyễn Văn Hừng", "Lê Lạ"])
def test_another_mark_is_another_person(tmp_path: Path, text: str) -> None:
    found = named(tmp_path, text)
    assert [(p.cell, p.key) for p in found.errors] == [("E2", "plan.error.unknown_person")]


def test_a_name_of_two_is_asked_about(tmp_path: Path) -> None:
    found = named(tmp_path, "Đ/c Trần Thị Bình")
    assert [(p.cell, p.key) for p in found.errors] == [("E2", "plan.error.several_positions")]
