"""Numbers beside the title of a group, and beside a part of the row above, count for nobody."""

import pytest

from dondoc.services.plan.check.check import Checked
from dondoc.services.plan.check.options import CheckOptions
from tests.support.plan_rows import OF_THE_YEAR, QUARTERS, checked_rows, errors, warned

OF_NUMBERS = CheckOptions(year=2026, unit="A", unit_name="Phòng A", kind="last_value")
WEIGHED = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Sản phẩm", "Thời hạn", "Trọng số"]
TARGETS = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm"]


def read(checked: Checked) -> list[tuple[str, str | None]]:
    assert checked.draft is not None, checked.errors
    return [(indicator.name, indicator.category) for indicator in checked.draft.indicators]


@pytest.mark.parametrize(
    "group",
    [
        ["I", "KINH TẾ", None, None, None, 40],
        [None, "I. KINH TẾ", None, None, None, 40],
        ["A", "KINH TẾ", None, None, None, 40],
        [None, "A. KINH TẾ", None, None, None, 40],
    ],
)
def test_a_group_that_carries_the_weight_of_its_rows_is_a_group(tmp_path, group):
    rows = [[1, "A", "Sở A", "Báo cáo", "30/6", 20], [2, "B", "Sở A", "Báo cáo", "30/6", 20]]
    checked = checked_rows(tmp_path, WEIGHED, group, *rows, options=OF_THE_YEAR)

    assert read(checked) == [("A", "KINH TẾ"), ("B", "KINH TẾ")]
    assert warned(checked, "group_numbers") == ["F2"]


def test_a_group_of_one_unit_that_carries_the_sum_of_its_rows_is_a_group(tmp_path):
    rows = [["I", "KINH TẾ", None, 70], [1, "Thu", "tỷ đồng", 40], [2, "Chi", "tỷ đồng", 30]]
    checked = checked_rows(tmp_path, TARGETS, *rows, options=OF_NUMBERS)

    assert read(checked) == [("Thu", "KINH TẾ"), ("Chi", "KINH TẾ")]
    assert warned(checked, "group_numbers") == ["D2"]


def test_groups_within_groups_with_numbers_are_groups(tmp_path):
    rows = [
        ["A", "KINH TẾ", None, None, None, 60],
        ["I", "Nông nghiệp", None, None, None, 20],
        [1, "A", "Sở A", "Báo cáo", "30/6", 20],
        ["II", "Công nghiệp", None, None, None, 40],
        [1, "B", "Sở A", "Báo cáo", "30/6", 40],
    ]
    checked = checked_rows(tmp_path, WEIGHED, *rows, options=OF_THE_YEAR)

    assert read(checked) == [("A", "Nông nghiệp"), ("B", "Công nghiệp")]
    assert warned(checked, "group_numbers") == ["F2", "F3", "F5"]


@pytest.mark.parametrize(
    "rows",
    [
        [["I", "Thu ngân sách", 40], [1, "Thu nội địa", 30]],
        [[None, "I. Thu ngân sách", 40], [None, "Thu nội địa", 30]],
    ],
)
def test_a_row_that_may_be_a_group_or_an_indicator_is_asked_about(tmp_path, rows):
    head = ["TT", "Chỉ tiêu", "Kế hoạch năm"]
    checked = checked_rows(tmp_path, head, *rows, options=OF_NUMBERS)

    assert errors(checked) == [("B2", "group_or_indicator")]


@pytest.mark.parametrize(
    "group", [[1, "Kinh tế", None, 70], [None, "KINH TẾ", None, 70], ["I", "KINH TẾ", None, "8%"]]
)
def test_a_row_counted_as_indicators_are_is_asked_about(tmp_path, group):
    rows = [group, ["1.1", "Thu", "tỷ đồng", 40], ["1.2", "Chi", "tỷ đồng", 30]]
    checked = checked_rows(tmp_path, TARGETS, *rows, options=OF_NUMBERS)

    assert errors(checked) == [("B2", "group_or_indicator")]


@pytest.mark.parametrize(
    ("first", "below"),
    [
        (["I", "Thu ngân sách", "tỷ đồng", 40], [1, "Thu nội địa", "tỷ đồng", 30]),
        (["I", "Thu ngân sách", None, 40], ["II", "Hộ nghèo", "hộ", 30]),
        (["I", "Thu ngân sách", "%", 40], ["II", "Hộ nghèo", "hộ", 30]),
    ],
)
def test_an_indicator_counted_as_groups_are_stays_one(tmp_path, first, below):
    checked = checked_rows(tmp_path, TARGETS, first, below, options=OF_NUMBERS)

    assert [name for name, _ in read(checked)] == [first[1], below[1]]
    assert warned(checked, "group_numbers") == []


@pytest.mark.parametrize(
    "part",
    [
        [None, "+ Trâu", None, 300],
        ["+", "Trâu", None, 300],
        ["-", "Trâu", None, 300],
        ["a", "Trâu", None, 300],
        ["1.1", "Trâu", None, 300],
        [None, "Trong đó: Trâu", None, 300],
        [None, "Trâu", None, 300],
        ["1a", "Trâu", None, 300],
    ],
)
def test_a_part_with_a_number_and_no_unit_is_refused(tmp_path, part):
    whole = [1, "Tổng đàn", "con", 1000]
    checked = checked_rows(tmp_path, TARGETS, whole, part, options=OF_NUMBERS)

    assert errors(checked) == [("B3", "part_without_unit")]
    said = {**checked.errors[0].params}
    assert (said["above"], said["place"]) == ("Tổng đàn", "Sheet!B2")


def test_every_part_below_words_before_them_is_refused(tmp_path):
    rows = [[1, "Đàn", "con", 50], [None, "Trong đó:"], [None, "Trâu", None, 30]]
    rows.append([None, "Bò", None, 20])
    checked = checked_rows(tmp_path, TARGETS, *rows, options=OF_NUMBERS)

    assert errors(checked) == [("B4", "part_without_unit"), ("B5", "part_without_unit")]


def test_a_title_with_a_weight_above_rows_that_are_counted_is_asked_about(tmp_path):
    rows = [[None, "Lĩnh vực kinh tế", None, None, None, 20], [1, "A", "Sở A", "Đề án", "30/6", 20]]
    checked = checked_rows(tmp_path, WEIGHED, *rows, options=OF_THE_YEAR)

    assert errors(checked) == [("B2", "group_or_indicator")]


def test_a_part_that_says_its_unit_is_said_to_count_for_itself(tmp_path):
    rows = [
        [1, "Tổng đàn", "con", 1000], [None, "+ Trâu", "con", 300], [None, "+ Bò", "con", 700],
        [2, "Thu", "tỷ đồng", 5],
    ]  # fmt: skip
    checked = checked_rows(tmp_path, TARGETS, *rows, options=OF_NUMBERS)

    assert len(read(checked)) == 4
    assert warned(checked, "part_of_row") == ["B3", "B4"]


def test_the_quarters_of_a_part_without_a_unit_are_numbers_too(tmp_path):
    rows = [[1, "Tổng đàn", "con", 40, 10, 10, 10, 10], [None, "+ Trâu", None, 20, 5, 5, 5, 5]]
    checked = checked_rows(tmp_path, QUARTERS, *rows, options=OF_NUMBERS)

    assert errors(checked) == [("B3", "part_without_unit")]


def test_lines_with_dashes_alone_are_parts_of_nothing(tmp_path):
    rows = [[None, "- Trâu", "con", 300], [None, "- Bò", "con", 700]]
    checked = checked_rows(tmp_path, TARGETS, *rows, options=OF_NUMBERS)

    assert (len(read(checked)), warned(checked, "part_of_row")) == (2, [])


def test_rows_of_a_table_without_units_need_none(tmp_path):
    rows = [[1, "Xã đạt chuẩn", 5], [None, "Hợp tác xã mới", 8]]
    head = ["TT", "Chỉ tiêu", "Kế hoạch năm"]
    checked = checked_rows(tmp_path, head, *rows, options=OF_NUMBERS)

    assert [name for name, _ in read(checked)] == ["Xã đạt chuẩn", "Hợp tác xã mới"]
