"""What people write around the name of a leading unit, and names that look like something else."""

import pytest

from dondoc.services.workbook.named_wrongly import wrong_name
from tests.support.plan_rows import OF_THE_YEAR, TASKS, checked_rows, errors, task, warned


def units(checked):
    assert checked.draft is not None, checked.errors
    return [unit.name for unit in checked.draft.units]


@pytest.mark.parametrize(
    "written",
    ["Chủ trì: Sở Y tế", "Cơ quan chủ trì - Sở Y tế", "Sở Y tế (chủ trì)", "Sở Y tế chủ trì",
     "- Sở Y tế", "1. Sở Y tế", "a) Sở Y tế", "Sở Y tế (1)", "Sở Y tế (*)", "Sở Y tế²",
     "Sở Y tế.", "Sở Y tế;", "1. Chủ trì: Sở Y tế (2)."],
)  # fmt: skip
def test_what_stands_around_the_name_of_a_unit_is_no_part_of_it(tmp_path, written):
    checked = checked_rows(tmp_path, TASKS, task("A", written), options=OF_THE_YEAR)

    assert units(checked) == ["Sở Y tế"]


@pytest.mark.parametrize("name", ["Tổ 1", "Trường Mầm non số 2", "Quân khu 2", "Sở Y tế (cơ sở 2)"])
def test_what_belongs_to_the_name_of_a_unit_stays(tmp_path, name):
    checked = checked_rows(tmp_path, TASKS, task("A", name), options=OF_THE_YEAR)

    assert units(checked) == [name]


@pytest.mark.parametrize(
    "written",
    ["Sở Y tế chủ trì, phối hợp với Sở Tài chính", "Sở Y tế phối hợp Sở Nội vụ",
     "1. Sở Y tế\n2. Sở Nội vụ", "Chủ trì: Sở Y tế; Phối hợp: Sở Tài chính",
     "Sở Y tế (chủ trì), Sở Tài chính (phối hợp)", "Sở Y tế, UBND cấp xã",
     "Công an tỉnh phối hợp với các đơn vị"],
)  # fmt: skip
def test_who_leads_and_who_helps_in_one_cell_is_asked_about(tmp_path, written):
    checked = checked_rows(tmp_path, TASKS, task("A", written), options=OF_THE_YEAR)

    assert errors(checked) == [("C2", "several_units")]


@pytest.mark.parametrize(
    "written",
    ["UBND cấp xã", "Đảng ủy cấp xã", "Cấp ủy các cấp", "Sở, ban, ngành", "Xã, phường",
     "Sở, ngành, địa phương", "Đơn vị liên quan", "Cơ quan, đơn vị được giao", "Toàn tỉnh",
     "Địa phương", "02 đơn vị", "UBND 15 xã", "UBND xã A, B", "Sở: Y tế, Nội vụ"],
)  # fmt: skip
def test_a_level_or_a_sort_of_units_is_no_unit(written):
    assert wrong_name(written) == "plan.error.several_units"


@pytest.mark.parametrize("written", ["x", "●", "Như mục 1", "Theo phân công", "Chưa rõ", "?"])
def test_what_names_nothing_is_no_unit(tmp_path, written):
    checked = checked_rows(tmp_path, TASKS, task("A", written), options=OF_THE_YEAR)

    assert errors(checked) == [("C2", "no_name_of_unit")]


@pytest.mark.parametrize(
    "name",
    ["Sở Nông nghiệp và Môi trường", "Phòng Tài nguyên và Môi trường", "Quỹ Bảo vệ môi trường",
     "Đảng ủy các cơ quan Đảng tỉnh", "Ba Vì", "Ba Đình", "Hội đồng phối hợp phổ biến giáo dục",
     "Văn phòng Điều phối nông thôn mới", "Ban Quản lý các khu công nghiệp", "Trường Chính trị",
     "Cơ quan Tổ chức - Nội vụ", "Sở TT&TT", "Trường THCS (Lê Quý Đôn)",
     "Sở Văn hóa, Thể thao và Du lịch", "Quân khu 2",
     "UBND xã Tam Đảo", "Phòng Văn hóa - Xã hội"],
)  # fmt: skip
def test_the_name_of_a_unit_that_sounds_like_several_or_a_person_is_one(name):
    assert wrong_name(name) is None


@pytest.mark.parametrize("said", ["Không", "Không có", "/", "-", 0])
def test_who_says_that_nobody_helps_names_nobody(tmp_path, said):
    row = [1, "A", "Sở Y tế", said, "Báo cáo", "30/6"]
    checked = checked_rows(tmp_path, TASKS, row, options=OF_THE_YEAR)

    assert checked.draft is not None
    assert checked.draft.helper_names == {}
    assert warned(checked, "helpers_not_listed") == []


def test_helping_units_are_named_without_their_part(tmp_path):
    row = [1, "A", "Sở Y tế", "Phối hợp: Sở Tài chính; - Sở Nội vụ (phối hợp)", "Báo cáo", "30/6"]
    checked = checked_rows(tmp_path, TASKS, row, options=OF_THE_YEAR)

    assert checked.draft is not None
    assert list(checked.draft.helper_names.values()) == ["Sở Tài chính", "Sở Nội vụ"]
