"""What plans that were loaded anew changed of work that had been assigned, as history holds it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlmodel import Session, col

from dondoc.services.reminders.nudges.reasons import plan_change_cause
from dondoc.store.bulk import among
from models.assignment import Checkpoint
from models.event import Event, EventKind
from models.joins import CHECKPOINT_OF_EVENT
from models.person import Person
from models.programme import Programme
from models.rules.checkpoints import local_date


@dataclass
class PlanChanges:
    """What one load changed of a checkpoint and its assignment.

    `fields`: by name, the value before and the one after. `restored`: it had been withdrawn.
    """

    planned_on: date
    actor: str
    paper: str
    restored: bool = False
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def plan_changes(
    session: Session, checkpoints: Iterable[int]
) -> dict[tuple[int, str], PlanChanges]:
    """By checkpoint and the cause of the nudge that tells of it."""
    query = _query().where(among(session, col(Checkpoint.id), checkpoints))
    changes: dict[tuple[int, str], PlanChanges] = {}
    for checkpoint_id, at, data, actor, paper in session.execute(query):
        key = checkpoint_id, plan_change_cause(at)
        load = changes.setdefault(key, PlanChanges(local_date(at), actor or "", paper))
        load.restored = load.restored or data.get("change") == "restored"
        load.fields |= {name: (old, new) for name, (old, new) in data.get("fields", {}).items()}
    return changes


def _query() -> Select[Any]:
    """The events that loads wrote about a checkpoint or its assignment, in their order."""
    query: Select[Any] = (
        select(
            col(Checkpoint.id), col(Event.at), col(Event.data), col(Person.full_name),
            col(Programme.deciding_paper),
        )
        .join(
            Event,
            or_(
                CHECKPOINT_OF_EVENT.on,
                and_(
                    col(Event.assignment_id) == col(Checkpoint.assignment_id),
                    col(Event.checkpoint_id).is_(None),
                ),
            ),
        )
        .join(Programme, col(Programme.id) == col(Event.programme_id))
        .outerjoin(Person, col(Person.id) == col(Event.actor_id))
        .where(col(Event.kind) == EventKind.CHANGED, col(Event.submission_id).is_(None))
        .order_by(col(Event.id))
    )  # fmt: skip
    return query
