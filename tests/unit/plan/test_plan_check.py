"""What the check of a plan says, sheet by sheet and across sheets."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, settings
from hypothesis import given as given_cells
from hypothesis import strategies as st

from dondoc.i18n import translator
from dondoc.services.plan.check.check import check_workbook
from dondoc.services.plan.check.options import CheckOptions
from dondoc.services.workbook.grid import CellError, Grid, Percent
from dondoc.services.workbook.open import Workbook
from dondoc.services.workbook.problem import render_problem

UNIT_HEAD = [
    "Mã đơn vị",
    "Tên đơn vị",
    "Nhóm",
    "Trực thuộc",
    "Từ ngày",
    "Đến ngày",
    "Quyết định lập BCĐ",
]
PEOPLE_HEAD = [
    "Mã chức vụ",
    "Chức vụ",
    "Mã đơn vị",
    "Mã cán bộ",
    "Họ và tên",
    "Thư điện tử",
    "Từ ngày",
    "Đến ngày",
]
IND_HEAD = ["Mã chỉ tiêu", "Tên chỉ tiêu", "Loại", "ĐVT", "Chiều", "Khó", "Thuộc chỉ tiêu"]
GIVE_HEAD = [
    "Mã chỉ tiêu",
    "Mã đơn vị",
    "Người chịu trách nhiệm",
    "Kết quả năm trước",
    "Kế hoạch năm",
    "Trọng số",
    "Thời hạn",
    "Quý I",
    "Quý II",
    "Quý III",
    "Quý IV",
]
ROAD_HEAD = [
    "Mã chỉ tiêu",
    "Mã đơn vị",
    "Bước",
    "Nội dung",
    "Mở từ ngày",
    "Hạn",
    "Giá trị kế hoạch",
    "Sản phẩm",
]
COMMITTEE_HEAD = ["Mã đơn vị", "Mã chức vụ", "Vai trò trong BCĐ"]

UNIT = ["LT", "Huyện Lập Thạch", "Huyện, thành phố", None, None, None, "12-QĐ/HU"]
PERSON = ["LT-BT", "Bí thư", "LT", "CB1", "Nguyễn Văn A", "a@lt.vn"]
INDICATOR = ["DV", "Đảng viên mới", "Tăng thêm theo quý", "người"]
GIVEN = ["DV", "LT", "LT-BT", 90, 100, None, "31/12/2022", 10, 20, 30, 40]


def given(**change):
    """The good row of the assignment sheet with some cells changed: target=5, q1=None."""
    keys = (
        "code",
        "unit",
        "who",
        "baseline",
        "target",
        "weight",
        "deadline",
        "q1",
        "q2",
        "q3",
        "q4",
    )
    row = dict(zip(keys, GIVEN, strict=True)) | change
    return list(row.values())


def sheet(name, head, *rows):
    lines = [head, *rows]
    return Grid(
        name, 0, tuple((i, tuple(r)) for i, r in enumerate(lines) if any(c is not None for c in r))
    )


def plan(units=(UNIT,), people=(PERSON,), indicators=(INDICATOR,), assigned=(GIVEN,), **more):
    sheets = [
        sheet("Đơn vị", UNIT_HEAD, *units),
        sheet("Cán bộ", PEOPLE_HEAD, *people),
        sheet("Chỉ tiêu", IND_HEAD, *indicators),
        sheet("Giao", GIVE_HEAD, *assigned),
    ]
    if "roadmap" in more:
        sheets.append(sheet("Lộ trình", ROAD_HEAD, *more["roadmap"]))
    if "committee" in more:
        sheets.append(sheet("BCĐ", COMMITTEE_HEAD, *more["committee"]))
    sheets += more.get("sheets", [])
    return run(sheets, CheckOptions(year=2022))


def run(sheets, options):
    checked = check_workbook(Workbook("xlsx", tuple(sheets)), options)
    for problem in checked.problems:
        for lang in ("vi", "en"):
            said = render_problem(problem, translator(lang))
            assert problem.key not in said and (problem.params or "{" not in said)
    assert (checked.draft is None) == bool(checked.errors)
    return checked


def errors(checked):
    return [(p.sheet, p.cell, p.key.removeprefix("plan.error.")) for p in checked.errors]


def warnings(checked):
    return [(p.cell, p.key.removeprefix("plan.warn.")) for p in checked.warnings]


def test_a_good_plan_has_no_problem():
    checked = plan()

    assert checked.problems == ()
    (assignment,) = checked.draft.assignments
    assert assignment.responsible == ("LT-BT",)
    assert assignment.target == Decimal(100)
    assert [c.label for c in assignment.checkpoints] == ["Q1", "Q2", "Q3", "Q4"]
    assert assignment.checkpoints[0].opens_on == date(2022, 1, 1)
    assert assignment.checkpoints[3].due_on == date(2022, 12, 31)
    assert checked.draft.committee_unit_codes == {"LT"}


def test_a_blank_quarter_is_no_checkpoint_and_zero_is_one():
    checked = plan(assigned=[given(q1="-", q2=0, q3=None, q4=100)])

    points = checked.draft.assignments[0].checkpoints
    assert [(c.label, c.expected) for c in points] == [("Q2", 0), ("Q4", 100)]


def test_without_quarters_the_year_is_one_checkpoint():
    checked = plan(assigned=[given(q1=None, q2=None, q3=None, q4=None, deadline="quý III/2022")])

    (point,) = checked.draft.assignments[0].checkpoints
    assert (point.label, point.opens_on, point.due_on) == ("Y", date(2022, 1, 1), date(2022, 9, 30))
    assert point.expected == 100


def test_all_errors_are_told_at_once_with_their_cells():
    checked = plan(
        units=[UNIT, ["LT", "Khác", "Huyệnn"]],
        assigned=[
            given(code="DVV", q1="mười"),
            given(target="12,x", baseline=-4, weight=CellError("#REF!")),
        ],
    )

    assert errors(checked) == [
        ("Đơn vị", "A3", "repeated"),
        ("Đơn vị", "C3", "bad_choice"),
        ("Giao", "A2", "unknown_indicator_near"),
        ("Giao", "D3", "negative"),
        ("Giao", "E3", "bad_number"),
        ("Giao", "F3", "formula"),
    ]


def test_an_unknown_code_comes_with_the_nearest_one():
    checked = plan(assigned=[given(unit="LTT")])

    (problem,) = checked.errors
    assert problem.params["nearest"] == "LT"
    assert "“LT”" in render_problem(problem, translator("vi"))


def test_codes_are_found_whatever_their_case():
    assert plan(assigned=[given(unit="lt", who="lt-bt")]).draft.assignments[0].unit_code == "LT"


def test_a_repeat_names_both_cells():
    checked = plan(assigned=[GIVEN, GIVEN])

    (problem,) = checked.errors
    assert (problem.cell, problem.params["first"]) == ("A3", "Giao!A2")


def test_the_responsible_are_found_by_person_and_by_title_too():
    people = [PERSON, ["LT-CT", "Chủ tịch", "LT", "CB2", "Lê B", "b@lt.vn"]]

    checked = plan(people=people, assigned=[given(who="chủ tịch; CB1")])

    assert checked.draft.assignments[0].responsible == ("LT-CT", "LT-BT")


def test_a_title_that_fits_several_positions_is_not_guessed():
    people = [PERSON, ["LT-B2", "Bí thư", "LT", "CB2", "Lê B", "b@lt.vn"]]

    assert errors(plan(people=people, assigned=[given(who="Bí thư")])) == [
        ("Giao", "C2", "several_positions")
    ]


def test_a_successor_follows_and_does_not_overlap():
    first = [*PERSON, None, "30/6/2022"]
    good = ["LT-BT", "Bí thư", "LT", "CB2", "Lê B", "b@lt.vn", "1/7/2022"]
    early = [*good[:6], "30/6/2022"]

    assert errors(plan(people=[first, good])) == []
    assert errors(plan(people=[first, early])) == [("Cán bộ", "A3", "holdings_overlap")]


def test_one_person_has_one_name():
    people = [PERSON, ["LT-CT", "Chủ tịch", "LT", "CB1", "Nguyễn Văn Á", "a@lt.vn"]]

    assert errors(plan(people=people)) == [("Cán bộ", "E3", "contradiction")]


def test_parents_do_not_go_round_in_a_circle():
    units = [[*UNIT[:3], "TD", *UNIT[4:]], ["TD", "Tam Đảo", "Sở, ban, ngành", "LT"]]

    checked = plan(units=units)

    assert errors(checked) == [("Đơn vị", "D2", "cycle"), ("Đơn vị", "D3", "cycle")]
    assert checked.errors[0].params["path"] == "LT → TD → LT"


@pytest.mark.parametrize(
    ("kind", "cells", "found"),
    [
        ("Tăng thêm theo quý", {"q4": 41}, [("E2", "sum_differs")]),
        ("Lũy kế", {"q4": 100}, []),
        ("Lũy kế", {"q4": 99}, [("E2", "last_differs")]),
        ("Lũy kế", {"q3": 19, "q4": 100}, [("J2", "falls")]),
        ("Tỷ lệ %", {"q4": 100}, []),
        ("Tỷ lệ %", {"q4": 40}, [("E2", "last_differs")]),
        ("Giá trị cuối kỳ", {"q3": 0, "q4": 100}, []),
        ("Tăng thêm theo quý", {"target": None}, [("E2", "target_blank")]),
    ],
)
def test_checkpoints_agree_with_the_target_by_kind(kind, cells, found):
    checked = plan(indicators=[["DV", "Đảng viên mới", kind, "người"]], assigned=[given(**cells)])

    assert [(cell, key) for _, cell, key in errors(checked)] == found


def test_a_falling_running_total_is_right_where_lower_is_better():
    indicator = ["DV", "Số vụ", "Lũy kế", "vụ", "Càng thấp càng tốt"]

    checked = plan(indicators=[indicator], assigned=[given(target=10, q1=40, q2=30, q3=20, q4=10)])

    assert checked.errors == ()


def test_a_misread_quarter_is_not_told_twice():
    assert errors(plan(assigned=[given(q2="1,2,3")])) == [("Giao", "I2", "bad_number")]


def test_a_product_is_named_or_marked_in_its_quarter():
    indicator = ["DV", "Nghị quyết về văn hóa", "Sản phẩm"]

    checked = plan(
        indicators=[indicator],
        assigned=[given(baseline=None, target=None, q1="Dự thảo", q2="x", q3="-", q4=None)],
    )

    points = checked.draft.assignments[0].checkpoints
    assert [(c.label, c.product) for c in points] == [
        ("Q1", "Dự thảo"),
        ("Q2", "Nghị quyết về văn hóa"),
    ]
    counted = plan(
        indicators=[indicator], assigned=[given(target=None, q1=3, q2=0, q3=None, q4=None)]
    )
    assert [key for *_, key in errors(counted)] == ["product_number", "product_number"]


def test_a_composite_has_parts_and_no_number_of_its_own():
    whole = ["TH", "Nông thôn mới", "Tổng hợp"]
    part = [*INDICATOR, None, None, "TH"]
    blank = {"target": None, "q1": None, "q2": None, "q3": None, "q4": None}

    good = plan(
        indicators=[whole, part], assigned=[GIVEN, given(code="TH", baseline=None, **blank)]
    )
    numbered = plan(
        indicators=[whole, part], assigned=[given(code="TH", q2=None, q3=None, q4=None)]
    )
    alone = plan(indicators=[INDICATOR, whole])
    wrong = plan(indicators=[INDICATOR, ["SX", "Số xã", "Lũy kế", "xã", None, None, "DV"]])

    assert good.errors == ()
    assert errors(numbered) == [
        ("Giao", "E2", "composite_target"),
        ("Giao", "H2", "composite_target"),
    ]
    assert errors(alone) == [("Chỉ tiêu", "C3", "composite_without_parts")]
    assert errors(wrong) == [("Chỉ tiêu", "G3", "parent_not_composite")]


STEPS = (
    ["DV", "LT", "B1", "Kiểm đếm", None, "31/3/2022", 40, "Biên bản"],
    ["DV", "LT", "B2", "Chi trả", None, "quý III/2022", 60],
)
NO_QUARTERS = given(q1=None, q2=None, q3=None, q4=None)


def test_a_roadmap_takes_the_place_of_quarters():
    checked = plan(assigned=[NO_QUARTERS], roadmap=STEPS)

    first, second = checked.draft.assignments[0].checkpoints
    assert (first.label, first.title, first.product) == ("B1", "Kiểm đếm", "Biên bản")
    assert (first.opens_on, first.due_on) == (date(2022, 1, 1), date(2022, 3, 31))
    assert (second.opens_on, second.due_on) == (date(2022, 4, 1), date(2022, 9, 30))


def test_a_roadmap_and_quarters_are_not_given_both():
    assert errors(plan(roadmap=STEPS)) == [("Giao", "H2", "roadmap_and_quarters")]


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ((STEPS[1], STEPS[0]), [("F3", "roadmap_order")]),
        ((STEPS[0], STEPS[0]), [("C3", "repeated")]),
        ((STEPS[0], [*STEPS[1][:4], "1/10/2022", *STEPS[1][5:]]), [("F3", "due_before_open")]),
        ((STEPS[0], [*STEPS[1][:5], "31/3/2023", 60]), [("F3", "outside_year")]),
        ((STEPS[0], [*STEPS[1][:5], "mai", 60]), [("F3", "bad_date")]),
    ],
)
def test_the_steps_of_a_roadmap_go_in_order(steps, found):
    checked = plan(assigned=[NO_QUARTERS], roadmap=steps)

    told = [(cell, key) for name, cell, key in errors(checked) if name == "Lộ trình"]
    assert told == found


def test_a_roadmap_needs_its_assignment():
    units = [UNIT, ["TD", "Tam Đảo", "Sở, ban, ngành"]]
    stray = ["DV", "TD", "B1", "Bước", None, "31/3/2022"]

    assert errors(plan(units=units, roadmap=[stray])) == [("Lộ trình", "C2", "roadmap_alone")]


def test_dates_stay_within_the_year_the_deadline_and_the_units_life():
    ended = [*UNIT[:5], "30/6/2022", UNIT[6]]

    assert errors(plan(assigned=[given(deadline="31/12/2023")])) == [("Giao", "G2", "outside_year")]
    assert errors(plan(assigned=[given(deadline="30/9/2022")])) == [
        ("Giao", "K2", "after_deadline")
    ]
    assert errors(plan(units=[ended])) == [("Giao", "B2", "outside_unit")]
    backwards = [*UNIT[:4], "1/7/2022", "30/6/2022", UNIT[6]]
    assert ("Đơn vị", "F2", "period") in errors(plan(units=[backwards]))


def test_a_unit_needs_some_weight():
    assert errors(plan(assigned=[given(weight=0)])) == [("Giao", "F2", "no_weight")]
    assert errors(plan(assigned=[given(weight=-1)])) == [("Giao", "F2", "negative")]


def test_percent_cells_count_as_they_are_shown():
    indicator = ["DV", "Tỷ lệ giải ngân", "Tỷ lệ %", "%"]
    row = given(baseline=Percent(0.9), target=Percent(0.95), q1="20%", q2=None, q3=None, q4=95)

    checked = plan(indicators=[indicator], assigned=[row])

    assert checked.problems == ()
    assert checked.draft.assignments[0].target == 95


def test_bare_fractions_of_a_percentage_are_asked_about():
    indicator = ["DV", "Tỷ lệ giải ngân", "Tỷ lệ %", "%"]
    row = given(baseline=0.5, target=0.95, q1=None, q2=None, q3=None, q4=0.95)

    checked = plan(indicators=[indicator], assigned=[row])

    assert checked.draft.assignments[0].target == Decimal("0.95")
    assert warnings(checked) == [("K2", "fraction")]


def test_the_six_clears_warn_and_do_not_block():
    hard = ["DV", "Đẩy mạnh cải cách, tăng cường phối hợp", "Tăng thêm theo quý", None, None, "x"]
    vague = plan(
        indicators=[hard],
        assigned=[given(who=None, target=None, deadline=None, q1=None, q2=None, q3=None, q4=None)],
    )

    assert warnings(vague) == [
        ("A2", "no_roadmap"),
        ("A2", "vague"),
        ("C2", "no_person"),
        ("E2", "no_measure"),
        ("G2", "no_date"),
    ]
    assert vague.problems[1].params["words"] == "đẩy mạnh, tăng cường"
    assert vague.draft is not None


def test_vague_words_do_not_matter_where_a_number_measures():
    assert (
        plan(indicators=[["DV", "Đẩy mạnh kết nạp", "Tăng thêm theo quý", "người"]]).problems == ()
    )


def test_a_target_easier_than_last_year_is_pointed_out_in_its_direction():
    lower = [*INDICATOR, "Càng thấp càng tốt"]

    assert warnings(plan(assigned=[given(baseline=101)])) == [("E2", "easier_higher")]
    assert warnings(plan(indicators=[lower], assigned=[given(baseline=101)])) == []
    assert warnings(plan(indicators=[lower], assigned=[given(baseline=99)])) == [
        ("E2", "easier_lower")
    ]


def test_a_locality_without_a_committee_and_a_lead_without_an_address_are_seen():
    bare = [*UNIT[:6], None]

    assert warnings(plan(units=[bare])) == [("G2", "no_committee")]
    assert warnings(plan(units=[bare], committee=[["LT", "LT-BT", "Trưởng ban"]])) == []
    assert warnings(plan(people=[PERSON[:5]])) == [("F2", "no_email")]


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


CHANGE = st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 10), ODD)


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


def test_a_telephone_number_in_the_mail_column_is_told_to_be_one() -> None:
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
