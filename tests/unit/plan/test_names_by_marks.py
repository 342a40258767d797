"""Names that only their marks tell apart are two names: nothing is merged in silence."""

import pytest

from models.rules.folding import told_apart_by_marks
from tests.support.plan_rows import OF_THE_YEAR, TASKS, checked_rows, errors, task


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Xã Đại Đồng", "Xã Đại Đống", True),
        ("Xã Tam Sơn", "XÃ TÂM SƠN", True),
        ("Xã Hoà Bình", "xã Hòa Bình.", False),
        ("Sở Nội vụ", "So Noi vu", False),
        ("Sở Nội vụ", "Sở Y tế", False),
    ],
)
def test_marks_tell_names_apart_that_have_any(one, other, apart):
    assert told_apart_by_marks(one, other) is apart


def test_two_communes_that_only_marks_tell_apart_are_not_one(tmp_path):
    rows = [TASKS, task("A", "Xã Đại Đồng"), task("B", "Xã Đại Đống"), task("C", "XÃ ĐẠI ĐỒNG")]
    checked = checked_rows(tmp_path, *rows, options=OF_THE_YEAR)

    assert errors(checked) == [("C3", "unit_by_marks")]


def test_a_helper_that_only_marks_tell_from_a_lead_is_not_that_one(tmp_path):
    second = task("B", "Sở Y tế")
    second[3] = "Xã Đại Đống"
    checked = checked_rows(tmp_path, TASKS, task("A", "Xã Đại Đồng"), second, options=OF_THE_YEAR)

    assert errors(checked) == [("D3", "unit_by_marks")]


def test_a_title_that_only_marks_tell_from_another_units_is_not_that_one(tmp_path):
    rows = [TASKS, task("Bàn giao tài sản", "Sở A"), task("Bán giao tài sản", "Sở B")]
    checked = checked_rows(tmp_path, *rows, options=OF_THE_YEAR)

    assert errors(checked) == [("B3", "named_otherwise")]


def test_a_number_that_two_groups_count_with_makes_no_one_work_of_two(tmp_path):
    head = ["Mã", "Nhiệm vụ", "Đơn vị chủ trì", "Sản phẩm", "Thời hạn"]
    rows = [
        [1, "Thu thuế", "Sở A", "Báo cáo", "30/6"],
        [1, "Tiêm chủng", "Sở B", "Báo cáo", "30/9"],
    ]
    checked = checked_rows(tmp_path, head, *rows, options=OF_THE_YEAR)

    assert errors(checked) == [("B3", "named_otherwise")]
