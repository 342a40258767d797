"""One title given to several units: what the first row says of it holds for all, and is said."""

import pytest

from tests.support.plan_rows import OF_THE_YEAR, checked_rows, task, warned
from tests.support.plan_rows import TASKS as PLAIN

TASKS = ["Lĩnh vực", "Nhiệm vụ", "Đơn vị chủ trì", "Sản phẩm", "Thời hạn", "Nguồn số liệu", "Khó"]


@pytest.mark.parametrize(
    ("category", "source", "hard", "columns"),
    [
        ("Xã hội", "Niên giám", "x", "Lĩnh vực"),
        ("Kinh tế", "Thuế", "x", "Nguồn số liệu"),
        ("Xã hội", "Thuế", "không", "Lĩnh vực; Nguồn số liệu; Khó"),
        ("KINH TẾ", "Niên giám", "x", None),
        (None, None, None, None),
    ],
)
def test_what_the_second_row_says_otherwise_is_said(tmp_path, category, source, hard, columns):
    rows = [
        ["Kinh tế", "A", "Sở A", "Báo cáo", "30/6", "Niên giám", "x"],
        [category, "A", "Sở B", "Báo cáo", "30/6", source, hard],
    ]
    checked = checked_rows(tmp_path, TASKS, *rows, options=OF_THE_YEAR)

    said = [p for p in checked.warnings if p.key == "plan.warn.told_otherwise"]
    assert [(p.cell, p.params["columns"]) for p in said] == ([("B3", columns)] if columns else [])


def test_the_same_title_in_another_group_is_said(tmp_path):
    rows = [["I", "KINH TẾ"], task("A", "Sở A"), ["II", "XÃ HỘI"], task("A", "Sở B", tt=2)]
    checked = checked_rows(tmp_path, PLAIN, *rows, options=OF_THE_YEAR)

    assert warned(checked, "told_otherwise") == ["B5"]
