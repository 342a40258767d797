"""What the check of a plan says, sheet by sheet and across sheets."""

from datetime import date
from decimal import Decimal

from checked_plans import GIVEN, PERSON, UNIT, errors, given, plan, warnings

from dondoc.i18n import translator
from dondoc.services.workbook.grid import CellError
from dondoc.services.workbook.problem import render_problem


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


def test_the_responsible_are_found_by_their_name_where_it_is_unique():
    people = [PERSON, ["LT-CT", "Chủ tịch", "LT", "CB2", "Lê Bình", "b@lt.vn"]]

    checked = plan(people=people, assigned=[given(who="lê bình")])

    assert checked.draft.assignments[0].responsible == ("LT-CT",)


def test_a_name_of_two_people_is_not_guessed():
    people = [
        ["LT-CT", "Chủ tịch", "LT", "CB2", "Lê Bình", "b@lt.vn"],
        ["LT-PCT", "Phó Chủ tịch", "LT", "CB3", "Lê Bình", "c@lt.vn"],
    ]

    assert errors(plan(people=people, assigned=[given(who="Lê Bình")])) == [
        ("Giao", "C2", "several_positions")
    ]


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


def test_a_locality_without_a_committee_and_a_lead_without_an_address_are_seen():
    bare = [*UNIT[:6], None]

    assert warnings(plan(units=[bare])) == [("G2", "no_committee")]
    assert warnings(plan(units=[bare], committee=[["LT", "LT-BT", "Trưởng ban"]])) == []
    assert warnings(plan(people=[PERSON[:5]])) == [("F2", "no_email")]
