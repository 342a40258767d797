"""A new code that may be a known person's or unit's is asked about, however the name is typed."""

import unicodedata
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from plan_changes import asked, sure, with_holding, with_positions
from plan_load_drafts import NOW, back, compared, holding, plan, put, rows
from sqlalchemy import Engine
from sqlmodel import SQLModel

from dondoc.services.plan.load.changes import Note, ThingKind
from dondoc.services.plan.load.grounds import plan_grounds
from dondoc.services.plan.load.load import PlanDoubtful
from dondoc.services.workbook.plan import PlanDraft, UnitDraft
from models.assignment import Assignment
from models.person import Contact, Holding, Person, Position
from models.unit import Unit, UnitName

TU, LT, SL = plan().units
NAME = "Nguyễn Đức Hòa"


def named(name: str, **others: Any) -> PlanDraft:
    return with_holding(1, person_name=name, **others)


@pytest.mark.parametrize(
    "typed",
    [
        "Nguyen Duc Hoa",
        "Nguyễn Hòa",
        "NGUYỄN  ĐỨC HOÀ",
        unicodedata.normalize("NFD", NAME),
        "Ｎguyễn Đức Hòa",
    ],
)
def test_a_new_code_with_a_name_typed_otherwise_is_asked_about(engine: Engine, typed: str):
    put(engine, named(NAME))
    new = named(typed, person_code="CB-X", email="khac@vinhphuc.example")
    assert asked(engine, new) == ["code"]
    sure(new, engine, "code:CB-X=CB01")
    (known,) = [one for one in rows(engine, Person) if one.code == "CB-X"]
    assert known.full_name == unicodedata.normalize("NFC", typed)
    assert "CB01" not in {one.code for one in rows(engine, Person)}
    assert len([row for row in rows(engine, Holding) if row.person_id == known.id]) == 1


def test_an_equal_address_is_asked_about_whatever_the_name(engine: Engine):
    put(engine, plan())
    new = with_holding(
        1, person_code="CB-X", person_name="Lê Thị Khác", email="CB01@VinhPhuc.example"
    )
    assert asked(engine, new) == ["code"]
    (doubt,) = compared(engine, new).doubts
    assert (doubt.params["now"], doubt.params["name"]) == ("Lê Thị Khác", "Cán bộ CB01")
    sure(new, engine, "code:CB-X=new")
    assert {"CB01", "CB-X"} <= {row.code for row in rows(engine, Person)}


@pytest.mark.parametrize("other", ["Nguyễn Văn Hòa", "Trần Đức Hòa", "Hòa"])
def test_another_name_in_the_same_position_is_a_successor(engine: Engine, other: str):
    put(engine, named(NAME))
    new = named(other, person_code="CB-X", email="khac@vinhphuc.example")
    assert compared(engine, new).doubts == ()


def test_a_new_code_beside_the_known_one_is_asked_about_and_takes_nothing(engine: Engine):
    """One of somebody's two rows has another code: a slip, or somebody else."""
    put(engine, plan())
    second = holding("LT-PCT", "CB-X", person_name="Cán bộ CB01", email="cb01@vinhphuc.example")
    both = plan(holdings=(*plan().holdings, second))
    assert asked(engine, both) == ["second_code"]
    (doubt,) = compared(engine, both).doubts
    assert [answer.value for answer in doubt.answers] == ["code:CB-X=new"]
    with pytest.raises(Exception, match="doubts"):
        sure(both, engine, "code:CB-X=CB01")  # an answer that was not offered
    sure(both, engine, "code:CB-X=new")
    assert {"CB01", "CB-X"} <= {row.code for row in rows(engine, Person)}


def test_addresses_that_are_exchanged_are_asked_about(engine: Engine):
    put(engine, plan())
    held = list(plan().holdings)
    mails = held[1].email, held[2].email
    held[1], held[2] = replace(held[1], email=mails[1]), replace(held[2], email=mails[0])
    swapped = plan(holdings=tuple(held))
    assert asked(engine, swapped) == ["mail", "mail"]
    addresses = len(rows(engine, Contact))
    sure(swapped, engine, "mail:CB01", "mail:CB02")
    assert len(rows(engine, Contact)) == addresses + 2
    assert compared(engine, swapped).is_empty


def with_code(draft: PlanDraft, new: str, **others: Any) -> PlanDraft:
    """The plan with another code for Lập Thạch wherever it stands."""

    def unit(code: str | None) -> str | None:
        return new if code == "LT" else code

    return replace(
        draft,
        units=tuple(
            replace(one, code=new, **others) if one.code == "LT" else one for one in draft.units
        ),
        holdings=tuple(replace(one, unit_code=unit(one.unit_code)) for one in draft.holdings),
        committee_members=tuple(
            replace(member, unit_code=unit(member.unit_code)) for member in draft.committee_members
        ),
        assignments=tuple(
            replace(
                assignment, unit_code=unit(assignment.unit_code),
                coordinating=tuple(unit(each) for each in assignment.coordinating),
            )
            for assignment in draft.assignments
        ),
    )  # fmt: skip


def counted(engine: Engine) -> list[int]:
    kinds: tuple[type[SQLModel], ...] = (Unit, UnitName, Position, Holding, Assignment)
    return [len(rows(engine, kind)) for kind in kinds]


def test_a_new_code_of_a_known_unit_keeps_its_work(engine: Engine):
    put(engine, plan())
    before = counted(engine)
    (known,) = [one for one in rows(engine, UnitName) if one.code == "LT"]
    renamed = with_code(plan(), "HLT")
    assert asked(engine, renamed) == ["unit_code"]
    assert counted(engine) == before
    sure(renamed, engine, "unit-code:HLT=LT")
    assert counted(engine) == before
    (now,) = [one for one in rows(engine, UnitName) if one.code == "HLT"]
    assert (now.unit_id, now.name) == (known.unit_id, LT.name)
    assert "LT" not in {row.code for row in rows(engine, UnitName)}
    assert compared(engine, renamed).is_empty
    assert compared(engine, back(engine)).is_empty


def test_a_code_that_changes_on_a_day_is_another_name_from_then_on(engine: Engine):
    put(engine, plan())
    renamed = with_code(plan(), "HLT", valid_from=date(2022, 7, 1))
    sure(renamed, engine, "unit-code:HLT=LT")
    names = {row.code: (row.unit_id, row.valid_to) for row in rows(engine, UnitName)}
    assert names["HLT"] == (names["LT"][0], None)
    assert names["LT"][1] == date(2022, 6, 30)


def test_a_new_code_with_a_new_name_is_asked_about_where_positions_go_over(engine: Engine):
    put(engine, plan())
    renamed = with_code(plan(), "HLT", name="Xã Lập Thạch")
    assert asked(engine, renamed) == ["unit_code"]
    sure(renamed, engine, "unit-code:HLT=LT")
    assert {row.code: row.name for row in rows(engine, UnitName)}["HLT"] == "Xã Lập Thạch"
    assert len(rows(engine, Unit)) == 3


def test_a_unit_of_the_same_name_can_be_added(engine: Engine):
    put(engine, plan())
    twin = UnitDraft("LT2", LT.name, "localities", "TU")
    both = plan(units=(*plan().units, twin))
    assert asked(engine, both) == ["second_unit"]
    sure(both, engine, "unit-code:LT2=new")
    assert len(rows(engine, Unit)) == 4


def test_nothing_is_asked_of_a_first_plan_or_of_a_unit_that_is_new(engine: Engine):
    assert compared(engine, plan()).doubts == ()
    put(engine, plan(), now=NOW)
    new = UnitDraft("TD", "Huyện Tam Đảo", "localities", "TU")
    assert compared(engine, plan(units=(*plan().units, new))).doubts == ()


def test_a_form_carries_what_was_asked_and_what_days_turn(engine: Engine):
    """A working day that turns what was late is confirmed as it was shown, or shown again."""
    put(engine, plan())
    shown = compared(engine, with_holding(1, person_name="Trần Thị Khác"))
    note = Note(ThingKind.CALENDAR_DAY, "KND@LT/Q1", "plan_load.note.turns_in_time")
    carried = {
        plan_grounds(one)["plan"]
        for one in (shown, replace(shown, notes=(note,)), replace(shown, doubts=()))
    }
    assert len(carried) == 3


@pytest.mark.parametrize("typed", ["lt-bt", "ＬＴ-BT"])
def test_a_position_typed_in_another_case_or_width_is_the_same(engine: Engine, typed: str):
    put(engine, plan())
    held = with_positions(LT_BT={"position_code": typed})
    work = tuple(
        replace(assignment, responsible=(typed, "LT-CT")) for assignment in held.assignments[:1]
    )
    members = tuple(
        replace(member, position_code=typed) if member.position_code == "LT-BT" else member
        for member in held.committee_members
    )
    draft = replace(held, assignments=(*work, *held.assignments[1:]), committee_members=members)
    assert compared(engine, draft).is_empty


def test_a_unit_typed_in_another_case_is_asked_about(engine: Engine):
    put(engine, plan())
    assert asked(engine, with_code(plan(), "lt")) == ["unit_code"]


def test_the_other_of_two_new_codes_may_be_the_known_person(engine: Engine):
    """One is said to be somebody new, so it is asked whether the other one is known."""
    put(engine, plan())
    new = with_holding(1, person_code="CB-X", email="cb01@vinhphuc.example")
    second = holding("LT-PCT", "CB-Y", person_name="Cán bộ CB01", email="khac@vinhphuc.example")
    both = replace(new, holdings=(*new.holdings, second))
    assert asked(engine, both) == ["code"]
    with pytest.raises(PlanDoubtful) as caught:
        sure(both, engine, "code:CB-X=new")
    (doubt,) = caught.value.difference.unsure
    assert (doubt.params["new"], doubt.params["old"]) == ("CB-Y", "CB01")
    sure(both, engine, "code:CB-X=new", "code:CB-Y=CB01")
    codes = {row.code for row in rows(engine, Person)}
    assert {"CB-X", "CB-Y"} <= codes
    assert "CB01" not in codes


def test_two_answers_that_contradict_each_other_settle_nothing(engine: Engine):
    put(engine, plan())
    new = with_holding(1, person_code="CB-X", email="cb01@vinhphuc.example")
    with pytest.raises(PlanDoubtful):
        sure(new, engine, "code:CB-X=CB01", "code:CB-X=new")
    renamed = with_code(plan(), "HLT")
    with pytest.raises(PlanDoubtful):
        sure(renamed, engine, "unit-code:HLT=LT", "unit-code:HLT=new")
    assert len(rows(engine, Unit)) == 3
