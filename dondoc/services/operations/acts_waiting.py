"""Acts that wait too long to be applied: nobody drains, or the facts of a checkpoint raise."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from dondoc.services.work.checkpoint_queries import refs_of
from dondoc.services.work.pending import PENDING
from models.submission import Submission

MAX_WAIT = timedelta(minutes=15)
"""A drain takes a second or two, and the schedule starts one every few minutes."""


@dataclass(frozen=True)
class ActsWaiting:
    """How many acts wait too long, and since when."""

    count: int
    since: datetime


def acts_waiting(session: Session, now: datetime) -> ActsWaiting | None:
    """What was recorded long ago and is not applied; None where there is nothing."""
    recorded_at = col(Submission.recorded_at)
    query = select(func.count(), func.min(recorded_at)).where(PENDING, recorded_at < now - MAX_WAIT)
    count, since = session.exec(query).one()
    return ActsWaiting(count, since) if count else None


def refs_waiting(session: Session, now: datetime) -> tuple[str, ...]:
    """The references of the checkpoints on which they wait."""
    recorded_at = col(Submission.recorded_at)
    query = select(Submission.checkpoint_id).where(PENDING, recorded_at < now - MAX_WAIT)
    return refs_of(session, session.exec(query))
