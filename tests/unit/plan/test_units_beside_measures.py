"""A column "Đơn vị" beside one of measures, and headings of lists of works and of sessions."""

from datetime import date

import pytest

from tests.support.plan_rows import OF_THE_YEAR, checked_rows, errors


def whose(checked):
    assert checked.draft is not None, checked.errors
    names = {unit.code: unit.name for unit in checked.draft.units}
    return [names[given.unit_code] for given in checked.draft.assignments]


@pytest.mark.parametrize("measure", ["ĐVT", "Đơn vị tính"])
def test_beside_measures_a_column_of_units_says_who_leads(tmp_path, measure):
    head = ["TT", "Đơn vị", "Chỉ tiêu", measure, "Kế hoạch", "Quý II", "Quý IV"]
    rows = (
        [1, "Thôn Đồng Dạ", "Thu quỹ", "triệu đồng", 15, 5, 10],
        [2, "Thôn Quan Tử", "Thu quỹ", "triệu đồng", 18, 8, 10],
    )
    checked = checked_rows(tmp_path, head, *rows, options=OF_THE_YEAR)

    assert whose(checked) == ["Thôn Đồng Dạ", "Thôn Quan Tử"]
    assert [i.unit_of_measure for i in checked.draft.indicators] == ["triệu đồng"]


def test_two_columns_of_measures_beside_one_of_leads_are_one_too_many(tmp_path):
    head = ["TT", "Chỉ tiêu", "Đơn vị", "ĐVT", "Cơ quan chủ trì", "Kế hoạch", "Quý IV"]
    row = [1, "A", "hộ", "hộ", "Sở Y tế", 15, 15]
    checked = checked_rows(tmp_path, head, row, options=OF_THE_YEAR)

    assert errors(checked) == [("D1", "column_twice")]


@pytest.mark.parametrize(
    ("name", "when"),
    [
        ("Danh mục công trình, dự án", "Thời gian hoàn thành"),
        ("Nội dung", "Thời gian trình BTV"),
        ("Trích yếu nội dung", "Hạn xử lý"),
    ],
)
def test_lists_of_works_and_of_sessions_are_known(tmp_path, name, when):
    head = ["TT", name, "Chủ đầu tư", when]
    checked = checked_rows(tmp_path, head, [1, "A", "Sở Y tế", "Tháng 3"], options=OF_THE_YEAR)

    assert whose(checked) == ["Sở Y tế"]
    assert checked.draft.assignments[0].deadline == date(2026, 3, 31)
