"""What was changed about how a person is reminded: the answer to "nobody told me"."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from models.event import Event, EventKind
from models.person import Person


@dataclass(frozen=True)
class Changed:
    """One change. `by`: who made it, when it was not the person."""

    at: datetime
    what: str
    by: str
    data: dict[str, Any]


def changes_of(session: Session, person: Person, most: int = 50) -> tuple[Changed, ...]:
    """The newest changes of a person's settings, by themself or on their behalf."""
    own = and_(col(Event.actor_id) == person.key, col(Event.on_behalf_of_id).is_(None))
    query = (
        select(Event, col(Person.full_name))
        .join(Person, col(Person.id) == col(Event.actor_id), isouter=True)
        .where(
            col(Event.kind) == EventKind.SETTINGS_CHANGED,
            or_(own, col(Event.on_behalf_of_id) == person.key),
        )
        .order_by(col(Event.id).desc())
        .limit(most)
    )
    return tuple(
        Changed(
            event.at,
            str(event.data.get("what", "")),
            "" if event.actor_id == person.id else name or "",
            event.data,
        )
        for event, name in session.execute(query).tuples()
    )
