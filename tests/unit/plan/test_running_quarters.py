"""Quarters that are headed by what is reached at their end, or by results."""

import pytest

from tests.support.plan_rows import checked_rows, errors, warned

START = ["TT", "Chỉ tiêu", "ĐVT"]


def quarters(checked):
    assert checked.draft is not None, checked.errors
    return [[(c.label, c.expected) for c in a.checkpoints] for a in checked.draft.assignments]


ALL_FOUR = [("Q1", 5), ("Q2", 12), ("Q3", 20), ("Q4", 30)]


@pytest.mark.parametrize(
    "head",
    [
        ["KH 2026", "Đến hết quý I", "Đến hết quý II", "Hết quý III", "Lũy kế quý IV"],
        ["KH 2026", "Quý I", "6 tháng", "9 tháng", "Cả năm"],
        ["KH 2026", "KH quý 1", "Kế hoạch quý 2", "Chỉ tiêu quý III", "Mục tiêu quý IV"],
    ],
)
def test_quarters_are_known_by_what_is_reached_at_their_end(tmp_path, head):
    checked = checked_rows(tmp_path, [*START, *head], [1, "A", "hộ", 30, 5, 12, 20, 30])

    assert errors(checked) == []
    assert quarters(checked) == [ALL_FOUR]


def test_below_a_merged_title_the_year_behind_the_quarters_is_the_last(tmp_path):
    checked = checked_rows(
        tmp_path,
        [*START, "KH 2026", "Lũy kế đến hết"],
        [None, None, None, None, "Quý I", "6 tháng", "9 tháng", "Cả năm"],
        [1, "A", "hộ", 30, 5, 12, 20, 30],
        merged=("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:H1"),
    )

    assert quarters(checked) == [ALL_FOUR]


@pytest.mark.parametrize(
    ("head", "numbers"),
    [(["Quý I", "6 tháng", "9 tháng", "Cả năm"], [5, 12, 20, 30]),
     (["KH năm", "Quý I", "6 tháng", "9 tháng"], [30, 5, 12, 20])],
)  # fmt: skip
def test_the_years_target_is_the_last_of_them_where_none_is(tmp_path, head, numbers):
    checked = checked_rows(tmp_path, [*START, *head], [1, "A", "hộ", *numbers])

    assert quarters(checked) == [ALL_FOUR]
    assert checked.draft.indicators[0].kind == "running_total"


def test_the_target_is_no_quarter_where_quarters_are_their_own(tmp_path):
    checked = checked_rows(tmp_path, [*START, "KH năm", "Quý II"], [1, "A", "hộ", 30, 30])

    assert quarters(checked) == [[("Q2", 30)]]


def test_two_halves_of_the_year_are_two_quarters(tmp_path):
    head = [*START, "KH năm", "6 tháng đầu năm", "6 tháng cuối năm"]
    checked = checked_rows(tmp_path, head, [1, "A", "hộ", 8, 3, 5])

    assert quarters(checked) == [[("Q2", 3), ("Q4", 5)]]


@pytest.mark.parametrize(
    "head",
    [
        ["Quý I", "Quý II", "6 tháng", "Quý III", "Quý IV"],
        ["Quý I", "6 tháng", "Quý II", "Quý III", "Quý IV"],
    ],
)
def test_the_quarter_itself_is_read_beside_what_is_reached_at_its_end(tmp_path, head):
    numbers = {"Quý I": 5, "Quý II": 7, "6 tháng": 12, "Quý III": 8, "Quý IV": 10}
    row = [1, "A", "hộ", 30, *(numbers[title] for title in head)]
    checked = checked_rows(tmp_path, [*START, "KH năm", *head], row)

    assert quarters(checked) == [[("Q1", 5), ("Q2", 7), ("Q3", 8), ("Q4", 10)]]
    column = "FG"[head.index("6 tháng") - 1]
    assert warned(checked, "unknown_column") == [f"{column}1"]


def test_a_year_before_the_quarters_is_one_target_too_many(tmp_path):
    head = [*START, "KH 2026", "Cả năm", "Quý I", "6 tháng", "9 tháng"]
    checked = checked_rows(tmp_path, head, [1, "A", "hộ", 30, 30, 5, 12, 20])

    assert ("E1", "column_twice") in errors(checked)


@pytest.mark.parametrize(
    ("title", "said"),
    [("Kết quả thực hiện", ["E1"]), ("Thực hiện", ["E1"]), ("Ước thực hiện", ["E1"]),
     ("Tiến độ thực hiện", []), ("Chia ra các quý", []), ("Thực hành", [])],
)  # fmt: skip
def test_quarters_below_a_title_of_results_are_said(tmp_path, title, said):
    checked = checked_rows(
        tmp_path,
        [*START, "KH 2026", title],
        [None, None, None, None, "Quý I", "Quý II", "Quý III", "Quý IV"],
        [1, "A", "hộ", 26, 5, 7, 8, 6],
        merged=("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:H1"),
    )

    assert errors(checked) == []
    assert warned(checked, "quarters_of_results") == said


def test_a_title_over_the_whole_table_is_none_over_the_quarters(tmp_path):
    head = [*START, "KH 2026", "Quý I", "Quý II", "Quý III", "Quý IV"]
    title = ["KẾT QUẢ THỰC HIỆN VÀ KẾ HOẠCH"]
    checked = checked_rows(tmp_path, title, head, [1, "A", "hộ", 26, 5, 7, 8, 6])

    assert warned(checked, "quarters_of_results") == []
