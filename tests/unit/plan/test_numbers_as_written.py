"""Numbers in words, dates where numbers are meant, and units of measure that headings tell."""

from datetime import date
from decimal import Decimal

import pytest

from tests.support.plan_rows import checked_rows, errors, warned

MEASURED = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm", "Loại"]
BARE = ["TT", "Nhiệm vụ", "Kế hoạch năm", "Thời hạn"]


@pytest.mark.parametrize(
    "written", ["Năm (05) xã", "Tăng 5 xã", "(5)", "½", "O5", "l0", "giảm còn 3 xã", "cả 5"]
)
def test_a_number_among_words_is_no_product_of_what_is_measured(tmp_path, written):
    checked = checked_rows(tmp_path, MEASURED, [1, "Số xã đạt chuẩn", "xã", written])

    assert errors(checked) == [("D2", "number_with_words")]


@pytest.mark.parametrize(
    "written",
    ["Năm (05) xã", "Giảm 2%", "Tăng thêm 10 xã", "Đạt chuẩn 100%", "(5)", "Duy trì 95 hộ"],
)  # fmt: skip
def test_a_number_told_in_words_is_no_product_where_nothing_measures_it(tmp_path, written):
    checked = checked_rows(tmp_path, BARE, [1, "Xã đạt chuẩn", written, "30/6/2026"])

    assert [cell for cell, _ in errors(checked)] == ["C2"]


@pytest.mark.parametrize(
    "written", ["Nghị quyết số 12 của HĐND", "Đề án 06", "Báo cáo quý I, 6 tháng", "Kế hoạch 5 năm"]
)
def test_a_number_in_the_name_of_a_product_is_no_number(tmp_path, written):
    checked = checked_rows(tmp_path, BARE, [1, "Ban hành", written, "30/6/2026"])

    assert errors(checked) == []
    assert checked.draft is not None
    assert [a.target_product for a in checked.draft.assignments] == [written]


def test_below_a_heading_of_products_every_text_is_one(tmp_path):
    head = ["TT", "Nhiệm vụ", "ĐVT", "Sản phẩm", "Thời hạn"]
    row = [1, "Tuyên truyền", "hội nghị", "Giảm 2% vi phạm", "30/6/2026"]
    checked = checked_rows(tmp_path, head, row)

    assert errors(checked) == []
    assert checked.draft is not None
    assert [a.target_product for a in checked.draft.assignments] == ["Giảm 2% vi phạm"]
    assert warned(checked, "words_as_product") == []


def test_last_years_result_in_another_unit_is_refused(tmp_path):
    head = ["TT", "Chỉ tiêu", "TH 2025 (triệu đồng)", "KH 2026 (tỷ đồng)", "Loại"]
    checked = checked_rows(tmp_path, head, [1, "Thu ngân sách", 900000, 1000, "Lũy kế"])

    assert errors(checked) == [("C2", "unit_of_heading")]


@pytest.mark.parametrize("written", ["01 Đề án", "02 báo cáo/quý", "1. Báo cáo\n2. Tờ trình"])
def test_a_counted_product_below_a_heading_of_products_is_one_and_said(tmp_path, written):
    checked = checked_rows(tmp_path, ["TT", "Nhiệm vụ", "Sản phẩm"], [1, "Ban hành", written])

    assert errors(checked) == []
    assert checked.draft is not None
    assert [a.target_product for a in checked.draft.assignments] == [written]
    assert warned(checked, "counted_product") == ["C2"]


@pytest.mark.parametrize("written", ["5 km", "20 người", "10-12 lớp", "2,5 ha", "100% hồ sơ"])
def test_a_quantity_below_a_heading_of_products_is_refused(tmp_path, written):
    checked = checked_rows(tmp_path, ["TT", "Nhiệm vụ", "Sản phẩm"], [1, "Ban hành", written])

    assert [cell for cell, _ in errors(checked)] == ["C2"]


def test_a_unit_with_a_raised_figure_is_the_same(tmp_path):
    head = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm", "Loại"]
    checked = checked_rows(tmp_path, head, [1, "Nhà văn hóa", "m2", "100 m²", "Lũy kế"])

    assert errors(checked) == []


@pytest.mark.parametrize("written", ["chưa giao", "Hoàn thành", "x"])
def test_words_of_what_is_measured_are_read_as_a_product_and_said(tmp_path, written):
    checked = checked_rows(tmp_path, MEASURED, [1, "Số xã", "xã", written])

    assert checked.draft is not None
    assert warned(checked, "words_as_product") == ["D2"]


def test_a_kind_that_is_stated_is_believed(tmp_path):
    row = [1, "Ban hành", "văn bản", "02 quyết định và 01 chỉ thị", "Sản phẩm"]

    assert warned(checked_rows(tmp_path, MEASURED, row), "words_as_product") == []


@pytest.mark.parametrize("head", [MEASURED, BARE])
def test_a_date_is_no_number_and_no_product(tmp_path, head):
    day = date(2026, 10, 5)
    row = [1, "Xã đạt chuẩn", "xã", day] if head is MEASURED else [1, "Xã đạt chuẩn", day]
    cell = "D2" if head is MEASURED else "C2"

    assert errors(checked_rows(tmp_path, head, row)) == [(cell, "date_as_number")]


def test_a_unit_of_one_sign_is_the_rows_own(tmp_path):
    checked = checked_rows(tmp_path, MEASURED, [1, "Tỷ suất", "‰", "12,5‰", "Giá trị cuối kỳ"])

    assert checked.draft is not None
    assert [a.target for a in checked.draft.assignments] == [Decimal("12.5")]
    row = [1, "Tỷ suất", "%", "12,5‰", "Giá trị cuối kỳ"]
    assert errors(checked_rows(tmp_path, MEASURED, row)) == [("D2", "unit")]


@pytest.mark.parametrize(
    ("above", "heading", "unit"),
    [
        (None, "Kế hoạch năm (triệu đồng)", "triệu đồng"),
        (None, "Kế hoạch năm\n(ĐVT: tấn)", "tấn"),
        ("Đơn vị tính: Triệu đồng", "Kế hoạch năm", "Triệu đồng"),
        ("(ĐVT: lớp)", "Kế hoạch năm", "lớp"),
        ("Đơn vị: tỷ đồng", "Kế hoạch năm", "tỷ đồng"),
        ("Đơn vị: Sở Nội vụ", "Kế hoạch năm (giao)", None),
    ],
)
def test_the_headings_say_what_is_measured_where_no_column_does(tmp_path, above, heading, unit):
    row = [1, "Thu ngân sách", 40, "Lũy kế"]
    head = ["TT", "Chỉ tiêu", heading, "Loại"]
    checked = checked_rows(tmp_path, [None, None, above], head, row)

    assert checked.draft is not None
    assert [i.unit_of_measure for i in checked.draft.indicators] == [unit]


@pytest.mark.parametrize("plain", [["1.5"], ["2.5", "2,5"], ["1,250.5"]])
@pytest.mark.parametrize("written", ["1.500", "2,250"])
def test_a_thousand_times_more_is_asked_about_where_points_start_decimals(tmp_path, plain, written):
    rows = [[i, f"Diện tích {i}", "ha", text, "Lũy kế"] for i, text in enumerate([*plain, written])]
    checked = checked_rows(tmp_path, MEASURED, *rows)

    assert errors(checked) == [(f"D{len(rows) + 1}", "ambiguous_number")]


def test_points_between_thousands_are_believed_where_no_decimals_contradict(tmp_path):
    texts = ["1.500", "2,25", "12.345.678"]
    rows = [[i, f"Diện tích {i}", "ha", text, "Lũy kế"] for i, text in enumerate(texts)]
    checked = checked_rows(tmp_path, MEASURED, *rows)

    assert checked.draft is not None, checked.errors
    targets = [assignment.target for assignment in checked.draft.assignments]
    assert targets == [1500, Decimal("2.25"), 12345678]


def test_a_heading_in_per_cent_makes_percentages(tmp_path):
    checked = checked_rows(
        tmp_path, ["TT", "Chỉ tiêu", "Kế hoạch năm (%)"], [1, "Trả đúng hạn", 95]
    )

    assert checked.draft is not None
    assert [i.kind for i in checked.draft.indicators] == ["percentage"]


def test_a_row_in_another_unit_than_its_heading_is_refused(tmp_path):
    head = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm (triệu đồng)", "Loại"]
    rows = [[1, "Thu", "tỷ đồng", 40, "Lũy kế"], [2, "Chi", "Triệu Đồng", 40, "Lũy kế"]]

    assert errors(checked_rows(tmp_path, head, *rows)) == [("D2", "unit_of_heading")]


def test_a_column_of_units_is_believed_before_what_stands_above(tmp_path):
    rows = [["ĐVT: triệu đồng"], MEASURED, [1, "Thu", "tỷ đồng", 40, "Lũy kế"]]
    checked = checked_rows(tmp_path, *rows)

    assert checked.draft is not None
    assert [i.unit_of_measure for i in checked.draft.indicators] == ["tỷ đồng"]
