"""Units, committees, ladders and days change with dates; a new year shares them with the last."""

from dataclasses import replace
from datetime import date

import pytest
from loaded_people import held
from plan_changes import sent_back
from plan_load_drafts import (
    NOW,
    YEAR,
    assignment,
    back,
    compared,
    plan,
    put,
    quarters,
    rows,
)
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.plan.load.changes import Area, ChangeKind, ThingKind
from dondoc.services.workbook.plan import (
    CalendarDayDraft,
    CommitteeMemberDraft,
    LadderStepDraft,
    PlanDraft,
    ProgrammeDraft,
    UnitDraft,
)
from models.assignment import Assignment
from models.committee import Committee, CommitteeSeat
from models.event import Event, EventKind
from models.person import Contact, Holding, Person, Position, ProgrammeMandate
from models.programme import CalendarDay, LadderStep, Programme
from models.rules.roles import Mandate
from models.unit import Unit, UnitName, UnitParent

LATER = at(date(2022, 6, 1))


@pytest.fixture
def loaded(engine: Engine) -> Engine:
    put(engine, plan(), complete=True)
    return engine


def units(*drafts: UnitDraft, programme: ProgrammeDraft | None = None) -> PlanDraft:
    """A plan with nothing but units."""
    return PlanDraft(programme or plan().programme, units=drafts)


def names(engine: Engine, code: str) -> list[tuple[str, date, date | None]]:
    found = [n for n in rows(engine, UnitName) if n.code == code]
    return sorted(((n.name, n.valid_from, n.valid_to) for n in found), key=lambda n: n[1])


def test_a_renamed_unit_stays_the_same_unit(loaded: Engine) -> None:
    renamed = UnitDraft("LT", "Thị xã Lập Thạch", "localities", "TU", date(2022, 7, 1),
                        committee_paper="QĐ 12")  # fmt: skip
    put(loaded, units(renamed), LATER)
    assert names(loaded, "LT") == [
        ("Huyện Lập Thạch", date(2022, 1, 1), date(2022, 6, 30)),
        ("Thị xã Lập Thạch", date(2022, 7, 1), None),
    ]
    assert len(rows(loaded, Unit)) == 3
    assert put(loaded, units(renamed), LATER).is_empty
    assert put(loaded, plan(), LATER, complete=True).is_empty
    assert back(loaded, on=date(2022, 6, 30)).units[1].name == "Huyện Lập Thạch"
    after = back(loaded, on=date(2022, 8, 1))
    assert (after.units[1].name, after.units[1].valid_from) == (renamed.name, date(2022, 7, 1))
    assert compared(loaded, after).is_empty


def test_it_puts_a_misspelt_name_right(loaded: Engine) -> None:
    right = UnitDraft("SL", "Huyện Sông Lô mới", "departments", None)
    [entry] = put(loaded, units(right), LATER).entries
    assert {f.name for f in entry.fields} == {"name", "group", "parent"}
    assert names(loaded, "SL") == [("Huyện Sông Lô mới", date(2022, 1, 1), None)]
    assert len(rows(loaded, UnitParent)) == 1
    assert put(loaded, units(right), LATER).is_empty


def test_both_names_of_a_unit_can_stand_in_one_plan(engine: Engine) -> None:
    draft = units(
        UnitDraft("LT", "Huyện", "localities", valid_to=date(2022, 6, 30)),
        UnitDraft("LT", "Thị xã", "localities", valid_from=date(2022, 7, 1)),
    )
    put(engine, draft)
    assert [n[1:] for n in names(engine, "LT")] == [
        (date(2022, 1, 1), date(2022, 6, 30)),
        (date(2022, 7, 1), None),
    ]
    [unit] = rows(engine, Unit)
    assert unit.ended_on is None
    assert put(engine, draft).is_empty


def test_a_code_used_again_is_another_unit(loaded: Engine) -> None:
    ended = UnitDraft("SL", "Huyện Sông Lô", "localities", "TU", valid_to=date(2022, 6, 30))
    put(loaded, units(ended), LATER)
    new = UnitDraft("SL", "Xã Sông Lô", "localities", "TU", valid_from=date(2022, 7, 1))
    put(loaded, units(new), LATER)
    assert [u.ended_on for u in rows(loaded, Unit)] == [None, None, date(2022, 6, 30), None]
    assert [n.unit_id for n in rows(loaded, UnitName) if n.code == "SL"] == [3, 4]
    assert put(loaded, units(new), LATER).is_empty


def next_year() -> PlanDraft:
    first = plan(programme=ProgrammeDraft(2023, "Giao chỉ tiêu 2023"))
    points = quarters(6, 6, 6, 6, year=2023)
    work = assignment(checkpoints=points, deadline=date(2023, 12, 31))
    lt = UnitDraft("LT", "Thị xã Lập Thạch", "localities", "TU")
    return replace(first, units=(first.units[0], lt, first.units[2]), assignments=(work,))


def test_the_next_year_shares_units_and_people(loaded: Engine) -> None:
    before = {m: len(rows(loaded, m)) for m in (Unit, Person, Position, Holding, Contact)}
    put(loaded, next_year(), at(date(2023, 1, 5)), complete=True)
    assert {m: len(rows(loaded, m)) for m in before} == before
    first, second = rows(loaded, Programme)
    assert (first.year, second.previous_id) == (2022, first.id)
    assert names(loaded, "LT") == [
        ("Huyện Lập Thạch", date(2022, 1, 1), date(2022, 12, 31)),
        ("Thị xã Lập Thạch", date(2023, 1, 1), None),
    ]
    assert [a.programme_id for a in rows(loaded, Assignment)] == [1, 1, 1, 2]
    assert len(rows(loaded, Committee)) == 2
    assert compared(loaded, next_year()).is_empty
    assert compared(loaded, back(loaded, 2023)).is_empty
    assert compared(loaded, plan()).is_empty
    assert back(loaded).units[1].name == "Huyện Lập Thạch"


def test_roles_that_stay_from_year_to_year_are_no_change(loaded: Engine) -> None:
    """Mandates are of one programme: they are given anew, and nothing changes for anybody."""
    following = next_year()
    difference = compared(loaded, following)
    assert [e.ref for e in difference.of(ThingKind.POSITION)] == []
    put(loaded, following, at(date(2022, 12, 20)))
    years = {row.id: row.year for row in rows(loaded, Programme)}
    given = {(years[row.programme_id], row.mandate) for row in rows(loaded, ProgrammeMandate)}
    assert given == {
        (year, mandate)
        for year in (2022, 2023)
        for mandate in (Mandate.ADMINISTRATOR, Mandate.SECRETARIAT)
    }
    assert compared(loaded, following).is_empty


def test_a_role_that_ends_with_the_year_is_named(loaded: Engine) -> None:
    held = tuple(
        replace(row, roles=("secretariat",)) if row.roles else row for row in next_year().holdings
    )
    [entry] = compared(loaded, replace(next_year(), holdings=held)).of(ThingKind.POSITION)
    [field] = entry.fields
    assert (field.old, field.new) == (("administrator", "secretariat"), ("secretariat",))
    put(loaded, replace(next_year(), holdings=held), at(date(2022, 12, 20)))
    assert [row.mandate for row in rows(loaded, ProgrammeMandate)][2:] == [Mandate.SECRETARIAT]


def test_the_year_before_can_come_afterwards(engine: Engine) -> None:
    put(engine, next_year(), at(date(2023, 1, 5)))
    later = date(2023, 1, 6)
    decided = sent_back(engine, plan(), "past-due:2022", today=later)
    put(engine, plan(), at(later), sure=decided)
    second, first = rows(engine, Programme)
    assert (second.year, second.previous_id) == (2023, first.id)
    assert names(engine, "SL") == [("Huyện Sông Lô", date(2022, 1, 1), None)]
    assert names(engine, "LT") == [
        ("Huyện Lập Thạch", date(2022, 1, 1), date(2022, 12, 31)),
        ("Thị xã Lập Thạch", date(2023, 1, 1), None),
    ]
    assert len(rows(engine, Unit)) == 3
    assert len(rows(engine, UnitParent)) == 2
    assert held(engine, "LT-BT") == [("CB01", date(2022, 1, 1), None)]
    assert compared(engine, plan()).is_empty
    assert compared(engine, next_year()).is_empty


def test_a_complete_plan_ends_seats_and_committees(loaded: Engine) -> None:
    lt, sl = plan().units[1], plan().units[2]
    moved = replace(
        plan(),
        units=(replace(lt, committee_paper=None), replace(sl, committee_paper="QĐ 5")),
        committee_members=(CommitteeMemberDraft("SL", "SL-BT", "head"),),
    )
    assert {e.change for e in compared(loaded, moved, complete=False).entries} == {ChangeKind.ADDED}
    sure = sent_back(loaded, moved, "committee:LT")
    found = put(loaded, moved, LATER, complete=True, sure=sure)
    ended = [
        e for e in found.entries if e.area is Area.COMMITTEES and e.change is ChangeKind.WITHDRAWN
    ]
    assert [e.ref for e in ended] == ["LT", "LT-BT@LT", "LT-CT@LT"]
    assert [c.dissolved_on for c in rows(loaded, Committee)] == [date(2022, 6, 1), None]
    assert put(loaded, moved, LATER, complete=True).is_empty
    put(loaded, plan(), LATER, complete=False)
    assert [s.seated_to for s in rows(loaded, CommitteeSeat)] == [None, None, None]
    assert rows(loaded, Committee)[0].dissolved_on is None


def test_a_plan_replaces_the_ladder_and_keeps_the_general_steps(loaded: Engine) -> None:
    standard = len(rows(loaded, LadderStep))
    own = LadderStepDraft(-10, "lead", unit_code="LT")
    put(loaded, replace(plan(), ladder_steps=(own,)), LATER)
    assert len(rows(loaded, LadderStep)) == standard + 1
    general = LadderStepDraft(1, "unit_head", "urge")
    put(loaded, replace(plan(), ladder_steps=(general,)), LATER)
    assert [(s.offset, s.firmness) for s in rows(loaded, LadderStep)] == [(1, "urge")]
    assert put(loaded, plan(), LATER, complete=True).is_empty


def test_days_leave_only_with_a_complete_list(loaded: Engine) -> None:
    swapped, off = (
        CalendarDayDraft(date(2022, 8, 22), True),
        CalendarDayDraft(date(2022, 8, 31), False),
    )
    put(loaded, replace(plan(), calendar_days=(swapped, off)))
    one = replace(plan(), calendar_days=(replace(off, note="Nghỉ bù"),))
    put(loaded, one)
    assert [(d.day, d.note) for d in rows(loaded, CalendarDay)][1:] == [(off.day, "Nghỉ bù")]
    put(loaded, plan(), complete=True)
    assert len(rows(loaded, CalendarDay)) == 2
    put(loaded, one, complete=True)
    assert [d.day for d in rows(loaded, CalendarDay)] == [off.day]


def test_it_names_who_loaded(loaded: Engine) -> None:
    put(loaded, replace(plan(), programme=ProgrammeDraft(YEAR, "Tên mới")), LATER, actor_id=1)
    events = [e for e in rows(loaded, Event) if e.at == LATER]
    assert [e.kind for e in events] == [EventKind.PLAN_LOADED, EventKind.CHANGED]
    assert {e.actor_id for e in events} == {1}
    assert rows(loaded, Programme)[0].created_at == NOW
