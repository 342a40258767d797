"""What a plan may do without meaning it is shown as what it is, and loaded once it is confirmed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from plan_changes import asked, sent_back, sure, with_holding, with_positions
from plan_load_drafts import (
    NOW,
    back,
    compared,
    holding,
    indicator,
    plan,
    put,
    rows,
    with_assignment,
)
from sqlalchemy import Engine

from dondoc.i18n import translator
from dondoc.services.plan.load.load import PlanConflict, PlanDoubtful
from dondoc.services.workbook.plan import PlanDraft, UnitDraft
from dondoc.store.database import writing
from models.account import Account
from models.assignment import AssignmentOfficial
from models.committee import CommitteeSeat
from models.event import Event
from models.person import Contact, Holding, Person, Position
from models.unit import UnitName

TU, LT, SL = plan().units


def test_a_plan_that_is_the_same_asks_nothing(engine: Engine):
    put(engine, plan())
    assert compared(engine, plan()).doubts == ()
    assert compared(engine, back(engine)).doubts == ()


def test_exchanged_codes_of_units_are_asked_about(engine: Engine):
    put(engine, plan())
    swapped = plan(units=(TU, replace(LT, name=SL.name), replace(SL, name=LT.name)))
    assert asked(engine, swapped) == ["unit", "unit"]
    with pytest.raises(PlanDoubtful):
        sure(swapped, engine, "unit:LT")
    sure(swapped, engine, "unit:LT", "unit:SL")
    assert {row.code: row.name for row in rows(engine, UnitName)}["LT"] == SL.name


def test_another_name_for_a_unit_is_no_exchange(engine: Engine):
    put(engine, plan())
    assert compared(engine, plan(units=(TU, replace(LT, name="Xã Lập Thạch"), SL))).doubts == ()


def test_another_person_under_a_known_code_is_asked_about(engine: Engine):
    put(engine, plan())
    other = with_holding(1, person_name="Trần Thị Khác")
    assert asked(engine, other) == ["name"]
    sure(other, engine, "name:CB01")
    assert {row.code: row.full_name for row in rows(engine, Person)}["CB01"] == "Trần Thị Khác"


def test_a_spelling_is_not(engine: Engine):
    put(engine, with_holding(1, person_name="Cán bộ Hoà"))
    assert compared(engine, with_holding(1, person_name="Cán Bộ Hòa")).doubts == ()


@pytest.mark.parametrize("other", ["Nguyễn Văn Hưng", "Nguyễn Vân Hùng", "Nguyễn Văn Hung"])
def test_another_mark_is_another_person(engine: Engine, other: str):
    put(engine, with_holding(1, person_name="Nguyễn Văn Hùng"))
    assert asked(engine, with_holding(1, person_name=other)) == ["name"]


def test_exchanged_codes_of_indicators_are_asked_about(engine: Engine):
    put(engine, plan())
    names = ("KND", {"name": "Chỉ tiêu DN"}), ("DN", {"name": "Chỉ tiêu KND"})
    kinds = ({}, {"kind": "running_total"})
    swapped = plan(
        indicators=tuple(
            indicator(code, **name, **kind) for (code, name), kind in zip(names, kinds, strict=True)
        )
    )
    assert asked(engine, swapped) == ["indicator", "indicator"]
    sure(swapped, engine, "indicator:KND", "indicator:DN")
    assert compared(engine, swapped).is_empty
    renamed = plan(indicators=(indicator("KND", name="Tên khác"), swapped.indicators[1]))
    assert compared(engine, renamed).doubts == ()


def test_positions_that_exchange_their_unit_are_asked_about(engine: Engine):
    put(engine, plan())
    swapped = with_positions(LT_CT={"unit_code": "SL"}, SL_CT={"unit_code": "LT"})
    assert asked(engine, swapped) == ["position", "position"]
    with pytest.raises(PlanDoubtful):
        sure(swapped, engine, "position:LT-CT")
    sure(swapped, engine, "position:LT-CT", "position:SL-CT")
    assert compared(engine, swapped).is_empty


def test_positions_of_one_unit_that_exchange_their_title_are_asked_about(engine: Engine):
    put(engine, plan())
    titles = {"title": "Chức vụ LT-CT"}, {"title": "Chức vụ LT-BT"}
    swapped = with_positions(LT_BT=titles[0], LT_CT=titles[1])
    assert asked(engine, swapped) == ["position", "position"]


def test_a_position_that_moves_or_is_renamed_alone_is_not(engine: Engine):
    put(engine, plan())
    assert compared(engine, with_positions(LT_CT={"unit_code": "SL"})).doubts == ()
    assert compared(engine, with_positions(LT_CT={"title": "Chức vụ LT-BT"})).doubts == ()
    both = with_positions(LT_CT={"unit_code": "SL"}, SL_CT={"unit_code": "TU"})
    assert compared(engine, both).doubts == ()


def heads_exchanged(**dates: object) -> PlanDraft:
    """The heads of the two districts in each other's position."""
    held = list(plan().holdings)
    held[1] = holding("LT-BT", "CB03", is_head=True, **dates)
    held[3] = holding("SL-BT", "CB01", is_head=True, **dates)
    return plan(holdings=tuple(held))


@pytest.mark.parametrize(
    "dates", [{}, {"valid_from": date(2022, 1, 1)}, {"valid_from": date(2022, 3, 1)}]
)
def test_people_who_exchange_positions_are_asked_about(
    engine: Engine, dates: dict[str, object]
) -> None:
    put(engine, plan())
    swapped = heads_exchanged(**dates)
    assert asked(engine, swapped) == ["holding", "holding"]
    with pytest.raises(PlanDoubtful):
        sure(swapped, engine, "holding:CB01")
    sure(swapped, engine, "holding:CB01", "holding:CB03")
    assert compared(engine, swapped).is_empty


def test_the_question_and_the_preview_name_both_sides_of_an_exchange(engine: Engine) -> None:
    put(engine, plan())
    difference = compared(engine, heads_exchanged())
    assert {change.ref for change in difference.named} == {
        "LT-BT: CB01", "LT-BT: CB03", "SL-BT: CB01", "SL-BT: CB03",
    }  # fmt: skip
    text = difference.doubts[0].text(translator("vi"))
    for words in ("Huyện Lập Thạch", "Huyện Sông Lô", "Cán bộ CB01", "Cán bộ CB03", "10/01/2022"):
        assert words in text


def test_a_row_of_people_who_move_up_is_no_exchange(engine: Engine) -> None:
    put(engine, plan())
    held = list(plan().holdings)
    held[1] = holding("LT-BT", "CB03", is_head=True)
    held[3] = holding("SL-BT", "CB09", is_head=True)
    assert compared(engine, plan(holdings=tuple(held))).doubts == ()


def test_a_new_code_of_a_known_person_keeps_account_and_history(engine: Engine):
    put(engine, plan())
    (known,) = [one for one in rows(engine, Person) if one.code == "CB01"]
    with writing(engine) as session:
        session.add(Account(person_id=known.id, made_at=NOW))
    renamed = with_holding(1, person_code="CB-LT-1")
    assert asked(engine, renamed) == ["code"]
    sure(renamed, engine, "code:CB-LT-1=CB01")
    (found,) = [one for one in rows(engine, Person) if one.full_name == "Cán bộ CB01"]
    assert (found.id, found.code) == (known.id, "CB-LT-1")
    assert [one.person_id for one in rows(engine, Account)] == [known.id]
    held = [one for one in rows(engine, Holding) if one.person_id == known.id]
    assert [one.held_to for one in held] == [None]
    assert len([row for row in rows(engine, Contact) if row.person_id == known.id]) == 1
    assert rows(engine, Event)[-1].data["ref"] == "CB-LT-1"
    assert compared(engine, renamed).is_empty


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
