"""Claiming: a message belongs to one deliverer until its lease runs out, in real time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, and_, or_, select, text, update
from sqlmodel import Session, col

from models.message import Message

_NO_SYNC: dict[str, Any] = {"synchronize_session": False}


@dataclass
class Claim:
    """A deliverer's name, new for each run, and until when its messages are its own."""

    worker: str
    until: datetime


def claim(session: Session, mine: Claim, wall: datetime, portion: int) -> list[int]:
    """Takes messages that are due and nobody is at work on; the oldest first.

    Whoever looks at the same moment passes over them: on PostgreSQL by SKIP LOCKED, on SQLite
    because writing transactions come one after the other.
    """
    # Written out, not a parameter: SQLite uses a partial index only for its own condition.
    free = (
        text("message.state = 'queued'"),
        or_(col(Message.retry_after).is_(None), col(Message.retry_after) <= wall),
        or_(col(Message.claimed_until).is_(None), col(Message.claimed_until) < wall),
    )
    query = select(col(Message.id)).where(*free).order_by(col(Message.id)).limit(portion)
    ids = list(session.scalars(query.with_for_update(skip_locked=True)))
    if ids:
        take = update(Message).where(col(Message.id).in_(ids), *free)
        values = {"claimed_by": mine.worker, "claimed_until": mine.until}
        session.execute(take.values(**values), execution_options=_NO_SYNC)
    return [one for one in ids if one is not None]


def change_mine(session: Session, mine: Claim, message_id: int, **values: Any) -> bool:
    """Changes a message if it is still this deliverer's; False when the lease was lost."""
    own = and_(
        col(Message.id) == message_id,
        col(Message.claimed_by) == mine.worker,
        text("message.state = 'queued'"),
    )
    change = update(Message).where(own).values(**values)
    done = session.execute(change, execution_options=_NO_SYNC)
    assert isinstance(done, CursorResult)
    return done.rowcount == 1


def prolong(session: Session, mine: Claim, ids: list[int]) -> None:
    """Keeps these messages until the claim's new end, those that are still its own."""
    own = (col(Message.id).in_(ids), col(Message.claimed_by) == mine.worker)
    change = update(Message).where(*own).values(claimed_until=mine.until)
    session.execute(change, execution_options=_NO_SYNC)


def release(session: Session, mine: Claim, ids: list[int]) -> None:
    """Gives back what was claimed and not tried."""
    own = (col(Message.id).in_(ids), col(Message.claimed_by) == mine.worker)
    change = update(Message).where(*own, text("message.state = 'queued'"))
    session.execute(change.values(claimed_by=None, claimed_until=None), execution_options=_NO_SYNC)
