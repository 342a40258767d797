"""Claiming: a message belongs to one deliverer until its lease runs out, in real time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, or_, select, text, update
from sqlmodel import Session, col

from dondoc.services.delivery.policy import LONGEST_WAIT, Policy
from dondoc.store.bulk import among
from models.message import Attempt, Message, MessageState
from models.rules.time_limits import latest_end

_NO_SYNC: dict[str, Any] = {"synchronize_session": False}
# Written out, not parameters: SQLite uses a partial index only for its own condition.
_QUEUED = text("message.state = 'queued'")
_UNSETTLED = text("NOT attempt.settled")


@dataclass
class PortionClaim:
    """A deliverer's name, new for each run, and until when a portion is its own."""

    worker: str
    until: datetime


def claim(session: Session, mine: PortionClaim, due: "Due", portion: int) -> list[int]:
    """Takes messages of a channel that are due and nobody is at work on; the oldest first.

    Whoever looks at the same moment passes over them: on PostgreSQL by SKIP LOCKED, on SQLite
    because writing transactions come one after the other. A message with an attempt that is
    not settled is never taken: it may have been delivered already.
    """
    free = due.conditions()
    query = select(col(Message.id)).where(col(Message.channel) == due.channel, *free)
    query = query.order_by(col(Message.id)).limit(portion)
    ids = [key or 0 for key in session.scalars(query.with_for_update(skip_locked=True))]
    if ids:
        take = update(Message).where(among(session, col(Message.id), ids), *free)
        values = {"claimed_by": mine.worker, "claimed_until": mine.until}
        session.execute(take.values(**values), execution_options=_NO_SYNC)
    return ids


@dataclass(frozen=True)
class Due:
    """What may be sent: `now` in the programme's time, `wall` in real time.

    A claim that ends later than a `lease` from now, and a pause that does, was written by a clock
    that was ahead: neither holds.
    """

    channel: str
    now: datetime
    wall: datetime
    lease: timedelta

    def conditions(self) -> tuple[Any, ...]:
        """What holds of every message that may be taken."""
        attempted = exists().where(col(Attempt.message_id) == col(Message.id), _UNSETTLED)
        return (
            _QUEUED,
            or_(col(Message.not_before).is_(None), col(Message.not_before) <= self.now),
            or_(
                col(Message.retry_after).is_(None),
                col(Message.retry_after) <= self.wall,
                col(Message.retry_after) > latest_end(self.wall, LONGEST_WAIT),
            ),
            or_(
                col(Message.claimed_until).is_(None),
                col(Message.claimed_until) < self.wall,
                col(Message.claimed_until) > latest_end(self.wall, self.lease),
            ),
            ~attempted,
        )


def channels_due(session: Session, now: datetime, policy: Policy) -> dict[str, int]:
    """The channels that have something to send, and how much."""
    due = Due("", now, policy.wall(), policy.lease)
    query = select(col(Message.channel), func.count()).where(*due.conditions())
    rows = session.execute(query.group_by(col(Message.channel)))
    return {row[0]: row[1] for row in rows}


def still_mine(session: Session, mine: PortionClaim, ids: Iterable[int]) -> set[int]:
    """Of these messages those that are this deliverer's, kept until the transaction ends."""
    query = select(col(Message.id)).where(*_own(session, mine, ids)).order_by(col(Message.id))
    return {key or 0 for key in session.scalars(query.with_for_update())}


def prolong(session: Session, mine: PortionClaim, ids: Sequence[int]) -> None:
    """Keeps these messages until the claim's new end, those that are still its own."""
    change = update(Message).where(*_own(session, mine, ids)).values(claimed_until=mine.until)
    session.execute(change, execution_options=_NO_SYNC)


def release(session: Session, mine: PortionClaim, ids: Sequence[int]) -> None:
    """Gives back what was claimed and not tried."""
    change = update(Message).where(*_own(session, mine, ids))
    session.execute(change.values(claimed_by=None, claimed_until=None), execution_options=_NO_SYNC)


def in_state(session: Session, ids: Iterable[int], state: MessageState) -> int:
    """How many of these messages are in a state."""
    query = select(func.count()).where(among(session, col(Message.id), ids))
    return session.scalar(query.where(col(Message.state) == state)) or 0


def _own(session: Session, mine: PortionClaim, ids: Iterable[int]) -> tuple[Any, ...]:
    chosen = among(session, col(Message.id), ids)
    return (chosen, col(Message.claimed_by) == mine.worker, _QUEUED)
