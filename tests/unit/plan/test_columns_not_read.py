"""Columns of units, cells below no heading, shifted columns, and text for fonts before Unicode."""

from pathlib import Path

import pytest

from dondoc.services.plan.check.check import check
from dondoc.services.plan.check.options import CheckOptions
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

START = ["TT", "Chỉ tiêu", "ĐVT", "Tổng số"]


@pytest.mark.parametrize("units", [["Xã A", "Xã B"], ["Sở Y tế", "Công an tỉnh"]])
def test_units_side_by_side_are_refused_at_their_first_column(tmp_path, units):
    checked = checked_rows(tmp_path, [*START, *units], [1, "Tỷ lệ hộ nghèo", "%", 3, 2, 4])

    assert errors(checked) == [("E1", "units_in_columns")]


@pytest.mark.parametrize("parts", [["Lập Thạch", "Tam Đảo"], ["Tháng 1", "Tháng 2"]])
def test_columns_that_share_out_the_target_are_refused(tmp_path, parts):
    rows = [[1, "Kết nạp", "người", 9, 4, 5], [2, "Thu", "tỷ đồng", "1.000", 400, 600]]
    checked = checked_rows(tmp_path, [*START, *parts], *rows)

    assert ("E1", "units_in_columns") in errors(checked)


def test_units_side_by_side_without_a_total_are_said_to_be_so(tmp_path):
    head = ["TT", "Chỉ tiêu", "ĐVT", "Xã A", "Xã B"]

    assert ("D1", "units_in_columns") in errors(checked_rows(tmp_path, head, [1, "A", "hộ", 2, 4]))


@pytest.mark.parametrize("others", [["So sánh", "Ghi nhận"], ["Sở Tài chính góp ý", "Nguồn"]])
def test_other_columns_that_are_not_read_are_only_said(tmp_path, others):
    checked = checked_rows(tmp_path, [*START, *others], [1, "Tỷ lệ", "%", 90, 85, 3])

    assert errors(checked) == []
    assert warned(checked, "unknown_column") == ["E1", "F1"]


def test_a_cell_below_no_heading_is_said_once_a_column(tmp_path):
    rows = [task("A"), [*task("B"), "khẩn"], [*task("C"), "khẩn"]]
    checked = checked_rows(tmp_path, TASKS, *rows, options=OF_THE_YEAR)

    assert checked.draft is not None
    assert warned(checked, "no_heading") == ["G3"]


def test_a_column_that_counts_the_rows_needs_no_heading(tmp_path):
    checked = checked_rows(tmp_path, [None, *QUARTERS[1:]], BUDGET)

    assert checked.draft is not None
    assert warned(checked, "no_heading") == []


def test_what_stands_beside_signatures_is_below_no_heading_and_no_matter(tmp_path):
    checked = checked_rows(tmp_path, QUARTERS, BUDGET, [*[None] * 9, "CHỦ TỊCH"])

    assert warned(checked, "no_heading") == []


def text_table(folder: Path, text: str) -> list[tuple[str | None, str]]:
    path = folder / "plan.csv"
    path.write_text(text, encoding="utf-8")
    return errors(check(path, OF_A_UNIT))


def test_a_decimal_comma_that_shifts_the_columns_of_a_text_table_is_refused(tmp_path):
    head = "TT,Chỉ tiêu,ĐVT,Kế hoạch năm\n"

    assert text_table(tmp_path, f"{head}1,Tỷ lệ hộ nghèo,%,2,5\n") == [("E2", "shifted_columns")]
    assert text_table(tmp_path, f'{head}1,Tỷ lệ hộ nghèo,%,"2,5"\n') == []
    assert text_table(tmp_path, f"{head}1,Tỷ lệ hộ nghèo,%,2.5,\n") == []


OLD = [["X©y dùng quy chÕ phèi hîp", "Së Néi vô"], ["Xaây döïng ñeà aùn", "Sôû Noäi vuï"]]


@pytest.mark.parametrize(("name", "unit"), OLD)
def test_text_for_old_fonts_is_refused_and_the_way_out_said(tmp_path, name, unit):
    row = [1, name, unit, None, "B¸o c¸o", "30/6/2026"]
    checked = checked_rows(tmp_path, TASKS, row, options=OF_THE_YEAR)

    assert errors(checked) == [("B2", "old_font")]


@pytest.mark.parametrize(
    "name", ["Káº¿t náº¡p Ä\u0091áº£ng viÃªn", "K?t n?p viên", "K\ufffdt n\ufffdp"]
)
def test_text_saved_in_the_wrong_encoding_is_refused(tmp_path, name):
    checked = checked_rows(tmp_path, TASKS, task(name), options=OF_THE_YEAR)

    assert errors(checked) == [("B2", "old_font")]


def test_headings_for_an_old_font_say_why_no_table_is_found(tmp_path):
    checked = checked_rows(tmp_path, ["TT", "NhiÖm vô", "§¬n vÞ chñ tr×"], [1, "§Ò ¸n", "Së Y tÕ"])

    assert ("B1", "old_font") in errors(checked)


@pytest.mark.parametrize(
    "name",
    [
        "Dự án với Köln và Münster",
        "Köln",
        "Café Société",
        "Mục¹ và ²",
        "Có gì?",
        "Xem http://a.vn/b?c=d&e?f",
        "XÃ ÁI QUỐC",
    ],
)
def test_a_foreign_name_is_no_old_font(tmp_path, name):
    checked = checked_rows(tmp_path, TASKS, task(name), options=CheckOptions(year=2026))

    assert errors(checked) == []
