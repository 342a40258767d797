"""What a row may not mean is said: parts of a year, progress, ticked boxes, several tasks."""

from datetime import date

import pytest

from dondoc.services.plan.check.options import CheckOptions
from tests.support.plan_rows import OF_THE_YEAR, QUARTERS, TASKS, checked_rows, errors, task, warned

OF_NUMBERS = CheckOptions(year=2026, unit="A", unit_name="Phòng A", kind="last_value")


@pytest.mark.parametrize(
    ("target", "baseline", "said"),
    [
        ("Kế hoạch (6 tháng)", "Thực hiện (đến 31/10/2025)", ["D1", "E1"]),
        ("Kế hoạch (quý II)", "Thực hiện năm 2025", ["D1"]),
        ("Kế hoạch (12 tháng)", "Ước TH (cả năm)", []),
        ("Kế hoạch (triệu đồng)", "Thực hiện (2025)", []),
    ],
)
def test_a_column_of_a_part_of_the_year_is_said(tmp_path, target, baseline, said):
    head = ["TT", "Chỉ tiêu", "ĐVT", target, baseline]
    row = [1, "Thu", "triệu đồng", 40, 33]
    assert warned(checked_rows(tmp_path, head, row, options=OF_NUMBERS), "part_of_year") == said


@pytest.mark.parametrize("written", ["Đạt", "100%", "Hoàn thành đúng hạn", "Xong", "45%"])
def test_results_in_place_of_a_product_are_said(tmp_path, written):
    head = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Kết quả"]
    checked = checked_rows(tmp_path, head, [1, "A", "Sở A", "30/6", written], options=OF_THE_YEAR)

    assert warned(checked, "progress_as_product") == ["E2"]


@pytest.mark.parametrize(("unit", "said"), [("người", ["D2"]), ("%", []), ("Tỷ lệ %", [])])
def test_a_percentage_of_what_is_counted_is_said(tmp_path, unit, said):
    checked = checked_rows(tmp_path, QUARTERS[:4], [1, "A", unit, "95%"])
    assert warned(checked, "percent_of_unit") == said


@pytest.mark.parametrize(
    ("numbers", "said"),
    [((3, 5, 4, 4, 3), ["B2"]), (("≤ 3", 5, 4, 4, 3), []), ((9, 3, 5, 7, 9), [])],
)  # fmt: skip
def test_numbers_that_only_fall_without_a_direction_are_said(tmp_path, numbers, said):
    row = [1, "Cơ sở không đạt", "cơ sở", *numbers]
    checked = checked_rows(tmp_path, QUARTERS, row, options=OF_NUMBERS)
    assert warned(checked, "direction_unsure") == said


def test_a_box_that_is_not_ticked_asks_for_nothing(tmp_path):
    head = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Sản phẩm", "Quý I", "Quý II", "Quý III"]
    rows = [[1, "A", "Sở A", "Báo cáo", True, False, "FALSE"]]
    checked = checked_rows(tmp_path, head, *rows, options=OF_THE_YEAR)

    assert checked.draft is not None
    (assignment,) = checked.draft.assignments
    assert [(c.label, c.product) for c in assignment.checkpoints] == [("Q1", "Báo cáo")]


def test_a_day_in_a_quarter_is_no_product(tmp_path):
    head = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Sản phẩm", "Quý II"]
    checked = checked_rows(tmp_path, head, [1, "A", "Sở A", "Báo cáo", "30/6"], options=OF_THE_YEAR)
    assert errors(checked) == [("E2", "date_as_number")]


def test_months_one_after_another_are_no_range(tmp_path):
    assert errors(checked_rows(tmp_path, TASKS, task("A", due="3-6-9-12"), options=OF_THE_YEAR))


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("1. Rà soát quy chế\n2. Trình ban hành", True),
        ("a) Rà soát; b) Trình", True),
        ("- Rà soát\n- Trình", True),
        ("Rà soát\nquy chế", False),
        ("1. Rà soát quy chế", False),
        ("Sơ kết 6 tháng - tổng kết năm", False),
    ],
)
def test_several_tasks_in_one_cell_are_said(tmp_path, title, said):
    checked = checked_rows(tmp_path, TASKS, task(title), options=OF_THE_YEAR)
    assert bool(warned(checked, "several_tasks")) is said


def test_a_number_is_no_title(tmp_path):
    rows = [["TT", "Đơn vị", "Chỉ tiêu", "Thời hạn"], [1, "Xã A", 40, "30/6"]]
    assert errors(checked_rows(tmp_path, *rows, options=OF_THE_YEAR)) == [
        ("C2", "title_without_words")
    ]


def test_an_office_above_tasks_is_a_group_and_ends_no_plan(tmp_path):
    rows = [TASKS, task("A"), [None, "Bí thư"], task("B"), [None, "CHỦ TỊCH"], [None, "Lê Văn A"]]
    checked = checked_rows(tmp_path, *rows, options=OF_THE_YEAR)

    assert checked.draft is not None
    assert [(i.name, i.category) for i in checked.draft.indicators] == [
        ("A", None),
        ("B", "Bí thư"),
    ]
    assert [a.deadline for a in checked.draft.assignments] == [date(2026, 6, 30)] * 2
    assert warned(checked, "signature_block") == ["B5"]


def test_a_group_that_stands_in_its_first_row_alone_is_said(tmp_path):
    head = ["Lĩnh vực", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"]
    rows = [["Kinh tế", "A", "Sở A", "30/6"], [None, "B", "Sở A", "30/6"]]
    loose = checked_rows(tmp_path, head, *rows, options=OF_THE_YEAR)
    merged = checked_rows(tmp_path, head, *rows, merged=("A2:A3",), options=OF_THE_YEAR)

    assert (warned(loose, "no_group"), warned(merged, "no_group")) == (["A3"], [])
