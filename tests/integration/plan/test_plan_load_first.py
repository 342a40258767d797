"""A plan is loaded for the first time, again, and back."""

import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal
from time import perf_counter

import pytest
from plan_load_drafts import (
    NOW,
    assignment,
    back,
    compared,
    holding,
    large,
    plan,
    put,
    quarters,
    rows,
)
from sqlalchemy import Engine

from dondoc.errors import BadInput
from dondoc.services.plan.load.changes import ChangeKind, ThingKind
from dondoc.services.plan.load.load import load
from dondoc.services.programme.rule_sets import default_ladder
from dondoc.services.workbook.plan import (
    CalendarDayDraft,
    CommitteeMemberDraft,
    LadderStepDraft,
    PlanDraft,
    UnitDraft,
)
from dondoc.store.database import writing
from models.assignment import Assignment, AssignmentOfficial, AssignmentUnit, Checkpoint
from models.committee import Committee, CommitteeSeat
from models.event import Event, EventKind
from models.indicator import Indicator
from models.person import Contact, Holding, Person, Position, ProgrammeMandate
from models.programme import CalendarDay, LadderStep, Programme
from models.rules.roles import Involvement, Mandate
from models.rules.stages import Stage
from models.unit import Unit, UnitGroup, UnitName, UnitParent

TABLES = (
    Programme, Unit, UnitGroup, UnitName, UnitParent, Person, Position, Holding, Contact,
    ProgrammeMandate, Committee, CommitteeSeat, Indicator, Assignment, AssignmentOfficial,
    AssignmentUnit, Checkpoint, CalendarDay, LadderStep, Event,
)  # fmt: skip


def everything(engine: Engine) -> dict[str, list[object]]:
    return {model.__name__: [row.model_dump() for row in rows(engine, model)] for model in TABLES}


def test_it_writes_the_work_of_a_plan(engine: Engine) -> None:
    put(engine, plan())
    assert [a.ref for a in rows(engine, Assignment)] == ["KND@LT", "KND@SL", "DN@LT"]
    points = rows(engine, Checkpoint)
    assert [(p.label, p.rank) for p in points[-2:]] == [("Q1", 0), ("Q4", 1)]
    assert {p.stage for p in points} == {Stage.ASSIGNED}
    assert {p.stage_since for p in points} == {NOW}
    assert all(p.original_due_on == p.due_on and p.due_revision == 0 for p in points)
    assert points[0].expected == Decimal(5)
    leads = {p.id: p.code for p in rows(engine, Position)}
    officials = [(o.rank, leads[o.position_id]) for o in rows(engine, AssignmentOfficial)]
    assert officials[:2] == [(0, "LT-BT"), (1, "LT-CT")]
    [other] = rows(engine, AssignmentUnit)
    assert other.involvement is Involvement.COORDINATING


def test_it_writes_who_there_is(engine: Engine) -> None:
    put(engine, plan())
    assert {n.code: n.valid_from for n in rows(engine, UnitName)} == dict.fromkeys(
        ("TU", "LT", "SL"), date(2022, 1, 1)
    )
    assert rows(engine, UnitGroup)[0].title == "Huyện, thành phố"
    assert len(rows(engine, UnitParent)) == 2
    contact = rows(engine, Contact)[0]
    assert (contact.channel, contact.address) == ("mail", "cb00@vinhphuc.example")
    assert contact.confirmed_at == NOW
    mandates = {m.mandate for m in rows(engine, ProgrammeMandate)}
    assert mandates == {Mandate.ADMINISTRATOR, Mandate.SECRETARIAT}
    assert [c.paper for c in rows(engine, Committee)] == ["QĐ 12"]
    assert len(rows(engine, CommitteeSeat)) == 2
    assert len(rows(engine, LadderStep)) == len(default_ladder())


def test_it_tells_what_happened(engine: Engine) -> None:
    found = put(engine, plan(), complete=True, plan_sha256="abc")
    events = rows(engine, Event)
    assert events[0].kind is EventKind.PLAN_LOADED
    assert events[0].data["sha256"] == "abc"
    assert events[0].data["counts"]["checkpoint.added"] == 10
    assert {e.day for e in events} == {date(2022, 1, 10)}
    assigned = [e for e in events if e.kind is EventKind.ASSIGNED]
    assert [e.checkpoint_id for e in assigned] == [p.id for p in rows(engine, Checkpoint)]
    assert {(e.from_stage, e.to_stage) for e in assigned} == {(None, Stage.ASSIGNED)}
    assert len(events) == 11
    assert found.counts()[ThingKind.CHECKPOINT, ChangeKind.ADDED] == 10
    assert rows(engine, Programme)[0].plan_sha256 == "abc"


def test_history_says_what_was_assigned_to_whom_by_when(engine: Engine) -> None:
    put(engine, plan())
    assigned = [row for row in rows(engine, Event) if row.kind is EventKind.ASSIGNED]
    points = rows(engine, Checkpoint)
    assert len(assigned) == len(points)
    for event, point in zip(assigned, points, strict=True):
        said = event.data["checkpoint"]
        assert (said["opens_on"], said["due_on"]) == (
            point.opens_on.isoformat(),
            point.due_on.isoformat(),
        )
    first = [one.data["assignment"] for one in assigned if "assignment" in one.data]
    assert len(first) == len(rows(engine, Assignment))
    assert first[0]["officials"] and first[0]["target"] and first[0]["deadline"]


@pytest.mark.parametrize("complete", [False, True])
def test_it_writes_nothing_the_second_time(engine: Engine, complete: bool) -> None:
    put(engine, plan(), complete=complete)
    before = everything(engine)
    again = put(engine, plan(), NOW.replace(month=2), complete=complete, plan_sha256="other")
    assert again.is_empty
    assert everything(engine) == before


def rich() -> PlanDraft:
    """A plan that uses every sheet."""
    first = plan()
    return replace(
        first,
        units=(*first.units, UnitDraft("PY", "Thành phố Phúc Yên", "localities", "TU",
                                       date(2022, 3, 1), date(2022, 11, 30))),
        holdings=(*first.holdings, holding("LT-PCT", "CB02", valid_to=date(2022, 5, 31)),
                  holding("LT-PCT", "CB05", valid_from=date(2022, 6, 1), language="en")),
        committee_members=(*first.committee_members, CommitteeMemberDraft(
            "SL", "SL-CT", "head", valid_from=date(2022, 2, 1))),
        calendar_days=(CalendarDayDraft(date(2022, 5, 7), True, "Làm bù"),),
        ladder_steps=(LadderStepDraft(-3, "lead"), LadderStepDraft(2, "unit_head", "demand", 5,
                                                                   "xây dựng Đảng", "LT")),
    )  # fmt: skip


@pytest.mark.parametrize("complete", [False, True])
def test_it_gives_a_plan_back_that_differs_in_nothing(engine: Engine, complete: bool) -> None:
    put(engine, rich())
    returned = back(engine)
    found = compared(engine, returned, complete=complete)
    assert found.is_empty, found.entries
    assert compared(engine, rich(), complete=complete).is_empty
    assert returned.assignments == rich().assignments
    assert returned.indicators == rich().indicators
    assert returned.units == rich().units
    assert set(returned.holdings) == set(rich().holdings)


def test_it_loads_a_sheet_without_people(engine: Engine) -> None:
    bare = plan(
        units=(UnitDraft("LT", "Huyện Lập Thạch", "localities"),),
        holdings=(),
        committee_members=(),
        assignments=(assignment(responsible=()),),
    )
    put(engine, bare, complete=True)
    assert rows(engine, AssignmentOfficial) == []
    assert len(rows(engine, Checkpoint)) == 4
    assert compared(engine, back(engine)).is_empty


def test_it_takes_a_letter_typed_in_two_ways_for_one(engine: Engine) -> None:
    def spelt(form: str) -> PlanDraft:
        code = unicodedata.normalize(form, "Đảng-SỐ")
        return plan(
            units=(UnitDraft(code, code, "localities"),),
            holdings=(),
            committee_members=(),
            assignments=(assignment("KND", code, responsible=()),),
        )

    put(engine, spelt("NFC"))
    assert put(engine, spelt("NFD"), complete=True).is_empty


@pytest.mark.parametrize(
    ("changes", "key", "code"),
    [
        ({"unit": "XX", "responsible": ()}, "unknown_unit", "XX"),
        ({"responsible": ("LT-YY",)}, "unknown_position", "LT-YY"),
        ({"code": "ZZ"}, "unknown_indicator", "ZZ"),
        ({"watching": ("WW",)}, "unknown_unit", "WW"),
    ],
)
def test_it_refuses_a_code_that_means_nothing(
    engine: Engine, changes: dict[str, object], key: str, code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        put(engine, plan(assignments=(assignment(**changes),)))  # type: ignore[arg-type]
    assert refused.value.key == f"plan_load.error.{key}"
    assert refused.value.params["code"] == code


def test_it_writes_all_or_nothing(engine: Engine) -> None:
    before = everything(engine)
    broken = plan(assignments=(assignment(), assignment("DN", weight=Decimal("0.00001"))))
    with pytest.raises(Exception, match="more than 4 decimals"):
        put(engine, broken)
    assert everything(engine) == before


def test_it_leaves_the_transaction_to_its_caller(engine: Engine) -> None:
    class Later(Exception):
        """Something that fails after the load."""

    with pytest.raises(Later), writing(engine) as session:
        load(session, plan(), complete=False, actor_id=None, now=NOW, plan_sha256=None)
        raise Later
    assert rows(engine, Programme) == []


def test_it_loads_a_part_into_what_is_there(engine: Engine) -> None:
    put(engine, plan())
    part = plan(
        units=(),
        holdings=(),
        committee_members=(),
        indicators=(),
        assignments=(assignment("DN", "SL", checkpoints=quarters(None, 4)),),
    )
    found = put(engine, part)
    assert [e.ref for e in found.entries] == ["DN@SL", "DN@SL/Q2"]


def test_it_loads_two_thousand_assignments_without_delay(engine: Engine) -> None:
    draft = large(units=50, indicators=40)
    started = perf_counter()
    put(engine, draft, complete=True)
    assert perf_counter() - started < 15
    assert len(rows(engine, Checkpoint)) == 8_000
    assert compared(engine, back(engine)).is_empty
