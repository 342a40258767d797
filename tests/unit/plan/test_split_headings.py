"""Headings merged over columns whose own titles are no known headings."""

from datetime import date

import pytest

from tests.support.plan_rows import OF_THE_YEAR, QUARTERS, checked_rows, errors, task, warned

BELOW = [None, None, None, None, *["KH", "TH"] * 4]
OVER = [*QUARTERS[:4], *(text for q in QUARTERS[4:] for text in (q, None))]
ROW = [1, "Thu ngân sách", "tỷ đồng", 40, 10, 9, 10, None, 10, None, 10, None]


@pytest.mark.parametrize("merged", [(), ("A1:A2", "B1:B2", "C1:C2", "D1:D2")])
def test_of_plan_and_result_below_each_quarter_the_plan_is_read(tmp_path, merged):
    checked = checked_rows(tmp_path, OVER, BELOW, ROW, merged=merged)

    assert errors(checked) == []
    assert checked.draft is not None
    (given,) = checked.draft.assignments
    assert [int(c.expected or 0) for c in given.checkpoints] == [10, 10, 10, 10]
    assert warned(checked, "unknown_column") == ["F2", "H2", "J2", "L2"]


@pytest.mark.parametrize("merged", [("D1:E1",), ("A1:A2", "B1:B2", "C1:C2", "D1:E1")])
def test_a_time_for_each_of_two_bodies_is_asked_about(tmp_path, merged):
    head = ["TT", "Nội dung", "Cơ quan tham mưu", "Thời gian trình", None]
    rows = [
        [None, None, None, "BTV", "BCH"],
        [1, "Nghị quyết", "Ban Tổ chức", "Tháng 3", "Tháng 6"],
    ]
    checked = checked_rows(tmp_path, head, *rows, merged=merged, options=OF_THE_YEAR)

    assert errors(checked) == [("D2", "split_heading")]


def test_a_row_of_words_below_the_headings_is_a_task(tmp_path):
    head = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", None, "Sản phẩm", "Thời hạn"]
    checked = checked_rows(tmp_path, head, task("A"), options=OF_THE_YEAR)

    assert checked.draft is not None
    assert [a.deadline for a in checked.draft.assignments] == [date(2026, 6, 30)]
