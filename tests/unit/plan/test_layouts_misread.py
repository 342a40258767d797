"""Layouts that look like others: units under "Đơn vị", years below titles, progress, old years."""

import pytest

from tests.support.plan_rows import (
    BUDGET,
    OF_A_UNIT,
    OF_THE_YEAR,
    QUARTERS,
    TASKS,
    checked_rows,
    errors,
    task,
    warned,
)


@pytest.mark.parametrize("options", [OF_THE_YEAR, OF_A_UNIT])
@pytest.mark.parametrize("last", [["Sản phẩm", "Thời hạn"], ["Thời hạn"]])
def test_a_column_of_units_headed_unit_says_who_leads(tmp_path, options, last):
    values = ["Báo cáo", "30/6/2026"][-len(last) :]
    rows = [["TT", "Nhiệm vụ", "Đơn vị", *last], [1, "A", "Sở Y tế", *values]]
    checked = checked_rows(tmp_path, *rows, options=options)

    assert checked.draft is not None, checked.errors
    names = {unit.code: unit.name for unit in checked.draft.units}
    assert [names[a.unit_code] for a in checked.draft.assignments] == ["Sở Y tế"]
    assert [i.unit_of_measure for i in checked.draft.indicators] == [None]


def test_a_column_of_measures_headed_unit_stays_one(tmp_path):
    rows = [["TT", "Chỉ tiêu", "Đơn vị", *QUARTERS[3:]], BUDGET]
    checked = checked_rows(tmp_path, *rows)

    assert checked.draft is not None
    assert [i.unit_of_measure for i in checked.draft.indicators] == ["tỷ đồng"]


@pytest.mark.parametrize("years", [(2025, 2026), ("Năm 2025", "Năm 2026"), ("2025", "2026")])
def test_years_below_a_title_are_headings(tmp_path, years):
    rows = [
        ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch", None],
        [None, None, None, *years],
        [1, "Trả đúng hạn", "%", 90, 95],
    ]
    checked = checked_rows(tmp_path, *rows, merged=("D1:E1", "A1:A2", "B1:B2", "C1:C2"))

    assert checked.draft is not None, checked.errors
    assert [i.name for i in checked.draft.indicators] == ["Trả đúng hạn"]
    assert [a.target for a in checked.draft.assignments] == [95]
    assert warned(checked, "other_year") == ["D2"]


def test_a_target_that_looks_like_a_year_is_a_number(tmp_path):
    rows = [["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch", "Loại"], [1, "Hộ", "hộ", 2026, "Lũy kế"]]
    checked = checked_rows(tmp_path, *rows)

    assert checked.draft is not None
    assert [a.target for a in checked.draft.assignments] == [2026]


def test_how_far_a_task_is_stands_beside_its_product_and_is_not_read(tmp_path):
    head = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Sản phẩm", "Thời hạn", "Kết quả thực hiện"]
    row = [1, "A", "Sở Y tế", "Quyết định", "30/6/2026", "Đã hoàn thành"]
    checked = checked_rows(tmp_path, head, row, options=OF_THE_YEAR)

    assert errors(checked) == []
    assert checked.draft is not None
    assert [a.target_product for a in checked.draft.assignments] == ["Quyết định"]
    assert warned(checked, "unknown_column") == ["F1"]


@pytest.mark.parametrize(
    ("written", "said"),
    [("Đã hoàn thành", ["E2"]), ("Đang thực hiện", ["E2"]), ("Quyết định", [])],
)
def test_progress_in_place_of_a_product_is_said(tmp_path, written, said):
    head = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Kết quả thực hiện"]
    row = [1, "A", "Sở Y tế", "30/6/2026", written]
    checked = checked_rows(tmp_path, head, row, options=OF_THE_YEAR)

    assert checked.draft is not None
    assert warned(checked, "progress_as_product") == said


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("KẾ HOẠCH CÔNG TÁC NĂM 2025", ["A1"]),
        ("Biểu giao chỉ tiêu giai đoạn 2021-2025", ["A1"]),
        ("KẾ HOẠCH NĂM 2026", []),
        ("Kế hoạch giai đoạn 2026-2030", []),
        ("Kế hoạch năm 2026 thực hiện Nghị quyết năm 2024", []),
        ("Căn cứ Nghị quyết của HĐND năm 2024", []),
    ],
)
def test_a_title_of_another_year_is_said_once(tmp_path, title, said):
    rows = [[title], TASKS, task("A"), TASKS, task("B")]
    checked = checked_rows(tmp_path, *rows, options=OF_THE_YEAR)

    assert checked.draft is not None
    assert warned(checked, "other_title") == said


def test_a_group_named_as_a_unit_gives_no_task_to_it_and_says_so(tmp_path):
    rows = [["TT", "Nhiệm vụ", "Sản phẩm", "Thời hạn"], ["I", "Sở Nội vụ"],
            [1, "A", "Báo cáo", "30/6/2026"], ["II", "KINH TẾ"]]  # fmt: skip
    checked = checked_rows(tmp_path, *rows)

    assert warned(checked, "heading_of_unit") == ["B2"]
    assert warned(checked, "heading_row") == ["B4"]


def test_below_named_units_a_group_of_that_name_is_but_a_group(tmp_path):
    checked = checked_rows(
        tmp_path, TASKS, ["I", "Sở Nội vụ"], task("A"), options=OF_THE_YEAR
    )  # fmt: skip

    assert warned(checked, "heading_of_unit") == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Tỷ lệ hộ nghèo", ["B2"]),
        ("Số vụ tai nạn giao thông", ["B2"]),
        ("Số hộ thoát nghèo", []),
        ("Tỷ lệ giảm hộ nghèo", []),
        ("Tỷ lệ giải quyết án tồn đọng", []),
        ("Tỷ lệ trả đúng hạn", []),
    ],
)
def test_an_indicator_that_sounds_bad_without_a_direction_is_said(tmp_path, name, said):
    checked = checked_rows(
        tmp_path, ["TT", "Chỉ tiêu", "ĐVT", "KH", "Chiều"], [1, name, "%", 3, None]
    )  # fmt: skip

    assert warned(checked, "direction_unsure") == said


@pytest.mark.parametrize(("target", "direction"), [("≤ 3", None), (3, "Càng thấp càng tốt")])
def test_a_direction_that_is_told_is_not_asked_for(tmp_path, target, direction):
    head = ["TT", "Chỉ tiêu", "ĐVT", "KH", "Chiều"]
    checked = checked_rows(tmp_path, head, [1, "Tỷ lệ hộ nghèo", "%", target, direction])

    assert checked.draft is not None
    assert [i.direction for i in checked.draft.indicators] == ["lower"]
    assert warned(checked, "direction_unsure") == []


def test_a_table_after_pages_of_prose_is_found(tmp_path):
    prose = [[f"Đoạn {number}: căn cứ các quy định, xét đề nghị của Sở."] for number in range(150)]
    checked = checked_rows(tmp_path, *prose, TASKS, task("A"), options=OF_THE_YEAR)

    assert checked.draft is not None
    assert [i.name for i in checked.draft.indicators] == ["A"]


def test_the_marks_of_footnotes_are_no_part_of_a_heading(tmp_path):
    head = ["TT", "Nhiệm vụ*", "Đơn vị chủ trì (2)", "Sản phẩm¹", "Thời hạn²"]
    checked = checked_rows(
        tmp_path, head, [1, "A", "Sở Y tế", "Quyết định", "30/6/2026"], options=OF_THE_YEAR
    )

    assert checked.draft is not None
    assert [a.target_product for a in checked.draft.assignments] == ["Quyết định"]


def test_a_cell_without_a_value_is_reported_once(tmp_path):
    checked = checked_rows(tmp_path, TASKS, task("=B9"), options=OF_THE_YEAR)

    assert errors(checked) == [("B2", "formula_not_computed")]


def test_a_weight_is_not_measured_as_its_row_is(tmp_path):
    rows = [["TT", "Chỉ tiêu", "ĐVT", "KH", "Trọng số"], [1, "A", "%", 95, "10 điểm"]]

    assert errors(checked_rows(tmp_path, *rows)) == [("E2", "number_with_words")]


@pytest.mark.parametrize("title", ["Cộng nhóm I", "Tổng cộng biểu 1", "Cộng lĩnh vực I"])
def test_totals_of_groups_and_tables_are_no_tasks(tmp_path, title):
    checked = checked_rows(tmp_path, QUARTERS, BUDGET, [None, title, None, 40, 10, 10, 10, 10])

    assert checked.draft is not None
    assert [i.name for i in checked.draft.indicators] == ["Thu ngân sách"]
    assert warned(checked, "total_row") == ["B3"]
