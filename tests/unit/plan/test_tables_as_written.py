"""Tables as offices lay them out: lists of products, several tables, hidden rows, signatures."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from dondoc.services.plan.check.check import Checked, check
from dondoc.services.plan.check.options import CheckOptions

OPTIONS = CheckOptions(year=2026, unit="A", unit_name="Phòng A")
QUARTERS = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm", "Quý I", "Quý II", "Quý III", "Quý IV"]


def saved(folder: Path, *rows: Any, hidden: tuple[int, ...] = ()) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    path = folder / "plan.xlsx"
    workbook.save(path)
    return path


def errors(checked: Checked) -> list[tuple[str | None, str]]:
    return [(p.cell, p.key.removeprefix("plan.error.")) for p in checked.errors]


def warned(checked: Checked, key: str) -> list[str | None]:
    return [p.cell for p in checked.warnings if p.key == f"plan.warn.{key}"]


def test_a_list_of_tasks_by_leading_unit_loads(tmp_path):
    path = saved(
        tmp_path,
        ["DANH MỤC NHIỆM VỤ NĂM 2026"],
        ["TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả",
         "Thời gian hoàn thành"],
        [1, "Xây dựng quy chế", "Sở Nội vụ", "Các sở, ngành", "Quyết định của UBND tỉnh", "6/2026"],
        [2, "Rà soát thủ tục", "Văn phòng UBND tỉnh", "Sở Nội vụ", "Báo cáo", "9/2026"],
        [3, "Tuyên truyền", "UBND xã Lũng Hòa", "UBND các xã", "Chương trình", "Thường xuyên"],
    )  # fmt: skip
    checked = check(path, CheckOptions(year=2026))

    assert errors(checked) == []
    assert checked.draft is not None
    names = {unit.code: unit.name for unit in checked.draft.units}
    assert [names[a.unit_code] for a in checked.draft.assignments] == [
        "Sở Nội vụ",
        "Văn phòng UBND tỉnh",
        "UBND xã Lũng Hòa",
    ]
    assert [u.group for u in checked.draft.units] == ["departments", "departments", "localities"]
    assert [a.target_product for a in checked.draft.assignments][:2] == [
        "Quyết định của UBND tỉnh",
        "Báo cáo",
    ]
    assert [a.deadline for a in checked.draft.assignments] == [
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 31),
    ]
    assert [names[code] for code in checked.draft.assignments[1].coordinating] == ["Sở Nội vụ"]
    assert warned(checked, "helpers_not_listed") == ["D3", "D5"]


def test_a_sheet_without_a_table_says_what_was_recognised_and_what_is_wanting(tmp_path):
    path = saved(
        tmp_path, ["DANH MỤC"], ["TT", "Việc phải làm", "Đơn vị tính", "Thời hạn"], [1, "A"]
    )
    checked = check(path, OPTIONS)

    (problem,) = [p for p in checked.warnings if p.key == "plan.warn.no_table"]
    assert problem.cell == "A2"
    assert problem.params["row"] == 2
    assert "Thời hạn" in str(problem.params["known"])
    assert "Tên chỉ tiêu" in str(problem.params["column"])


def test_two_tables_totals_and_signatures_on_one_sheet(tmp_path):
    path = saved(
        tmp_path,
        ["UBND XÃ MẪU"],
        ["BIỂU 1: KINH TẾ"],
        QUARTERS,
        [1, "Thu ngân sách", "tỷ đồng", 40, 10, 10, 10, 10],
        ["Tổng cộng", None, None, 40, 10, 10, 10, 10],
        [],
        ["BIỂU 2: XÃ HỘI"],
        ["TT", "Chỉ tiêu", "Kế hoạch năm", "ĐVT", *QUARTERS[4:]],
        [1, "Số lao động có việc làm mới", 200, "người", 50, 50, 50, 50],
        [],
        ["Người lập biểu", None, None, None, None, "Chủ tịch"],
        ["Nguyễn Văn X"],
    )
    checked = check(path, OPTIONS)

    assert errors(checked) == []
    assert checked.draft is not None
    assert [a.target for a in checked.draft.assignments] == [40, 200]
    assert [i.unit_of_measure for i in checked.draft.indicators] == ["tỷ đồng", "người"]
    assert warned(checked, "total_row") == ["A5"]
    assert warned(checked, "signature_block") == ["A11"]


def test_signatures_in_the_column_of_titles_are_no_tasks(tmp_path):
    path = saved(
        tmp_path,
        QUARTERS,
        [1, "Thu ngân sách", "tỷ đồng", 40, 10, 10, 10, 10],
        [None, None, None, None, None, "Lũng Hòa, ngày 5 tháng 1 năm 2026"],
        [None, "NGƯỜI LẬP BIỂU", None, None, None, "TM. ỦY BAN NHÂN DÂN"],
        [None, "Nguyễn Văn X", None, None, None, "Trần Thị Y"],
    )
    checked = check(path, OPTIONS)

    assert errors(checked) == []
    assert checked.draft is not None
    assert len(checked.draft.assignments) == 1


def test_a_hidden_or_filtered_row_is_passed_over_and_said(tmp_path):
    rows = [[i, f"Chỉ tiêu {i}", "hộ", 8, 2, 2, 2, 2] for i in range(3)]
    checked = check(saved(tmp_path, QUARTERS, *rows, hidden=(3,)), OPTIONS)

    assert checked.draft is not None
    assert [i.name for i in checked.draft.indicators] == ["Chỉ tiêu 0", "Chỉ tiêu 2"]
    assert warned(checked, "hidden_row") == ["A3"]


def test_a_date_cell_that_shows_a_month_means_its_last_day(tmp_path):
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["TT", "Nhiệm vụ", "Kế hoạch năm", "Thời hạn"])
    for row, shown in enumerate(("mm/yyyy", "mmm-yy", "dd/mm/yyyy", "yyyy"), start=2):
        sheet.append([row, f"Đề án {row}", "Đề án", date(2026, 6, 1)])
        sheet.cell(row, 4).number_format = shown
    workbook.save(tmp_path / "plan.xlsx")
    checked = check(tmp_path / "plan.xlsx", OPTIONS)

    assert checked.draft is not None
    assert [a.deadline for a in checked.draft.assignments] == [
        date(2026, 6, 30),
        date(2026, 6, 30),
        date(2026, 6, 1),
        date(2026, 12, 31),
    ]


def test_two_rows_of_merged_headings_are_one_table(tmp_path):
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["KẾ HOẠCH CHỈ TIÊU NĂM 2026"])
    sheet.append(["STT", "Nội dung chỉ tiêu", "ĐVT", "Kế hoạch năm 2026", *[None] * 4, "Ghi chú"])
    sheet.append([None, None, None, "Cả năm", *QUARTERS[4:], None])
    sheet.append([1, "Thu ngân sách", "tỷ đồng", 40, 10, 10, 10, 10, "theo NQ 12"])
    for cells in ("D2:H2", "A2:A3", "B2:B3", "C2:C3", "I2:I3"):
        sheet.merge_cells(cells)
    workbook.save(tmp_path / "plan.xlsx")
    checked = check(tmp_path / "plan.xlsx", OPTIONS)

    assert errors(checked) == []
    assert checked.draft is not None
    assert [a.target for a in checked.draft.assignments] == [40]


def test_a_title_alone_is_not_taken_for_a_heading_row(tmp_path):
    checked = check(saved(tmp_path, ["KẾ HOẠCH NĂM 2026"], ["Kính gửi các đơn vị"]), OPTIONS)

    assert warned(checked, "no_table") == []
    assert warned(checked, "unknown_sheet") == [None]


def test_a_formula_that_nobody_worked_out_is_refused_at_its_cell(tmp_path):
    row = [1, "Số lớp", "lớp", "=SUM(E2:H2)", 2, 2, 2, 2]
    checked = check(saved(tmp_path, QUARTERS, row), OPTIONS)

    assert errors(checked) == [("D2", "formula_not_computed")]


TASKS = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm", "Thời hạn"]


@pytest.mark.parametrize(
    ("named", "wrong"),
    [
        ("Nguyễn Văn An", "person_as_unit"),
        ("Đồng chí Bình", "person_as_unit"),
        ("Ông Trần Văn Bình, Phó Chủ tịch", "person_as_unit"),
        ("Chủ tịch UBND xã Lũng Hòa", "person_as_unit"),
        ("Các sở, ngành", "several_units"),
        ("Sở Nội vụ, Sở Tài chính", "several_units"),
        ("Phòng Nội vụ và Phòng Tài chính", "several_units"),
    ],
)
def test_the_column_of_units_names_one_unit_and_nobody(tmp_path, named, wrong):
    row = [1, "Đề án", named, None, "Đề án", "30/6/2026"]

    assert errors(check(saved(tmp_path, TASKS, row), CheckOptions(year=2026))) == [("C2", wrong)]


@pytest.mark.parametrize(
    "named",
    [
        "Sở Văn hóa, Thể thao và Du lịch",
        "Sở Lao động - Thương binh và Xã hội",
        "Ban Quản lý các khu công nghiệp",
        "Văn phòng Đoàn ĐBQH và HĐND tỉnh",
        "Hội Liên hiệp Phụ nữ",
        "Xã Lê Hồng Phong",
        "Lê Lợi",
        "LT",
    ],
)
def test_the_name_of_a_unit_is_no_person_and_no_list(tmp_path, named):
    row = [1, "Đề án", named, None, "Đề án", "30/6/2026"]
    checked = check(saved(tmp_path, TASKS, row), CheckOptions(year=2026))

    assert errors(checked) == []
    assert checked.draft is not None
    assert [unit.name for unit in checked.draft.units] == [named]


def test_what_is_said_of_a_plan_without_codes_names_the_work(tmp_path):
    row = [1, "Đề án số hóa", "Sở Nội vụ", None, "Đề án", "30/6/2026"]
    checked = check(saved(tmp_path, TASKS, row), CheckOptions(year=2026))

    (said,) = [p for p in checked.warnings if p.key == "plan.warn.no_person"]
    assert said.params == {"name": "Đề án số hóa"}


def test_a_sheet_that_names_only_its_year_says_nothing_of_the_programme(tmp_path):
    row = [1, "Đề án số hóa", "Sở Nội vụ", None, "Đề án", "30/6/2026"]
    checked = check(saved(tmp_path, TASKS, row), CheckOptions(year=2026))

    assert checked.draft is not None
    assert not checked.draft.programme.is_stated
