"""The query of the register: every nudge with every message that it is in, and its rows."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from dondoc.services.reminders.register.filters import STATE, Filters, conditions, of_nudge
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.event import Event, EventKind
from models.indicator import Indicator
from models.joins import ASSIGNMENT_OF_CHECKPOINT, CHECKPOINT_OF_NUDGE, INDICATOR_OF_ASSIGNMENT
from models.message import Message, MessageLine
from models.nudge import Nudge
from models.person import Person
from models.programme import Programme

_WHY = case(
    (col(Message.id).is_(None), col(Nudge.moot_reason)),
    (col(MessageLine.dropped) != "", col(MessageLine.dropped)),
    else_=col(Message.end_reason),
)


def every_row(programme: Programme) -> Any:
    """Every nudge of a programme with every message that it is in, the latest decision first."""
    return every_nudge().where(col(Assignment.programme_id) == programme.id)


@cache
def every_nudge() -> Any:
    """Every nudge of all programmes.

    Kept: putting it together costs (bench/bench_statements.py).
    """
    return (
        select(
            col(Nudge.id).label("nudge_id"), col(Nudge.checkpoint_id), col(Nudge.kind),
            col(Nudge.audience), col(Nudge.step), col(Nudge.cause), col(Nudge.firmness),
            col(Nudge.decided_at), col(Person.full_name),
            col(MessageLine.in_place_of), func.coalesce(MessageLine.dropped, "").label("dropped"),
            col(Message.id).label("message_id"), col(Message.channel), col(Message.contact_id),
            col(Message.address), col(Message.not_before), col(Message.ended_at),
            col(Message.subject), col(Message.message_ref),
            STATE.label("state"), _WHY.label("why"),
            col(Assignment.ref), col(Checkpoint.label), col(Checkpoint.due_on),
            _moved_since().label("moved_since"),
            col(Indicator.title), col(Assignment.unit_id),
        )
        .select_from(Nudge)
        .join(*CHECKPOINT_OF_NUDGE)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .outerjoin(MessageLine, col(MessageLine.nudge_id) == col(Nudge.id))
        .outerjoin(Message, col(Message.id) == col(MessageLine.message_id))
        .outerjoin(Person, col(Person.id) == col(Message.person_id))
        .order_by(col(Nudge.decided_at).desc(), col(Nudge.id).desc(), col(Message.id))
    )  # fmt: skip


def _moved_since() -> Any:
    """What history holds of the first change of the due date after the nudge was decided."""
    return (
        select(col(Event.data))
        .where(
            col(Event.checkpoint_id) == col(Nudge.checkpoint_id),
            col(Event.kind) == EventKind.DUE_CHANGED,
            col(Event.at) > col(Nudge.decided_at),
        )
        .order_by(col(Event.id))
        .limit(1)
        .correlate(Nudge)
        .scalar_subquery()
    )


def firsts_of(programme: Programme, filters: Filters) -> Select[Any]:
    """One nudge for each row: of several that became one line, the latest that matches.

    Columns: nudge, message, checkpoint, and why it was left out of the message.
    """
    line, nudge = aliased(MessageLine), aliased(Nudge)
    later = (
        exists()
        .where(
            col(line.message_id) == col(Message.id),
            col(line.dropped) == "",
            col(nudge.id) == col(line.nudge_id),
            col(nudge.checkpoint_id) == col(Nudge.checkpoint_id),
            or_(
                col(nudge.decided_at) > col(Nudge.decided_at),
                (col(nudge.decided_at) == col(Nudge.decided_at)) & (col(nudge.id) > col(Nudge.id)),
            ),
            *of_nudge(nudge, filters),
        )
        .correlate(Nudge, Message)
    )
    apart = or_(col(Message.id).is_(None), col(MessageLine.dropped) != "")
    columns: tuple[Any, ...] = (
        col(Nudge.id).label("nudge_id"), col(Message.id).label("message_id"),
        col(Nudge.checkpoint_id), func.coalesce(MessageLine.dropped, "").label("dropped"),
    )  # fmt: skip
    every: Select[Any] = every_row(programme).with_only_columns(*columns)
    return every.where(*conditions(filters), or_(apart, ~later))


def of_rows(session: Session, firsts: Sequence[Any]) -> ColumnElement[bool]:
    """The condition that a nudge is one of the rows that `firsts_of` found."""
    return or_(
        among(session, col(Nudge.id), {row.nudge_id for row in firsts}),
        among(session, col(Message.id), {row.message_id for row in firsts} - {None})
        & among(session, col(Nudge.checkpoint_id), {row.checkpoint_id for row in firsts}),
    )
