"""Yearly programmes of work whose groups are months and quarters, as offices write them."""

from datetime import date

import pytest

from tests.support.plan_rows import OF_THE_YEAR, TASKS, checked_rows, task, warned


def given(checked):
    """Title, category and deadline of each task."""
    assert checked.draft is not None, checked.errors
    names = {i.code: (i.name, i.category) for i in checked.draft.indicators}
    return [(*names[a.indicator_code], a.deadline) for a in checked.draft.assignments]


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("THÁNG 3", date(2026, 3, 31)),
        ("Tháng 3 năm 2026", date(2026, 3, 31)),
        ("I. QUÝ II", date(2026, 6, 30)),
        ("Nhiệm vụ trọng tâm Quý II", date(2026, 6, 30)),
        ("6 tháng đầu năm", date(2026, 6, 30)),
    ],
)
def test_a_group_that_names_a_time_says_when_its_tasks_are_due(tmp_path, title, day):
    rows = [[None, title], task("A", due=None), task("B", due="15/2/2026")]
    checked = checked_rows(tmp_path, TASKS, *rows, options=OF_THE_YEAR)

    assert given(checked) == [("A", None, day), ("B", None, date(2026, 2, 15))]
    assert warned(checked, "heading_of_time") == ["B2"]
    assert warned(checked, "no_date") == []


@pytest.mark.parametrize("tt", ["I", None])
def test_a_quarter_that_is_the_title_of_a_group_is_no_heading(tmp_path, tt):
    """It was taken for a second row of headings, and the products for the names of the tasks."""
    rows = [[tt, "QUÝ I"], task("A"), [tt and "II", "QUÝ II"], task("B", due=None)]
    checked = checked_rows(tmp_path, TASKS, *rows, options=OF_THE_YEAR)

    assert given(checked) == [("A", None, date(2026, 6, 30)), ("B", None, date(2026, 6, 30))]


def test_a_quarter_over_the_whole_width_is_the_title_of_a_group(tmp_path):
    rows = [["QUÝ I"], task("A", due=None)]
    checked = checked_rows(tmp_path, TASKS, *rows, options=OF_THE_YEAR, merged=("A2:F2",))

    assert given(checked) == [("A", None, date(2026, 3, 31))]


def test_a_field_within_a_time_and_a_time_within_a_field_stay_apart(tmp_path):
    rows = [["A", "QUÝ I"], ["I", "KINH TẾ"], task("A", due=None), ["B", "QUÝ II"],
            ["I", "XÃ HỘI"], task("B", due=None)]  # fmt: skip
    checked = checked_rows(tmp_path, TASKS, *rows, options=OF_THE_YEAR)
    assert given(checked) == [
        ("A", "KINH TẾ", date(2026, 3, 31)),
        ("B", "XÃ HỘI", date(2026, 6, 30)),
    ]

    rows = [["I", "KINH TẾ"], [None, "Tháng 3"], task("A", due=None), [None, "Tháng 6"],
            task("B", due=None), ["II", "XÃ HỘI"], task("C", due=None)]  # fmt: skip
    checked = checked_rows(tmp_path, TASKS, *rows, options=OF_THE_YEAR)
    assert given(checked) == [
        ("A", "KINH TẾ", date(2026, 3, 31)),
        ("B", "KINH TẾ", date(2026, 6, 30)),
        ("C", "XÃ HỘI", date(2026, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("KẾ HOẠCH CÔNG TÁC QUÝ II NĂM 2026", date(2026, 6, 30)),
        ("Kế hoạch tháng 3/2026", date(2026, 3, 31)),
        ("Kế hoạch thực hiện Kết luận tháng 3/2026", date(2026, 12, 31)),
        ("KẾ HOẠCH CÔNG TÁC NĂM 2026", date(2026, 12, 31)),
    ],
)
def test_the_time_of_the_whole_plan_is_that_of_its_tasks_and_said(tmp_path, title, day):
    rows = [[None, "KINH TẾ"], task("A", due=None)]
    checked = checked_rows(tmp_path, [title], TASKS, *rows, options=OF_THE_YEAR)

    assert given(checked) == [("A", "KINH TẾ", day)]
    assert warned(checked, "table_of_time") == (["A1"] if day.month < 12 else [])


def test_a_group_right_above_the_headings_is_that_of_the_first_tasks(tmp_path):
    rows = [TASKS, task("A"), ["II. XÃ HỘI"], TASKS, task("B")]
    checked = checked_rows(tmp_path, ["I. KINH TẾ"], *rows, options=OF_THE_YEAR)

    assert [group for _, group, _ in given(checked)] == ["KINH TẾ", "XÃ HỘI"]


def test_a_part_of_a_text_above_the_headings_is_no_group(tmp_path):
    rows = [TASKS, task("A"), ["III. TỔ CHỨC THỰC HIỆN"]]
    checked = checked_rows(tmp_path, ["II. NỘI DUNG"], *rows, options=OF_THE_YEAR)

    assert [group for _, group, _ in given(checked)] == [None]


def test_a_title_with_a_month_in_it_is_a_field_all_the_same(tmp_path):
    rows = [[None, "Tháng Thanh niên"], task("A", due=None)]
    checked = checked_rows(tmp_path, TASKS, *rows, options=OF_THE_YEAR)

    assert given(checked) == [("A", "Tháng Thanh niên", date(2026, 12, 31))]


@pytest.mark.parametrize("title", ["Nhiệm vụ chuyển tiếp từ năm 2025", "NHIỆM VỤ NĂM 2026"])
def test_a_group_with_a_year_below_the_headings_is_no_heading(tmp_path, title):
    rows = [["I", title], task("A"), task("B")]
    checked = checked_rows(tmp_path, TASKS, *rows, options=OF_THE_YEAR)

    assert [(name, group) for name, group, _ in given(checked)] == [("A", title), ("B", title)]
