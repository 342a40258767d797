"""A sheet for each unit, and a line that says whose plan it is."""

import pytest
from openpyxl import Workbook

from dondoc.services.plan.check.check import check
from dondoc.services.plan.check.options import CheckOptions
from tests.support.plan_rows import BUDGET, OF_A_UNIT, OF_THE_YEAR, QUARTERS, checked_rows, warned


def checked_sheets(folder, *names, options=OF_A_UNIT):
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, name in enumerate(names):
        sheet = workbook.create_sheet(name)
        sheet.append(QUARTERS)
        sheet.append([1, f"Chỉ tiêu {number}", *BUDGET[2:]])
    workbook.save(folder / "plan.xlsx")
    return check(folder / "plan.xlsx", options)


def sheets_of_others(checked):
    return [p.sheet for p in checked.warnings if p.key == "plan.warn.other_unit"]


def test_sheets_named_as_other_units_are_said(tmp_path):
    checked = checked_sheets(tmp_path, "Sở Y tế", "KH Sở Nội vụ", "Phòng A", "Sheet1")

    assert sheets_of_others(checked) == ["Sở Y tế", "KH Sở Nội vụ"]
    assert {given.unit_code for given in checked.draft.assignments} == {OF_A_UNIT.unit}


def test_one_sheet_named_as_a_unit_may_be_that_of_a_code_without_a_name(tmp_path):
    by_code = CheckOptions(year=2026, unit="SYT")

    assert sheets_of_others(checked_sheets(tmp_path, "Sở Y tế", options=by_code)) == []
    two = checked_sheets(tmp_path, "Sở Y tế", "Sở Nội vụ", options=by_code)
    assert sheets_of_others(two) == ["Sở Y tế", "Sở Nội vụ"]


def test_a_line_that_names_another_unit_is_said(tmp_path):
    other = checked_rows(tmp_path, ["Đơn vị thực hiện: Sở Y tế"], QUARTERS, BUDGET)
    assert warned(other, "other_unit") == ["A1"]

    own = checked_rows(tmp_path, ["Đơn vị: Phòng A huyện B"], QUARTERS, BUDGET)
    assert warned(own, "other_unit") == []


def whose(checked):
    assert checked.draft is not None, checked.errors
    names = {unit.code: unit.name for unit in checked.draft.units}
    return [names[given.unit_code] for given in checked.draft.assignments]


def test_work_on_a_sheet_for_each_unit_is_theirs_where_none_is_named_when_loading(tmp_path):
    checked = checked_sheets(tmp_path, "KH Sở Y tế", "Sở Nội vụ", options=OF_THE_YEAR)

    assert whose(checked) == ["Sở Y tế", "Sở Nội vụ"]
    said = [(p.sheet, p.params["name"]) for p in checked.warnings if p.key.endswith("of_sheet")]
    assert said == [("KH Sở Y tế", "Sở Y tế"), ("Sở Nội vụ", "Sở Nội vụ")]


def test_a_sheet_that_names_no_unit_beside_those_that_do_is_asked_about(tmp_path):
    checked = checked_sheets(tmp_path, "Sở Y tế", "Sở Nội vụ", "Sheet3", options=OF_THE_YEAR)

    assert [p.key for p in checked.errors] == ["plan.error.no_unit"]


@pytest.mark.parametrize(
    "names", [("Sở Y tế",), ("Sở Y tế", "KH Sở Y tế"), ("Sở Y tế", "Sở ngành")]
)
def test_one_name_on_sheets_leaves_open_whose_the_work_is(tmp_path, names):
    checked = checked_sheets(tmp_path, *names, options=OF_THE_YEAR)

    assert [p.key for p in checked.errors] == ["plan.error.no_unit"]
