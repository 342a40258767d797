"""Small plans for the tests of loading, and one as large as is asked for."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, select

from dondoc.clock import at
from dondoc.services.plan.load.back_to_plan import draft_of
from dondoc.services.plan.load.changes import PlanDifference
from dondoc.services.plan.load.load import difference, load
from dondoc.services.workbook.plan import (
    AssignmentDraft,
    CheckpointDraft,
    CommitteeMemberDraft,
    HoldingDraft,
    IndicatorDraft,
    PlanDraft,
    ProgrammeDraft,
    UnitDraft,
)
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.programme import Programme

YEAR = 2022
NOW = at(date(2022, 1, 10))
_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))


def quarters(*expected: int | None, year: int = YEAR) -> tuple[CheckpointDraft, ...]:
    """Checkpoints Q1.. for the values that are given; None leaves a quarter out."""
    return tuple(
        CheckpointDraft(
            label=f"Q{number}",
            title=f"Quý {number}",
            opens_on=date(year, 3 * number - 2, 1),
            due_on=date(year, *_ENDS[number - 1]),
            expected=Decimal(value),
        )
        for number, value in enumerate(expected, 1)
        if value is not None
    )


def indicator(code: str = "KND", **others: Any) -> IndicatorDraft:
    given = {"name": f"Chỉ tiêu {code}", "kind": "increment", "roll_up": "sum", **others}
    return IndicatorDraft(code=code, **given)


def assignment(code: str = "KND", unit: str = "LT", **others: Any) -> AssignmentDraft:
    given = {
        "deadline": date(YEAR, 12, 31),
        "checkpoints": quarters(5, 5, 5, 5),
        "responsible": (f"{unit}-BT", f"{unit}-CT"),
        "target": Decimal(20),
        **others,
    }
    return AssignmentDraft(indicator_code=code, unit_code=unit, **given)


def holding(position: str = "LT-BT", person: str = "CB01", **others: Any) -> HoldingDraft:
    given = {
        "title": f"Chức vụ {position}",
        "unit_code": position.split("-", maxsplit=1)[0],
        "person_name": f"Cán bộ {person}",
        "email": f"{person.lower()}@vinhphuc.example",
        **others,
    }
    return HoldingDraft(position_code=position, person_code=person, **given)


def plan(**others: Any) -> PlanDraft:
    """Two districts and a department; each district is tied to two people."""
    given: dict[str, Any] = {
        "programme": ProgrammeDraft(YEAR, "Giao chỉ tiêu 2022", "Thông báo số 15"),
        "units": (
            UnitDraft("TU", "Văn phòng Tỉnh ủy", "party_bodies"),
            UnitDraft("LT", "Huyện Lập Thạch", "localities", "TU", committee_paper="QĐ 12"),
            UnitDraft("SL", "Huyện Sông Lô", "localities", "TU"),
        ),
        "holdings": (
            holding("TU-TK", "CB00", roles=("administrator", "secretariat")),
            holding("LT-BT", "CB01", is_head=True),
            holding("LT-CT", "CB02"),
            holding("SL-BT", "CB03", is_head=True),
            holding("SL-CT", "CB04"),
        ),
        "committee_members": (
            CommitteeMemberDraft("LT", "LT-BT", "head", "Phụ trách chung"),
            CommitteeMemberDraft("LT", "LT-CT", "secretary"),
        ),
        "indicators": (indicator("KND"), indicator("DN", kind="running_total")),
        "assignments": (
            assignment("KND", "LT", coordinating=("SL",)),
            assignment("KND", "SL"),
            assignment("DN", "LT", checkpoints=quarters(1, None, None, 20)),
        ),
    }
    return PlanDraft(**{**given, **others})


def with_assignment(draft: PlanDraft, number: int, **changes: Any) -> PlanDraft:
    """The plan with one assignment changed."""
    assignments = list(draft.assignments)
    assignments[number] = replace(assignments[number], **changes)
    return replace(draft, assignments=tuple(assignments))


def with_checkpoint(draft: PlanDraft, label: str, **changes: Any) -> PlanDraft:
    """The plan with one checkpoint of its first assignment changed."""
    points = tuple(
        replace(point, **changes) if point.label == label else point
        for point in draft.assignments[0].checkpoints
    )
    return with_assignment(draft, 0, checkpoints=points)


def large(units: int, indicators: int) -> PlanDraft:
    """`units` x `indicators` assignments with four checkpoints each."""
    codes = [f"U{number:03d}" for number in range(units)]
    return plan(
        units=tuple(UnitDraft(code, f"Đơn vị {code}", "localities") for code in codes),
        holdings=tuple(
            holding(f"{code}-{post}", f"CB-{code}-{post}")
            for code in codes
            for post in ("BT", "CT")
        ),
        committee_members=(),
        indicators=tuple(indicator(f"CT{number:03d}") for number in range(indicators)),
        assignments=tuple(
            assignment(f"CT{number:03d}", code) for number in range(indicators) for code in codes
        ),
    )


def put(engine: Engine, draft: PlanDraft, now: datetime = NOW, **others: Any) -> PlanDifference:
    """Loads a plan in a transaction of its own."""
    given: dict[str, Any] = {"complete": False, "actor_id": None, "plan_sha256": "ab", **others}
    with writing(engine) as session:
        return load(session, draft, now=now, **given)


def compared(
    engine: Engine, draft: PlanDraft, *, complete: bool = True, sure: frozenset[str] = frozenset(),
    today: date = date(2022, 1, 10),
) -> PlanDifference:  # fmt: skip
    with reading(engine) as session:
        return difference(session, draft, complete=complete, today=today, sure=sure)


def put_as_meant(engine: Engine, draft: PlanDraft, day: date) -> PlanDifference:
    """Loads a whole plan; what is asked about it was decided so."""
    doubts = compared(engine, draft, today=day).doubts
    sure = frozenset(doubt.sent_back(doubt.answers[0]) for doubt in doubts)
    return put(engine, draft, at(day), complete=True, sure=sure)


def back(engine: Engine, year: int = YEAR, on: date = date(2022, 1, 10)) -> PlanDraft:
    """The stored plan of a year."""
    with reading(engine) as session:
        found = session.exec(select(Programme).where(Programme.year == year)).one()
        return draft_of(session, found, on)


def rows(engine: Engine, model: type[SQLModel]) -> list[Any]:
    """All rows of a table, oldest first."""
    with reading(engine) as session:
        found = list(session.exec(select(model)))
        session.expunge_all()
    return sorted(found, key=lambda row: row.id)


def checkpoint(session: Session, label: str) -> Checkpoint:
    """A checkpoint of the assignment that was loaded first."""
    query = select(Checkpoint).where(Checkpoint.label == label)
    found = session.exec(query.order_by(col(Checkpoint.id))).first()
    assert found is not None
    return found
