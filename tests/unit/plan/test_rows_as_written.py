"""Rows that are no tasks, cells that mean the one above, units and words written another way."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from dondoc.services.plan.check.check import Checked, check
from dondoc.services.plan.check.options import CheckOptions
from dondoc.services.workbook.row_sorts import is_total, without_number

QUARTERS = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm", "Quý I", "Quý II", "Quý III", "Quý IV"]
TASKS = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm", "Thời hạn"]
BUDGET = [1, "Thu ngân sách", "tỷ đồng", 40, 10, 10, 10, 10]
ONE_UNIT = CheckOptions(year=2026, unit="A", unit_name="Phòng A")


def checked_rows(
    folder: Path,
    *rows: Any,
    merged: tuple[str, ...] = (),
    options: CheckOptions | None = None,
) -> Checked:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    workbook.save(folder / "plan.xlsx")
    return check(folder / "plan.xlsx", options or ONE_UNIT)


def errors(checked: Checked) -> list[tuple[str | None, str]]:
    return [(p.cell, p.key.removeprefix("plan.error.")) for p in checked.errors]


def warned(checked: Checked, key: str) -> list[str | None]:
    return [p.cell for p in checked.warnings if p.key == f"plan.warn.{key}"]


@pytest.mark.parametrize("merged", [("A2:H2", "A4:H4"), ()])
def test_the_title_of_a_group_that_stands_in_the_first_column_is_the_category(tmp_path, merged):
    jobs = [1, "Số lao động", "người", 200, 50, 50, 50, 50]
    rows = [QUARTERS, ["I. KINH TẾ"], BUDGET, ["PHẦN II: XÃ HỘI"], jobs]
    checked = checked_rows(tmp_path, *rows, merged=merged)

    assert errors(checked) == []
    assert checked.draft is not None
    assert [i.category for i in checked.draft.indicators] == ["KINH TẾ", "XÃ HỘI"]
    assert warned(checked, "heading_row") == ["A2", "A4"]


@pytest.mark.parametrize(
    "note", ["Ghi chú: số liệu tạm tính", "(*) Chưa gồm xã X", "Lưu ý:", "¹ Ước tính", "Trang 2/5"]
)
@pytest.mark.parametrize("column", [0, 1])
def test_a_note_names_no_group_and_is_said(tmp_path, note, column):
    checked = checked_rows(tmp_path, QUARTERS, [*[None] * column, note], BUDGET)

    assert checked.draft is not None
    assert [i.category for i in checked.draft.indicators] == [None]
    assert warned(checked, "note_row") == ["AB"[column] + "2"]


@pytest.mark.parametrize(
    "row",
    [
        [None, "Cộng (I+II)", None, 40, 10, 10, 10, 10],
        ["III", "Tổng cộng", None, 40, 10, 10, 10, 10],
        [None, "Cộng các mục", None, 40, 10, 10, 10, 10],
        ["Tổng cộng: 1 chỉ tiêu"],
    ],
)
def test_a_row_of_totals_is_known_by_its_words_wherever_they_stand(tmp_path, row):
    checked = checked_rows(tmp_path, QUARTERS, BUDGET, row)

    assert checked.draft is not None
    assert [i.name for i in checked.draft.indicators] == ["Thu ngân sách"]
    assert len(warned(checked, "total_row")) == 1


@pytest.mark.parametrize("title", ["Tổng số hộ nghèo", "Cộng tác viên dân số", "Tổng thu"])
def test_what_is_counted_in_all_is_no_row_of_totals(title):
    assert not is_total(title)


def test_the_number_before_a_title_is_no_part_of_it():
    titles = ["I. KINH TẾ", "A/ Xã hội", "1.2. Đất đai", "Phần III - Nội chính", "II", "Văn hóa"]

    assert [without_number(title) for title in titles] == [
        "KINH TẾ",
        "Xã hội",
        "Đất đai",
        "Nội chính",
        "II",
        "Văn hóa",
    ]


@pytest.mark.parametrize("mark", ["nt", "-nt-", "như trên", '"', "〃"])
def test_a_cell_that_says_as_above_means_the_cell_above(tmp_path, mark):
    checked = checked_rows(
        tmp_path,
        TASKS,
        [1, "Đề án A", "Sở Nội vụ", None, "Đề án", "30/6/2026"],
        [2, "Đề án B", mark, None, mark, mark],
        options=CheckOptions(year=2026),
    )

    assert errors(checked) == []
    assert checked.draft is not None
    assert [unit.name for unit in checked.draft.units] == ["Sở Nội vụ"]
    assert [a.deadline for a in checked.draft.assignments] == [date(2026, 6, 30)] * 2
    assert [a.target_product for a in checked.draft.assignments] == ["Đề án"] * 2


def test_a_date_merged_down_stands_for_every_row(tmp_path):
    rows = [
        [1, "Đề án A", "Sở Nội vụ", None, "Đề án", date(2026, 6, 30)],
        [2, "Đề án B", "Sở Y tế"],
    ]
    checked = checked_rows(
        tmp_path, TASKS, *rows, merged=("F2:F3",), options=CheckOptions(year=2026)
    )

    assert checked.draft is not None
    assert [a.deadline for a in checked.draft.assignments] == [date(2026, 6, 30)] * 2


@pytest.mark.parametrize(
    ("named", "is_several"),
    [
        ("Sở Nội vụ\nSở Tư pháp", True),
        ("Sở Nội vụ/Sở Y tế", True),
        ("Sở Nội vụ - Sở Y tế", True),
        ("Sở Nội vụ, Công an tỉnh", True),
        ("Chi cục Thuế và Chi cục Thống kê", True),
        ("Văn phòng\nHĐND và UBND", False),
        ("Văn phòng HĐND và UBND huyện", False),
        ("Văn phòng Đoàn ĐBQH và HĐND tỉnh", False),
        ("Sở Lao động - Thương binh\nvà Xã hội", False),
        ("Trung tâm Văn hóa, Thể thao và Du lịch", False),
    ],
)
def test_two_units_in_one_cell_are_seen_however_they_are_divided(tmp_path, named, is_several):
    row = [1, "Đề án", named, None, "Đề án", "30/6/2026"]
    checked = checked_rows(tmp_path, TASKS, row, options=CheckOptions(year=2026))

    assert errors(checked) == ([("C2", "several_units")] if is_several else [])


def test_quarters_numbered_below_a_merged_title_are_quarters(tmp_path):
    checked = checked_rows(
        tmp_path,
        ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm", *[None] * 4],
        [None, None, None, "Cả năm", "I", "II", "III", "IV"],
        BUDGET,
        merged=("D1:H1", "A1:A2", "B1:B2", "C1:C2"),
    )

    assert errors(checked) == []
    assert checked.draft is not None
    (assignment,) = checked.draft.assignments
    assert [c.expected for c in assignment.checkpoints] == [10, 10, 10, 10]


def test_words_that_end_in_i_or_in_y_are_one(tmp_path):
    checked = checked_rows(
        tmp_path,
        ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm", "Quí I", "Quí II", "Quí III", "Quí IV", "Hạn"],
        [1, "Thu ngân sách", "tỷ đồng", "40 tỉ đồng", 10, 10, 10, 10, "Quí IV/2026"],
    )

    assert errors(checked) == []
    assert checked.draft is not None
    (assignment,) = checked.draft.assignments
    assert (assignment.target, len(assignment.checkpoints)) == (40, 4)
    assert assignment.deadline == date(2026, 12, 31)


@pytest.mark.parametrize("whose", ["Cơ quan thực hiện", "Người thực hiện"])
def test_a_list_of_tasks_with_deadlines_alone_loads(tmp_path, whose):
    checked = checked_rows(
        tmp_path,
        ["STT", "Nội dung công việc", whose, "Thời gian kết thúc"],
        [1, "Soạn dự thảo", "Sở Nội vụ", "28/02/2026"],
    )

    assert errors(checked) == []
    assert checked.draft is not None
    assert [a.deadline for a in checked.draft.assignments] == [date(2026, 2, 28)]


def test_a_table_of_units_in_columns_says_that_the_target_is_wanting(tmp_path):
    rows = [["TT", "Chỉ tiêu", "ĐVT", "Toàn tỉnh", "Lập Thạch"], [1, "Kết nạp", "người", 9, 9]]
    (problem,) = [p for p in checked_rows(tmp_path, *rows).warnings if p.key.endswith("no_table")]

    assert problem.params["column"] == "“Kế hoạch năm”"


def test_a_share_written_as_a_text_below_one_is_asked_about(tmp_path):
    row = [1, "Tỷ lệ", "%", "0,95", None, None, None, "0,95"]

    assert warned(checked_rows(tmp_path, QUARTERS, row), "fraction") == ["H2"]


def test_marks_that_cannot_be_seen_make_no_name_and_no_other_unit(tmp_path):
    """Web pages and Word leave them within words, and cells that hold nothing else."""
    tasks = [
        [1, "Quy chế\u00ad phối hợp", "Sở\u200b Y tế\u2060", None, "Quyết định", "30/6/2026"],
        [2, "Báo cáo", "Sở Y tế", None, "Báo cáo", "30/6/2026"],
        [3, "\u2060", "Sở Y tế", None, "Báo cáo", "30/6/2026"],
    ]
    checked = checked_rows(tmp_path, TASKS, *tasks, options=CheckOptions(year=2026))

    assert errors(checked) == [("B4", "blank")]
    checked = checked_rows(tmp_path, TASKS, *tasks[:2], options=CheckOptions(year=2026))
    assert checked.draft is not None
    assert [unit.name for unit in checked.draft.units] == ["Sở Y tế"]
    assert checked.draft.indicators[0].name == "Quy chế phối hợp"
