"""One assignment as people look at it: what is asked, where it stands, what happened, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, bindparam
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from dondoc.services.checkpoint_views import (
    CheckpointView,
    current_of,
    due_facts,
    view,
    views_of,
)
from dondoc.services.errors import BadInput
from dondoc.services.frames import frame_of, names_of_units
from dondoc.services.item_history import EventView, history_of
from dondoc.services.items import Frame, Item, items_of, load_items
from dondoc.services.organisation.in_force import held_on
from dondoc.services.reminded import reminded_of
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.indicator import Indicator
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.stages import Stage, Standing

__all__ = [
    "AssignmentView", "CheckpointView", "EventView", "Official", "Opened", "assignment_view",
    "current_of", "due_facts", "look_at", "officials_of", "open_assignment", "view", "work_of",
]  # fmt: skip


@dataclass(frozen=True)
class AssignmentView:
    """An assignment with its checkpoints and its history."""

    ref: str
    title: str
    unit: str
    unit_of_measure: str
    kind: str
    direction: str
    target: Decimal | None
    product: str
    baseline: Decimal | None
    weight: Decimal
    deadline: date
    standing: Standing
    officials: tuple[str, ...]
    current: str | None
    checkpoints: tuple[CheckpointView, ...]
    events: tuple[EventView, ...]


@dataclass(frozen=True)
class Opened:
    """An assignment with its checkpoints, in the order of its roadmap."""

    assignment: Assignment
    indicator: Indicator
    frame: Frame
    items: dict[int, Item]


def assignment_view(
    session: Session, programme: Programme, ref: str, now: datetime
) -> AssignmentView:
    """The assignment that `ref` names (with or without a checkpoint behind a slash).

    Raises BadInput where there is none.
    """
    assignment = _find(session, programme, ref.partition("/")[0].strip())
    return look_at(session, open_assignment(session, programme, assignment), local_date(now))


def open_assignment(session: Session, programme: Programme, assignment: Assignment) -> Opened:
    """Reads an assignment's checkpoints with everything recorded on them."""
    frame = frame_of(session, programme)
    found = items_of(session, frame, assignment.key)
    indicator = session.get_one(Indicator, assignment.indicator_id)
    return Opened(assignment, indicator, frame, found)


class Official(NamedTuple):
    """A person who answers for an assignment, in a position."""

    position_id: int
    code: str
    full_name: str
    title: str


def look_at(
    session: Session, opened: Opened, today: date, officials: Sequence[Official] | None = None
) -> AssignmentView:
    """What is asked, where it stands on a day and what happened, in a fixed number of queries.

    `officials`: where the caller has read them.
    """
    assignment, indicator = opened.assignment, opened.indicator
    people = officials_of(session, assignment, today) if officials is None else officials
    told = reminded_of(session, opened.items)
    seen = views_of(session, opened.frame, opened.items, today)
    views = tuple(
        replace(one, reminded=told[key]) for key, one in zip(opened.items, seen, strict=True)
    )
    return AssignmentView(
        ref=assignment.ref,
        title=indicator.title,
        unit=names_of_units(session, today)[assignment.unit_id],
        unit_of_measure=indicator.unit_of_measure,
        kind=indicator.kind,
        direction=indicator.direction,
        target=assignment.target,
        product=assignment.product,
        baseline=assignment.baseline,
        weight=assignment.weight,
        deadline=assignment.deadline,
        standing=assignment.standing,
        officials=tuple(f"{one.full_name} ({one.title})" for one in people),
        current=current_of(views),
        checkpoints=views,
        events=history_of(session, assignment),
    )


def officials_of(session: Session, assignment: Assignment, today: date) -> list[Official]:
    """Who answers for it on a day, the one in the lead first."""
    given = {"assignment": assignment.id, "day": today}
    return [Official(*row) for row in session.connection().execute(_officials(), given)]


@cache
def _officials() -> Select[Any]:
    return (
        sa_select(
            col(AssignmentOfficial.position_id), col(Person.code), col(Person.full_name),
            col(Position.title),
        )
        .join(Position, col(Position.id) == col(AssignmentOfficial.position_id))
        .join(Holding, col(Holding.position_id) == col(Position.id))
        .join(Person, col(Person.id) == col(Holding.person_id))
        .where(
            col(AssignmentOfficial.assignment_id) == bindparam("assignment"),
            held_on(bindparam("day", type_=Date)),
        )
        .order_by(col(AssignmentOfficial.rank), col(Holding.held_from), col(Holding.id))
    )  # fmt: skip


def work_of(
    session: Session, programme: Programme, person_id: int, today: date
) -> tuple[CheckpointView, ...]:
    """What a person answers for on a day and is not judged yet, the most urgent first."""
    query = (
        select(col(Checkpoint.due_on), col(Checkpoint.id))
        .join(Assignment, col(Assignment.id) == Checkpoint.assignment_id)
        .join(AssignmentOfficial, col(AssignmentOfficial.assignment_id) == Assignment.id)
        .join(Holding, col(Holding.position_id) == AssignmentOfficial.position_id)
        .where(
            Assignment.programme_id == programme.id,
            Checkpoint.standing == Standing.LIVE,
            Checkpoint.stage != Stage.EVALUATED,
            Holding.person_id == person_id,
            held_on(today),
        )
        .order_by(col(Checkpoint.due_on), col(Checkpoint.id))
        .distinct()
    )
    frame = frame_of(session, programme)
    ids = [one for _, one in session.exec(query) if one is not None]
    items = load_items(session, frame, ids)
    return views_of(session, frame, {one: items[one] for one in ids}, today)


def _find(session: Session, programme: Programme, ref: str) -> Assignment:
    query = select(Assignment).where(Assignment.programme_id == programme.id, Assignment.ref == ref)
    found = session.exec(query).first()
    if found is None:
        raise BadInput("assignment.unknown", ref=ref)
    return found
