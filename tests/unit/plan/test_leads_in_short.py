"""Several units in one cell, of which some are named in short or begin as few units do."""

import pytest

from dondoc.services.workbook.named_wrongly import units_in, wrong_name
from tests.support.plan_rows import OF_THE_YEAR, TASKS, checked_rows, errors, task, warned


@pytest.mark.parametrize(
    ("written", "units"),
    [
        ("Sở Y tế, Nội vụ", ("Sở Y tế", "Sở Nội vụ")),
        ("Sở Y tế và Nội vụ", ("Sở Y tế", "Sở Nội vụ")),
        ("Sở Y tế; Tài chính, và Tư pháp", ("Sở Y tế", "Sở Tài chính", "Sở Tư pháp")),
        ("Sở NN&MT, KH&CN & GD&ĐT", ("Sở NN&MT", "Sở KH&CN", "Sở GD&ĐT")),
        ("Sở Giáo dục và Đào tạo, Y tế tỉnh", ("Sở Giáo dục và Đào tạo tỉnh", "Sở Y tế tỉnh")),
        (
            "Sở Văn hóa, Thể thao và Du lịch, Công Thương",
            ("Sở Văn hóa, Thể thao và Du lịch", "Sở Công Thương"),
        ),
        ("Phòng Kinh tế, Văn hóa - Xã hội", ("Phòng Kinh tế", "Phòng Văn hóa - Xã hội")),
        ("Ban Tổ chức, Nội chính Tỉnh ủy", ("Ban Tổ chức Tỉnh ủy", "Ban Nội chính Tỉnh ủy")),
        ("Hội Nông dân, Phụ nữ", ("Hội Nông dân", "Hội Phụ nữ")),
        ("Công an tỉnh, Sở Y tế, Nội vụ", ("Công an tỉnh", "Sở Y tế", "Sở Nội vụ")),
        ("Sở Tài chính, Thuế tỉnh", ("Sở Tài chính", "Thuế tỉnh")),
        ("Thuế tỉnh, Sở Tài chính", ("Thuế tỉnh", "Sở Tài chính")),
        ("Viettel Phú Thọ\nSở Nội vụ", ("Viettel Phú Thọ", "Sở Nội vụ")),
        ("Thôn Đồng Dạ, Thôn Quan Tử", ("Thôn Đồng Dạ", "Thôn Quan Tử")),
    ],
)
def test_each_unit_of_a_list_is_seen(written, units):
    assert units_in(written) == units
    assert wrong_name(written) == "plan.error.several_units"


@pytest.mark.parametrize(
    "name",
    ["Sở Văn hóa, Thể thao và Du lịch", "Sở Nông nghiệp và Môi trường", "Thuế tỉnh",
     "Phòng Kinh tế, Hạ tầng và Đô thị", "Sở Y tế", "Sở Nội vụ tỉnh Phú Thọ", "Phòng VH-XH",
     "Trung tâm Văn hóa, Thông tin và Thể thao", "Phòng Văn hóa - Xã hội", "Sở Quy hoạch, Nội vụ",
     "Tổ dân phố số 2", "Quân khu 2", "Sở Y tế Nội vụ"],
)  # fmt: skip
def test_fields_that_make_one_name_stay_one(name):
    assert units_in(name) == (name,)
    assert wrong_name(name) is None


@pytest.mark.parametrize("written", ["Thôn 1, 2, 3", "Tổ dân phố 1 và 2", "Khu 1, 2 và 3"])
def test_units_that_share_a_word_and_differ_in_a_number_are_several(written):
    assert wrong_name(written) == "plan.error.several_units"


def test_helping_units_in_short_are_named_in_full(tmp_path):
    row = [1, "A", "Sở Tài chính", "Sở Y tế, Nội vụ", "Báo cáo", "30/6"]
    checked = checked_rows(tmp_path, TASKS, row, options=OF_THE_YEAR)

    assert checked.draft is not None
    assert list(checked.draft.helper_names.values()) == ["Sở Y tế", "Sở Nội vụ"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Trường THCS, Tiểu học Tam Sơn", ["C2"]),
        ("Phòng TCHC, KHTC", ["C2"]),
        ("Sở Văn hóa, Thể thao và Du lịch", []),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", []),
        ("Sở VH,TT&DL", []),
    ],
)
def test_a_comma_in_the_name_of_a_new_unit_is_said(tmp_path, name, said):
    checked = checked_rows(tmp_path, TASKS, task("A", name), options=OF_THE_YEAR)

    assert errors(checked) == []
    assert warned(checked, "comma_in_unit") == said
