"""A plan of one unit on one sheet, as offices here and elsewhere keep it."""

from decimal import Decimal

from dondoc.i18n import translator
from dondoc.services.plan.check.check import check_workbook
from dondoc.services.plan.check.named_units import code_from_name
from dondoc.services.plan.check.options import CheckOptions
from dondoc.services.workbook.grid import Grid, Percent
from dondoc.services.workbook.open import Workbook
from dondoc.services.workbook.problem import render_problem

HEAD = [
    "No",
    "Key performance indicator",
    "Unit of measurement",
    "Baseline 2021/22",
    "Annual target 2022/23",
    "Q1",
    "Q2",
    "Q3",
    "Q4",
]
OPTIONS = CheckOptions(year=2022, unit="MOGALE", unit_name="Mogale City")


def check_rows(*rows, options=OPTIONS, head=HEAD):
    grid = Grid("SDBIP", 0, tuple((i, tuple(row)) for i, row in enumerate([head, *rows])))
    return check_workbook(Workbook("csv", (grid,)), options)


def errors(checked):
    return [(p.cell, p.key.removeprefix("plan.error.")) for p in checked.errors]


def test_a_plan_of_a_district_of_another_country_loads():
    checked = check_rows(
        ["", "Basic services", "", "", "", "", "", "", ""],
        ["1", "Water connections made", "Number", "1,150", "1,200", "300", "300", "300", "300"],
        [
            "2",
            "Households with electricity",
            "Number",
            "9,000",
            "10,500.5",
            "9,500",
            "-",
            "-",
            "10,500.5",
        ],
        ["3", "Water quality", "%", "96%", "97%", "97%", "97%", "97%", "97%"],
        [
            "4",
            "Budget approved",
            "Date",
            "",
            "By-law adopted",
            "-",
            "Draft",
            "-",
            "Approved budget",
        ],
    )

    assert checked.errors == ()
    draft = checked.draft
    assert [u.name for u in draft.units] == ["Mogale City"]
    assert [i.kind for i in draft.indicators] == [
        "increment",
        "running_total",
        "percentage",
        "product",
    ]
    assert {i.category for i in draft.indicators} == {"Basic services"}
    assert [a.target for a in draft.assignments] == [1200, Decimal("10500.5"), 97, None]
    assert draft.assignments[0].baseline == 1150
    assert [c.label for c in draft.assignments[1].checkpoints] == ["Q1", "Q4"]
    assert [c.product for c in draft.assignments[3].checkpoints] == ["Draft", "Approved budget"]


def test_a_code_made_from_the_title_stays_the_same():
    code = code_from_name("Water connections made", "CT-")

    assert code == code_from_name("  WATER connections\nmade ", "CT-")
    assert code != code_from_name("Water connections kept", "CT-")
    again = check_rows(["1", "Water connections made", "No", "", "4", "1", "1", "1", "1"])
    assert again.draft.indicators[0].code == code


def test_titles_that_repeat_need_codes():
    row = ["1", "Roads built", "km", "", "4", "1", "1", "1", "1"]

    assert errors(check_rows(row, row)) == [("B3", "repeated")]


def test_a_kind_that_numbers_do_not_tell_is_asked_for():
    row = ["1", "Roads built", "km", "", "40", "-", "-", "-", "-"]

    asked = check_rows(row)
    stated = check_rows(row, options=CheckOptions(year=2022, unit="M", kind="last_value"))
    falling = check_rows(["1", "Roads built", "km", "", "40", "10", "50", "20", "40"])

    assert errors(asked) == [("B2", "kind_unclear")]
    said = render_problem(asked.errors[0], translator("en"))
    assert "Quarterly increment; Running total" in said
    assert stated.draft.indicators[0].kind == "last_value"
    assert falling.errors[0].params["kinds_en"] == "Last value; Percentage"


def test_percent_cells_make_a_percentage():
    checked = check_rows(
        ["1", "Budget spent", "", "", Percent(0.95), Percent(0.2), None, None, Percent(0.95)]
    )

    assert checked.draft.indicators[0].kind == "percentage"
    assert checked.draft.assignments[0].target == 95


def test_the_unit_must_be_named():
    row = ["1", "Roads built", "km", "", "4", "1", "1", "1", "1"]

    assert errors(check_rows(row, options=CheckOptions(year=2022))) == [(None, "no_unit")]


def test_a_vietnamese_one_sheet_plan_loads():
    checked = check_rows(
        ["1", "Kết nạp đảng viên", "người", "1.900", "2.000", "500", "500", "500", "500"],
        ["2", "Thu ngân sách", "tỷ đồng", "18.000", "18.713", "4.000", "9.000", "13.500", "18.713"],
        head=[
            "STT",
            "CHỈ TIÊU",
            "ĐVT",
            "Thực hiện năm 2021",
            "Kế hoạch năm 2022",
            "Quý I",
            "Quý II",
            "Quý III",
            "Quý IV",
        ],
    )

    assert checked.errors == ()
    assert [i.kind for i in checked.draft.indicators] == ["increment", "running_total"]
    assert checked.draft.assignments[1].target == 18713


def test_people_that_no_sheet_lists_are_spoken_of():
    head = [*HEAD, "Responsible person"]
    row = ["1", "Roads built", "km", "", "4", "1", "1", "1", "1", "Municipal Manager"]

    checked = check_rows(row, head=head)

    assert "plan.warn.people_not_listed" in [p.key for p in checked.warnings]
    assert checked.draft.assignments[0].responsible == ()


def test_a_misread_number_is_named_before_the_kind_is_asked_for():
    checked = check_rows(["1", "Roads built", "km", "", "four", "1", "1", "one", "1"])

    assert errors(checked) == [("E2", "bad_number"), ("H2", "bad_number")]
