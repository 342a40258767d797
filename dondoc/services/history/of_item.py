"""What happened to an assignment and its checkpoints, with names instead of ids."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.assignment import Assignment, Checkpoint
from models.event import Event
from models.joins import CHECKPOINT_OF_EVENT
from models.person import Person
from models.rules.stages import Stage


@dataclass(frozen=True)
class EventView:
    """Something that happened, with names instead of ids."""

    at: datetime
    kind: str
    ref: str
    actor: str
    on_behalf_of: str
    from_stage: Stage | None
    to_stage: Stage | None
    reason: str
    data: dict[str, Any]


def history_of(session: Session, assignment: Assignment) -> tuple[EventView, ...]:
    """Everything that happened, the earliest first."""
    rows = session.connection().execute(_query(), {"assignment": assignment.id})
    return tuple(
        EventView(
            at=at,
            kind=kind,
            ref=f"{assignment.ref}/{label}" if label else assignment.ref,
            actor=by or "",
            on_behalf_of=principal or "",
            from_stage=start,
            to_stage=end,
            reason=reason,
            data=data,
        )
        for at, kind, label, by, principal, start, end, reason, data in rows
    )


@cache
def _query() -> Select[Any]:
    """Kept: putting it together costs more than looking it up (bench/bench_statements.py)."""
    actor, whose = aliased(Person), aliased(Person)
    return (
        select(
            col(Event.at), col(Event.kind), col(Checkpoint.label),
            col(actor.full_name), col(whose.full_name),
            col(Event.from_stage), col(Event.to_stage), col(Event.reason), col(Event.data),
        )
        .join(*CHECKPOINT_OF_EVENT, isouter=True)
        .join(actor, col(actor.id) == col(Event.actor_id), isouter=True)
        .join(whose, col(whose.id) == col(Event.on_behalf_of_id), isouter=True)
        .where(col(Event.assignment_id) == bindparam("assignment"))
        .order_by(col(Event.at), col(Event.id))
    )  # fmt: skip
