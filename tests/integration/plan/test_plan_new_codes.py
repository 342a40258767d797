"""New codes of known units, positions and people: asked about, and kept together once confirmed."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from plan_changes import asked, sent_back, sure, with_holding, with_positions
from plan_load_drafts import (
    compared,
    holding,
    plan,
    put,
    rows,
    with_assignment,
)
from sqlalchemy import Engine

from dondoc.services.plan.load.load import PlanConflict, PlanDoubtful
from dondoc.services.workbook.plan import PlanDraft, UnitDraft
from models.assignment import AssignmentOfficial
from models.committee import CommitteeSeat
from models.event import Event
from models.person import Contact, Holding, Person, Position
from models.unit import UnitName

TU, LT, SL = plan().units


def with_position_code(old: str, new: str) -> PlanDraft:
    """The plan with another code for one position, wherever it is named."""

    def code(known: str) -> str:
        return new if known == old else known

    draft = plan()
    return plan(
        holdings=tuple(
            replace(row, position_code=code(row.position_code)) for row in draft.holdings
        ),
        committee_members=tuple(
            replace(row, position_code=code(row.position_code)) for row in draft.committee_members
        ),
        assignments=tuple(
            replace(row, responsible=tuple(map(code, row.responsible))) for row in draft.assignments
        ),
    )


def test_a_new_code_of_a_known_position_keeps_its_work_and_its_holder(engine: Engine):
    put(engine, plan())
    known = {row.code: row.id for row in rows(engine, Position)}
    tables = (Holding, AssignmentOfficial, CommitteeSeat)
    before = [[row.model_dump() for row in rows(engine, table)] for table in tables]
    renamed = with_position_code("LT-BT", "LT-01")
    assert asked(engine, renamed) == ["position_code"]
    sure(renamed, engine, "position-code:LT-01=LT-BT")
    assert {row.code: row.id for row in rows(engine, Position)}["LT-01"] == known["LT-BT"]
    assert len(rows(engine, Position)) == len(known)
    assert [[row.model_dump() for row in rows(engine, table)] for table in tables] == before
    assert rows(engine, Event)[-1].data["fields"]["code"] == ["LT-BT", "LT-01"]
    assert compared(engine, renamed).is_empty


def test_a_new_code_and_another_title_of_a_position_that_the_same_person_holds(engine: Engine):
    put(engine, plan())
    renamed = with_positions(LT_CT={"position_code": "LT-02", "title": "Quyền Chủ tịch"})
    renamed = replace(renamed, committee_members=(), assignments=())
    assert asked(engine, renamed)[0] == "position_code"


def test_another_position_of_the_same_title_can_be_added(engine: Engine):
    put(engine, plan())
    renamed = with_position_code("LT-BT", "LT-01")
    sure(renamed, engine, "position-code:LT-01=new")
    assert {"LT-BT", "LT-01"} <= {row.code for row in rows(engine, Position)}


def test_a_second_deputy_beside_the_first_is_no_doubt(engine: Engine):
    put(engine, plan())
    second = holding("LT-CT2", "CB77", title="Chức vụ LT-CT")
    assert compared(engine, plan(holdings=(*plan().holdings, second))).doubts == ()


def test_nobody_changes_their_own_work_beside_a_new_code_of_their_position(engine: Engine):
    put(engine, plan())
    (head,) = [row for row in rows(engine, Person) if row.code == "CB01"]
    renamed = with_assignment(with_position_code("LT-BT", "LT-01"), 0, target=Decimal(10))
    answers = sent_back(engine, renamed, "position-code:LT-01=LT-BT")
    with pytest.raises(PlanConflict):
        put(engine, renamed, complete=True, actor_id=head.id, sure=answers)


@pytest.mark.parametrize("answer", ["LT-BT", "new"])
def test_an_answer_about_a_code_confirms_nothing_that_was_not_shown(engine: Engine, answer: str):
    put(engine, plan())
    renamed = with_position_code("LT-BT", "LT-01")
    answers = sent_back(engine, renamed, f"position-code:LT-01={answer}")
    other = replace(
        renamed,
        holdings=tuple(
            replace(row, title="Trưởng ban") if row.position_code == "LT-01" else row
            for row in renamed.holdings
        ),
    )
    with pytest.raises(PlanDoubtful):
        put(engine, other, complete=True, sure=answers)


@pytest.mark.parametrize("answer", ["CB01", "new"])
def test_an_answer_about_a_person_says_whose_name_was_shown(engine: Engine, answer: str):
    put(engine, plan())
    answers = sent_back(engine, with_holding(1, person_code="CB-1"), f"code:CB-1={answer}")
    other = with_holding(1, person_code="CB-1", person_name="Trần Thị Khác")
    with pytest.raises(PlanDoubtful):
        put(engine, other, complete=True, sure=answers)
    with pytest.raises(PlanDoubtful):
        put(engine, other, complete=True, sure=frozenset({f"code:CB-1={answer}"}))


def test_somebody_of_the_same_name_can_be_added(engine: Engine):
    put(engine, plan())
    renamed = with_holding(1, person_code="CB-LT-1", email="khac@vinhphuc.example")
    assert asked(engine, renamed) == ["code"]
    sure(renamed, engine, "code:CB-LT-1=new")
    codes = {row.code for row in rows(engine, Person)}
    assert {"CB01", "CB-LT-1"} <= codes


def test_a_successor_is_simply_added(engine: Engine):
    put(engine, plan())
    new = {"person_code": "CB9", "person_name": "Mới", "email": "moi@vinhphuc.example"}
    assert compared(engine, with_holding(1, **new)).doubts == ()


def test_a_committee_without_members_is_asked_about(engine: Engine):
    members = (*plan().committee_members, replace(plan().committee_members[0], unit_code="SL",
               position_code="SL-BT"))  # fmt: skip
    put(engine, plan(committee_members=members))
    emptied = plan(committee_members=members[2:])
    assert asked(engine, emptied) == ["committee"]
    assert compared(engine, plan(committee_members=members[1:])).doubts == ()
    sure(emptied, engine, "committee:LT")
    assert compared(engine, emptied).doubts == ()


def test_a_code_in_another_case_is_the_same_person(engine: Engine):
    put(engine, plan())
    assert compared(engine, with_holding(1, person_code="cb01")).is_empty


def test_it_all_holds_for_units_that_are_new(engine: Engine):
    put(engine, plan())
    new = UnitDraft("SL2", "Huyện Sông Lô Mới", "localities", "TU")
    held = (*plan().holdings, holding("SL2-BT", "CB77"))
    assert compared(engine, plan(units=(*plan().units, new), holdings=held)).doubts == ()


def moved_and_renamed(**others: Any) -> PlanDraft:
    """The head of a district under another code, and in another unit, with the same work."""
    renamed = with_position_code("LT-BT", "TU-PB")
    held = tuple(
        replace(row, unit_code="TU", **others) if row.position_code == "TU-PB" else row
        for row in renamed.holdings
    )
    return replace(renamed, holdings=held)


@pytest.mark.parametrize(
    "others", [{}, {"title": "Phó Chánh Văn phòng"}, {"person_code": "CB09", "person_name": "Mới",
               "email": "moi@vinhphuc.example"}],
)  # fmt: skip
def test_a_position_that_changes_code_and_unit_at_once_is_asked_about(
    engine: Engine, others: dict[str, Any]
) -> None:
    put(engine, plan())
    moved = moved_and_renamed(**others)
    assert asked(engine, moved) == ["position_code"]
    known = {row.code: row.id for row in rows(engine, Position)}
    sure(moved, engine, "position-code:TU-PB=LT-BT")
    assert {row.code: row.id for row in rows(engine, Position)}["TU-PB"] == known["LT-BT"]
    assert compared(engine, moved).is_empty


def test_who_goes_to_a_new_position_elsewhere_without_their_work_is_not(engine: Engine) -> None:
    put(engine, plan())
    held = list(plan().holdings)
    held[1] = replace(held[1], position_code="TU-PB", unit_code="TU", title="Phó Văn phòng",
                      is_head=False)  # fmt: skip
    assert compared(engine, plan(holdings=tuple(held)), complete=False).doubts == ()


def all_new() -> PlanDraft:
    """One row with a new code for its unit, its position and its person."""
    draft = with_position_code("LT-BT", "HLT-01")
    return replace(
        with_unit_code(draft, "LT", "HLT"),
        holdings=tuple(
            replace(row, person_code="CB-N", unit_code="HLT" if row.unit_code == "LT" else
                    row.unit_code) if row.position_code == "HLT-01" else
            replace(row, unit_code="HLT") if row.unit_code == "LT" else row
            for row in draft.holdings
        ),
    )  # fmt: skip


def with_unit_code(draft: PlanDraft, old: str, new: str) -> PlanDraft:
    def code(known: str) -> str:
        return new if known == old else known

    return replace(
        draft,
        units=tuple(replace(unit, code=code(unit.code)) for unit in draft.units),
        committee_members=tuple(
            replace(row, unit_code=code(row.unit_code)) for row in draft.committee_members
        ),
        assignments=tuple(
            replace(row, unit_code=code(row.unit_code), coordinating=tuple(
                map(code, row.coordinating))) for row in draft.assignments
        ),
    )  # fmt: skip


def test_three_new_codes_in_one_row_keep_unit_position_and_person(engine: Engine) -> None:
    put(engine, plan())
    draft = all_new()
    tables = (UnitName, Position, Person, Holding, AssignmentOfficial, CommitteeSeat, Contact)
    before = [len(rows(engine, table)) for table in tables]
    assert asked(engine, draft) == ["unit_code", "code"]
    answers = ("unit-code:HLT=LT", "position-code:HLT-01=LT-BT", "code:CB-N=CB01")
    sure(draft, engine, *answers)
    assert [len(rows(engine, table)) for table in tables] == before
    assert compared(engine, draft).is_empty
