"""What a plan may do without meaning it is shown as what it is, and loaded once it is confirmed."""

from dataclasses import replace
from datetime import date

import pytest
from plan_changes import asked, sure, with_holding, with_positions
from plan_load_drafts import (
    NOW,
    back,
    compared,
    holding,
    indicator,
    plan,
    put,
    rows,
)
from sqlalchemy import Engine

from dondoc.i18n import translator
from dondoc.services.plan.load.load import PlanDoubtful
from dondoc.services.workbook.plan import PlanDraft
from dondoc.store.database import writing
from models.account import Account
from models.event import Event
from models.person import Contact, Holding, Person
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
