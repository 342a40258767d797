"""Who leads and who helps, as offices write it: one work for several units, lists, persons."""

import pytest

from dondoc.services.workbook.named_wrongly import units_in, wrong_name
from tests.support.plan_rows import OF_THE_YEAR, QUARTERS, TASKS, checked_rows, errors, task, warned


def test_work_of_one_name_is_given_to_several_units(tmp_path):
    """As somebody gets it who makes a row for each of several units in one cell."""
    rows = [task("Báo cáo tổng kết", unit) for unit in ("Sở Nội vụ", "Sở Y tế", "Công an tỉnh")]
    checked = checked_rows(tmp_path, TASKS, *rows, options=OF_THE_YEAR)

    assert errors(checked) == []
    assert checked.draft is not None
    assert [i.name for i in checked.draft.indicators] == ["Báo cáo tổng kết"]
    names = {unit.code: unit.name for unit in checked.draft.units}
    given = [(a.indicator_code, names[a.unit_code]) for a in checked.draft.assignments]
    code = checked.draft.indicators[0].code
    assert given == [(code, "Sở Nội vụ"), (code, "Sở Y tế"), (code, "Công an tỉnh")]


@pytest.mark.parametrize("other", ["Sở Nội vụ", "SỞ NỘI VỤ"])
def test_one_unit_is_given_work_of_one_name_once(tmp_path, other):
    rows = [task("Báo cáo"), task("Đề án", "Sở Y tế"), task("Báo cáo", other, "31/12/2026")]
    checked = checked_rows(tmp_path, TASKS, *rows, options=OF_THE_YEAR)

    assert errors(checked) == [("B4", "repeated")]


def test_one_units_own_plan_names_each_work_once(tmp_path):
    rows = [[1, "Số lớp", "lớp", 4, 1, 1, 1, 1], [2, "Số lớp", "lớp", 8, 2, 2, 2, 2]]

    assert errors(checked_rows(tmp_path, QUARTERS, *rows)) == [("B3", "repeated")]


def test_work_of_several_units_is_measured_alike(tmp_path):
    head = ["TT", "Chỉ tiêu", "Đơn vị chủ trì", "ĐVT", "Kế hoạch năm"]
    rows = [[1, "Trả đúng hạn", "Sở Y tế", "%", 95], [2, "Trả đúng hạn", "Sở Nội vụ", "điểm %", 9]]
    checked = checked_rows(tmp_path, head, *rows, options=OF_THE_YEAR)

    assert errors(checked) == [("B3", "measured_otherwise")]


def test_a_row_without_a_leading_unit_is_refused_at_its_cell(tmp_path):
    rows = [task("A"), task("B", None), task("C")]
    checked = checked_rows(tmp_path, TASKS, *rows, options=OF_THE_YEAR)

    assert errors(checked) == [("C3", "no_lead")]


def test_a_row_without_a_name_is_not_asked_for_its_unit_too(tmp_path):
    rows = [task("A"), [None, None, None, None, "Quyết định", "30/9/2026"]]
    checked = checked_rows(tmp_path, TASKS, *rows, options=OF_THE_YEAR)

    assert errors(checked) == [("B3", "blank")]


@pytest.mark.parametrize(
    "named", ["Sở Nội vụ (đ/c Nguyễn Văn An)", "Sở Nội vụ - đ/c An", "Sở Nội vụ: Ông An",
              "Sở Nội vụ (Nguyễn Văn An)", "Sở Nội vụ, Nguyễn Văn An",
              "Phòng Kinh tế, Phó Trưởng phòng"]
)  # fmt: skip
def test_a_person_behind_the_unit_is_no_part_of_its_name(tmp_path, named):
    checked = checked_rows(tmp_path, TASKS, task("A", named), options=OF_THE_YEAR)

    assert errors(checked) == [("C2", "person_in_unit")]


@pytest.mark.parametrize(
    "named",
    ["UBND các xã, phường", "Công an các xã", "Sở Y tế; các đơn vị liên quan",
     "Sở Lao động - Thương binh và Xã hội, Ban Dân tộc"],
)  # fmt: skip
def test_all_units_of_a_sort_are_no_unit(named):
    assert wrong_name(named) == "plan.error.several_units"


@pytest.mark.parametrize(
    "named",
    ["Ban Quản lý các khu công nghiệp", "Liên hiệp các Hội Khoa học và Kỹ thuật",
     "PHÒNG VĂN HÓA - XÃ HỘI", "Phòng Kinh tế, Hạ tầng và Đô thị", "Ban Giám đốc",
     "Văn phòng HĐND và UBND"],
)  # fmt: skip
def test_a_unit_with_many_words_in_its_name_is_one(named):
    assert wrong_name(named) is None
    assert units_in(named) == (named,)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Sở Y tế, Sở Tài chính, UBND các xã", ["Sở Y tế", "Sở Tài chính", "UBND các xã"]),
        ("Các sở, ban, ngành; UBND các xã, phường",
         ["Các sở, ban, ngành", "UBND các xã, phường"]),
        ("Sở Y tế và Công an tỉnh", ["Sở Y tế", "Công an tỉnh"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế",
         ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]),
        ("- Sở Y tế\n- Sở Tài chính", ["Sở Y tế", "Sở Tài chính"]),
        ("Văn phòng HĐND và UBND huyện, Phòng Nội vụ",
         ["Văn phòng HĐND và UBND huyện", "Phòng Nội vụ"]),
        ("Lê Lợi, Lý Thường Kiệt", ["Lê Lợi, Lý Thường Kiệt"]),
    ],
)  # fmt: skip
def test_helping_units_are_parted_as_they_are_listed(tmp_path, written, names):
    row = [1, "A", "Tỉnh đoàn", written, "Báo cáo", "30/6/2026"]
    checked = checked_rows(tmp_path, TASKS, row, options=OF_THE_YEAR)

    assert checked.draft is not None
    assert list(checked.draft.helper_names.values()) == names
    assert warned(checked, "helpers_not_listed") == ["D2"]


@pytest.mark.parametrize("signed", ["T/M ỦY BAN NHÂN DÂN XÃ", "NGƯỜI TỔNG HỢP", "LÃNH ĐẠO PHÒNG"])
def test_more_ways_to_sign_end_the_table(tmp_path, signed):
    rows = [[None, signed, None, None, "CHỦ TỊCH"], [None, "Nguyễn Văn B", None, None, "Trần C"]]
    checked = checked_rows(tmp_path, TASKS, task("A"), *rows)

    assert checked.draft is not None
    assert len(checked.draft.assignments) == 1
    assert warned(checked, "signature_block") == ["B3"]
