"""Columns of several years side by side: the programme's own are read, the others said."""

from datetime import date

import pytest

from dondoc.services.plan.check.check import check_workbook
from dondoc.services.plan.check.options import CheckOptions
from dondoc.services.workbook.open import Workbook
from tests.support.checked_plans import sheet
from tests.support.plan_rows import QUARTERS, checked_rows, errors, warned

START = ["TT", "Chỉ tiêu", "ĐVT"]
POOR = [1, "Tỷ lệ hộ thoát nghèo", "%"]


@pytest.mark.parametrize(
    ("headings", "numbers", "unread"),
    [
        (["KH 2025", "TH 2025", "KH 2026"], [70, 75, 80], ["D1"]),
        (["KH 2026", "KH 2025", "Ước TH 2025"], [80, 70, 75], ["E1"]),
        (["Thực hiện năm 2024", "Ước thực hiện năm 2025", "Kế hoạch năm"], [60, 75, 80], ["D1"]),
        (["Thực hiện 2025", "Kế hoạch 2026", "Kế hoạch 2026-2030"], [75, 80, 95], ["F1"]),
    ],
)
def test_of_several_years_the_programmes_is_the_target(tmp_path, headings, numbers, unread):
    checked = checked_rows(tmp_path, [*START, *headings], [*POOR, *numbers])

    assert errors(checked) == []
    assert checked.draft is not None
    (assignment,) = checked.draft.assignments
    assert (assignment.baseline, assignment.target) == (75, 80)
    assert warned(checked, "other_year") == unread


def test_a_year_in_the_title_over_the_columns_is_theirs(tmp_path):
    checked = checked_rows(
        tmp_path,
        [*START, "Năm 2025", None, "Năm 2026"],
        [None, None, None, "KH", "TH", "KH"],
        [*POOR, 70, 75, 80],
        merged=("A1:A2", "B1:B2", "C1:C2", "D1:E1"),
    )

    assert errors(checked) == []
    assert checked.draft is not None
    assert [(a.baseline, a.target) for a in checked.draft.assignments] == [(75, 80)]


@pytest.mark.parametrize("heading", ["KH 2025", "Kế hoạch 2026-2030", "Kế hoạch năm 2027"])
def test_a_target_of_another_year_alone_is_refused_at_its_heading(tmp_path, heading):
    checked = checked_rows(tmp_path, [*START, heading], [*POOR, 80])

    assert errors(checked) == [("D1", "other_year_column")]


@pytest.mark.parametrize("heading", ["Kế hoạch năm 2025-2026", "Kế hoạch 2026/27", "KH"])
def test_a_year_that_begins_or_ends_within_another_is_either(tmp_path, heading):
    checked = checked_rows(tmp_path, [*START, heading], [*POOR, 80])

    assert errors(checked) == []


def test_the_year_of_an_older_result_is_no_result_of_last_year(tmp_path):
    checked = checked_rows(tmp_path, [*START, "TH 2023", "KH 2026"], [*POOR, 60, 80])

    assert checked.draft is not None
    assert [a.baseline for a in checked.draft.assignments] == [None]
    assert warned(checked, "other_year") == ["D1"]


def test_two_columns_of_the_same_year_are_still_one_too_many(tmp_path):
    checked = checked_rows(tmp_path, [*START, "KH 2026", "Kế hoạch năm 2026"], [*POOR, 80, 80])

    assert errors(checked) == [("E1", "column_twice")]


def test_the_programmes_own_sheet_says_which_year_is_meant():
    programme = sheet("Chương trình", ["Mục", "Nội dung"], ["Năm", "2027"])
    plan = sheet("KH", [*START, "KH 2026", "KH 2027"], [*POOR, 80, 90])
    checked = check_workbook(Workbook("xlsx", (programme, plan)), CheckOptions(unit="A"))

    assert checked.draft is not None
    assert [a.target for a in checked.draft.assignments] == [90]


def test_quarters_of_another_year_are_refused(tmp_path):
    quarters = [f"Quý {number}/2025" for number in ("I", "II", "III", "IV")]
    row = [1, "Thu ngân sách", "tỷ đồng", 40, 10, 10, 10, 10]
    checked = checked_rows(tmp_path, [*QUARTERS[:4], *quarters], row)

    assert {key for _, key in errors(checked)} == {"other_year_column"}


def test_a_deadlines_heading_may_name_any_year(tmp_path):
    row = [*POOR, 80, "30/6/2026"]
    checked = checked_rows(tmp_path, [*START, "KH", "Thời hạn (giai đoạn 2026-2030)"], row)

    assert checked.draft is not None
    assert [a.deadline for a in checked.draft.assignments] == [date(2026, 6, 30)]
