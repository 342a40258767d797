"""Groups within groups, by the letters and numbers that count them, and details below tasks."""

from typing import Any

import pytest

from dondoc.services.plan.check.check import Checked
from dondoc.services.workbook.row_marks import level_of_row
from tests.support.plan_rows import BUDGET, OF_THE_YEAR, QUARTERS, TASKS, task, warned
from tests.support.plan_rows import checked_rows as rows_of_a_unit


def checked_rows(folder: Any, *rows: Any) -> Checked:
    return rows_of_a_unit(folder, *rows, options=OF_THE_YEAR)


def categories(checked: Checked) -> list[str | None]:
    assert checked.draft is not None, checked.errors
    return [indicator.category for indicator in checked.draft.indicators]


def test_a_task_beside_a_smaller_group_is_in_the_larger_one(tmp_path):
    checked = checked_rows(
        tmp_path,
        TASKS,
        ["I", "KINH TẾ"],
        [1, "Nông thôn mới"],
        task("Rà soát tiêu chí", tt="a"),
        task("Thẩm định xã", tt="b"),
        task("Đề án du lịch", tt=2),
        ["II", "XÃ HỘI"],
        task("Đề án y tế", tt=3),
    )

    assert categories(checked) == ["Nông thôn mới", "Nông thôn mới", "KINH TẾ", "XÃ HỘI"]


@pytest.mark.parametrize("first", [1, 3])
def test_tasks_counted_as_their_groups_are_stay_in_them(tmp_path, first):
    """Groups "1, 2" with tasks counted on, or anew in each group."""
    rows = [
        [1, "Kinh tế"], task("A", tt=1), task("B", tt=2),
        [2, "Xã hội"], task("C", tt=first), task("D", tt=first + 1),
    ]  # fmt: skip

    assert categories(checked_rows(tmp_path, TASKS, *rows)) == ["Kinh tế"] * 2 + ["Xã hội"] * 2


def test_groups_within_groups_without_a_column_of_numbers(tmp_path):
    rows = [
        ["A. KINH TẾ"], ["I. Nông nghiệp"], task("A"), ["II. Công nghiệp"], task("B"),
        ["B. XÃ HỘI"], task("C"),
    ]  # fmt: skip

    assert categories(checked_rows(tmp_path, TASKS, *rows)) == [
        "Nông nghiệp",
        "Công nghiệp",
        "XÃ HỘI",
    ]


@pytest.mark.parametrize(
    "details",
    [
        [["a", "Khảo sát"], ["b", "Lấy ý kiến"]],
        [["1.1", "Khảo sát"], ["1.2", "Lấy ý kiến"]],
        [[None, "- Khảo sát thực trạng"], [None, "+ Lấy ý kiến các sở"]],
        [["-", "Khảo sát"], ["-", "Lấy ý kiến"]],
        [[None, "công nghiệp hỗ trợ"], [None, "giai đoạn 2026-2030"]],
    ],
)
def test_details_below_a_task_name_no_group_and_are_said(tmp_path, details):
    tasks = [task("Đề án A", tt=1), *details, task("Đề án B", tt=2)]
    checked = checked_rows(tmp_path, TASKS, ["I", "KINH TẾ"], *tasks)

    assert categories(checked) == ["KINH TẾ", "KINH TẾ"]
    assert warned(checked, "detail_row") == ["B4", "B5"]
    assert warned(checked, "heading_row") == ["B2"]


def test_the_next_group_counted_by_letters_is_no_detail_of_a_task(tmp_path):
    rows = [["a)", "Nông nghiệp"], task("A", tt=1), ["b)", "Công nghiệp"], task("B", tt=2)]

    assert categories(checked_rows(tmp_path, TASKS, *rows)) == ["Nông nghiệp", "Công nghiệp"]


@pytest.mark.parametrize("words", ["Trong đó:", "Trong đó", "Bao gồm:", "Chia ra:"])
def test_words_before_the_parts_of_a_row_name_no_group(tmp_path, words):
    rows = [BUDGET, [None, words], [None, "- Thu nội địa", *BUDGET[2:]], [2, "Thu", *BUDGET[2:]]]
    checked = rows_of_a_unit(tmp_path, QUARTERS, *rows)

    assert categories(checked) == [None, None, None]
    assert warned(checked, "detail_row") == ["B3"]


def test_a_title_that_nothing_counts_begins_a_group_after_any(tmp_path):
    rows = [["I", "KINH TẾ"], task("A"), [None, "XÃ HỘI"], task("B")]

    assert categories(checked_rows(tmp_path, TASKS, *rows)) == ["KINH TẾ", "XÃ HỘI"]


def test_rows_stand_below_one_another_as_official_texts_count_them():
    counted = ["A", "I.", "1", 1.1, "(1.1.1)", "a)", "-", "+"]
    titles = ["A. Kinh tế", "I - Kinh tế", "1. Đề án", "1.1 Đề án", "1.1.1. Đề án", "a) Đề án",
              "- Đề án", "+ Đề án"]  # fmt: skip

    levels = [level_of_row(mark, "Đề án") for mark in counted]
    assert levels == sorted(set(levels), key=lambda level: level or 0)
    assert [level_of_row(None, title) for title in titles] == levels
    assert level_of_row(None, "Đề án 06") is None
