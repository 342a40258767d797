"""Positions that a plan took off an assignment, as history tells of them.

The rows of whoever answers for an assignment say only how it is now; history keeps each change,
before and after, so it knows who let a day pass before somebody else was named.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.store.bulk import among
from models.event import Event, EventKind
from models.person import Position
from models.rules.responsibility import FormerPost

Change = tuple[int, date, list[str]]
"""An assignment, the day of a change, and the codes of the positions that stood until then."""


def former_posts(session: Session, assignment_ids: Iterable[int]) -> tuple[FormerPost, ...]:
    """The positions that answered for these assignments until a plan named others."""
    changes = list(_changes(session, assignment_ids))
    codes = {code for _, _, officials in changes for code in officials}
    if not codes:
        return ()
    query = select(col(Position.code), col(Position.id)).where(
        col(Position.code).in_(sorted(codes))
    )
    positions: dict[str, Any] = {row.code: row.id for row in session.connection().execute(query)}
    return tuple(_posts(changes, positions))


def names_officials(kind: str, data: Mapping[str, Any]) -> bool:
    """Whether an event says that a plan named others for an assignment."""
    return kind == EventKind.CHANGED and "officials" in data.get("fields", {})


def _changes(session: Session, assignment_ids: Iterable[int]) -> Iterator[Change]:
    query = (
        select(col(Event.assignment_id), col(Event.day), col(Event.data))
        .where(
            among(session, col(Event.assignment_id), assignment_ids),
            col(Event.checkpoint_id).is_(None),
            col(Event.kind) == EventKind.CHANGED,
        )
        .order_by(col(Event.id))
    )
    for assignment_id, day, data in session.connection().execute(query):
        if names_officials(EventKind.CHANGED, data):
            yield assignment_id, day, data["fields"]["officials"][0]


def _posts(changes: Iterable[Change], positions: dict[str, int]) -> Iterator[FormerPost]:
    """Each change ends what the one before it began."""
    since: dict[int, date] = {}
    for assignment_id, day, officials in changes:
        for code in officials:
            yield FormerPost(assignment_id, positions[code], since.get(assignment_id), day)
        since[assignment_id] = day
