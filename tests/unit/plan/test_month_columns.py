"""A column for each month: their numbers make those of the quarters."""

import pytest

from tests.support.plan_rows import checked_rows, errors, warned

START = ["TT", "Chỉ tiêu", "ĐVT", "KH năm"]
MONTHS = [f"T{month}" for month in range(1, 13)]


def quarters(checked):
    assert checked.draft is not None, checked.errors
    return [[(c.label, c.expected) for c in a.checkpoints] for a in checked.draft.assignments]


def kinds(checked):
    return [indicator.kind for indicator in checked.draft.indicators]


@pytest.mark.parametrize("title", ["T{}", "Tháng {}", "Th.{:02}", "T{}/2026"])
def test_months_that_add_up_to_the_target_are_added_up(tmp_path, title):
    head = [*START, *(title.format(month) for month in range(1, 13))]
    row = [1, "A", "hộ", 40, 1, 2, 3, None, 5, 5, "-", None, None, 10, 4, 10]
    checked = checked_rows(tmp_path, head, row)

    assert quarters(checked) == [[("Q1", 6), ("Q2", 10), ("Q4", 24)]]
    assert kinds(checked) == ["increment"]
    assert warned(checked, "months_as_quarters") == ["E1"]
    assert warned(checked, "unknown_column") == []


def test_of_months_that_go_on_the_last_of_each_quarter_counts(tmp_path):
    row = [1, "A", "hộ", 12, *range(1, 10), None, 11, 12]
    percent = [2, "B", "%", "≥ 95%", "80%", *[None] * 5, "90%", None, None, None, None, "95%"]
    checked = checked_rows(tmp_path, [*START, *MONTHS], row, percent)

    goes_on, of_hundred = quarters(checked)
    assert goes_on == [("Q1", 3), ("Q2", 6), ("Q3", 9), ("Q4", 12)]
    assert of_hundred == [("Q1", 80), ("Q3", 90), ("Q4", 95)]
    assert kinds(checked) == ["running_total", "percentage"]


@pytest.mark.parametrize(
    ("target", "months"),
    [(40, [1] * 12), (None, [1] * 12), (40, [None, "x", *[None] * 10]),
     (12, [*[1] * 11, "một"]), ("Đề án", ["x", *[None] * 11])],
)  # fmt: skip
def test_months_that_do_not_lead_to_the_target_are_refused_at_the_first(tmp_path, target, months):
    checked = checked_rows(tmp_path, [*START, *MONTHS], [1, "A", "hộ", target, *months])

    assert ("E2", "months_unclear") in errors(checked)


def test_a_row_without_months_is_read_as_ever(tmp_path):
    checked = checked_rows(tmp_path, [*START, *MONTHS], [1, "A", "%", 95])

    assert quarters(checked) == [[("Y", 95)]]


def test_rows_that_are_no_tasks_are_not_asked_about(tmp_path):
    checked = checked_rows(
        tmp_path,
        [*START, *MONTHS],
        [f"({i})" for i in range(1, 17)],
        [1, "A", "hộ", 12, *[1] * 12],
        ["Tổng cộng", None, None, None, *[7] * 12],
        [None, "NGƯỜI LẬP BIỂU", *[None] * 8, "CHỦ TỊCH"],
    )

    assert errors(checked) == []
    assert len(quarters(checked)) == 1


def test_beside_quarters_the_months_are_not_read(tmp_path):
    head = [*START, *MONTHS, "Quý I", "Quý II", "Quý III", "Quý IV"]
    checked = checked_rows(tmp_path, head, [1, "A", "hộ", 12, *[1] * 12, 3, 3, 2, 4])

    assert quarters(checked) == [[("Q1", 3), ("Q2", 3), ("Q3", 2), ("Q4", 4)]]
    assert warned(checked, "months_not_read") == ["E1"]


@pytest.mark.parametrize("head", [MONTHS[:11], [*MONTHS[:11], "T11"]])
def test_months_of_which_one_is_wanting_make_no_quarters(tmp_path, head):
    checked = checked_rows(tmp_path, [*START, *head], [1, "A", "hộ", len(head), *[1] * len(head)])

    assert ("E1", "units_in_columns") in errors(checked)
    assert warned(checked, "months_as_quarters") == []
