"""Checking a plan: sheets missing or odd, rows that are passed over, and any cell at all."""

import pytest
from checked_plans import (
    COMMITTEE_HEAD,
    GIVE_HEAD,
    GIVEN,
    IND_HEAD,
    INDICATOR,
    PEOPLE_HEAD,
    PERSON,
    ROAD_HEAD,
    UNIT,
    UNIT_HEAD,
    errors,
    given,
    plan,
    run,
    sheet,
    warnings,
)
from hypothesis import example, settings
from hypothesis import given as given_cells
from hypothesis import strategies as st

from dondoc.i18n import translator
from dondoc.services.plan.check.options import CheckOptions
from dondoc.services.workbook.grid import CellError, Grid, Percent
from dondoc.services.workbook.problem import render_problem


def test_missing_sheets_are_told_once():
    checked = run([sheet("Giao", GIVE_HEAD, GIVEN, [*GIVEN[:1], "TD", *GIVEN[2:]])], CheckOptions())

    assert [p.key for p in checked.errors] == ["plan.error.no_sheet"] * 2 + ["plan.error.no_year"]


def test_a_file_that_holds_no_plan_says_so_once():
    checked = run([sheet("Danh sách", ["Giá", "Màu"], [1, 2])], CheckOptions())

    assert [p.key for p in checked.errors] == ["plan.error.nothing_recognised"]


def test_a_sheet_that_lacks_a_column_names_it():
    short = sheet(
        "Đơn vị", ["Mã đơn vị", "Tên đơn vị", "Trực thuộc", "Từ ngày"], ["LT", "Lập Thạch"]
    )
    full = plan().workbook.sheets
    checked = run([short, *full[1:]], CheckOptions(year=2022))

    assert ("Đơn vị", "A1", "no_column") in errors(checked)


def test_hidden_unknown_and_odd_sheets_are_spoken_of():
    hidden = Grid("Cũ", 0, sheet("Cũ", UNIT_HEAD, UNIT).rows, is_hidden=True)
    other = sheet("Khác", ["Giá", "Màu"], [1, 2])
    guide = sheet("HƯỚNG DẪN", ["Cách lập"], ["..."])

    checked = plan(sheets=[hidden, other, guide])

    assert [(p.sheet, p.key) for p in checked.problems] == [
        ("Cũ", "plan.warn.hidden_sheet"),
        ("Khác", "plan.warn.unknown_sheet"),
    ]


def test_column_numbers_and_notes_among_the_rows_are_passed_over():
    numbers = [f"({i})" for i in range(1, 12)]
    note = ["Ghi chú: số liệu tạm tính"]

    checked = plan(assigned=[numbers, GIVEN, note])

    assert len(checked.draft.assignments) == 1
    assert warnings(checked) == [("A4", "note_row")]


def test_a_row_of_totals_is_passed_over():
    checked = plan(assigned=[GIVEN, ["TỔNG CỘNG", None, None, None, 40.0]])

    assert len(checked.draft.assignments) == 1
    assert warnings(checked) == [("A3", "total_row")]


def test_the_years_of_workbook_and_command_agree():
    programme = sheet("Chương trình", ["Mục", "Nội dung"], ["Năm", 2023.0], ["Tên", "X"])

    checked = plan(sheets=[programme])

    assert ("Chương trình", "B2", "other_year") in errors(checked)
    assert warnings(checked) == [("A3", "unknown_item")]


def test_rules_that_nobody_knows_are_seen_at_their_cell():
    rows = (["Năm", 2022.0], ["Quy định đánh giá", "VP-2026"])
    programme = sheet("Chương trình", ["Mục", "Nội dung"], *rows)

    checked = plan(sheets=[programme])

    assert ("B3", "rule_set_unknown") in warnings(checked)


def test_a_position_that_nobody_holds_this_year_is_seen():
    left = [*PERSON, None, "31/12/2021"]

    assert warnings(plan(people=[left])) == [("C2", "vacant")]


def test_a_long_text_is_quoted_in_part():
    (problem,) = plan(assigned=[given(q1="mười " * 1000)]).errors

    assert len(problem.params["found"]) < 200


def test_numbers_in_a_message_are_written_in_its_language():
    (problem,) = plan(assigned=[given(target=1234.5)]).errors

    assert "1.234,5" in render_problem(problem, translator("vi"))
    assert "1,234.5" in render_problem(problem, translator("en"))


ODD = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(["x", "-", "DV", "LT", "LT-BT", "B1", "1,234", "quý II/2022", "31/12/2022"]),
    st.booleans(),
    st.floats(),
    st.integers(-(10**20), 10**20),
    st.dates(),
    st.datetimes(),
    st.builds(Percent, st.floats()),
    st.just(CellError("#REF!")),
)


@settings(max_examples=80, deadline=None)
@example([(4, 1, 4, "mai")])
@given_cells(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 10), ODD), max_size=8)
)
def test_whatever_is_in_the_cells_the_check_answers(changes):
    grids = [list(map(list, rows)) for rows in ROUGH]
    for number, row, column, value in changes:
        cells = grids[number][min(row, len(grids[number]) - 1)]
        cells[min(column, len(cells) - 1)] = value
    sheets = [sheet(f"T{i}", *rows) for i, rows in enumerate(grids)]

    checked = run(sheets, CheckOptions(year=2022))

    assert checked.draft is not None or checked.errors


ROUGH = (
    (UNIT_HEAD, UNIT),
    (PEOPLE_HEAD, [*PERSON, None, None]),
    (IND_HEAD, INDICATOR, ["NQ", "Nghị quyết", "Sản phẩm", None, None, "x", None]),
    (GIVE_HEAD, given(), given(code="NQ", target="Văn bản", q1=None, q2=None, q3=None, q4=None)),
    (ROAD_HEAD, ["NQ", "LT", "B1", "Dự thảo", None, "quý II/2022", None, "Dự thảo"]),
    (COMMITTEE_HEAD, ["LT", "LT-BT", "Trưởng ban"]),
)


def test_a_telephone_number_in_the_mail_column_is_narrative_to_be_one() -> None:
    found = errors(plan(people=[[*PERSON[:5], "0912 345 678"]]))
    assert [(cell, key) for _, cell, key in found] == [("F2", "telephone")]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("0211 3862 518", "0211 3862 518"),
        (912345678, "0912345678"),  # a spreadsheet drops the zero of what it takes for a sum
        ("+84 912.345.678", "+84 912.345.678"),
        (None, None),
    ],
)
def test_a_telephone_is_read_as_people_and_spreadsheets_write_it(cell, read):
    (holding,) = _with_telephone(cell).draft.holdings
    assert holding.telephone == read


def test_what_is_no_telephone_is_said_at_its_cell():
    assert errors(_with_telephone("hỏi cô Lan")) == [("Cán bộ", "G2", "bad_telephone")]


def _with_telephone(cell):
    people = sheet("Cán bộ", [*PEOPLE_HEAD[:6], "Số điện thoại"], [*PERSON, cell])
    sheets = [
        sheet("Đơn vị", UNIT_HEAD, UNIT),
        people,
        sheet("Chỉ tiêu", IND_HEAD, INDICATOR),
        sheet("Giao", GIVE_HEAD, GIVEN),
    ]
    return run(sheets, CheckOptions(year=2022))
