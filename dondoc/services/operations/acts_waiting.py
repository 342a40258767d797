"""Acts that wait too long to be applied: nobody drains, or the facts of a checkpoint raise."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from dondoc.services.work.checkpoint_states import stored_states
from dondoc.services.work.pending import PENDING
from models.submission import Submission

MAX_WAIT = timedelta(minutes=15)
"""A drain takes a second or two, and the schedule starts one every few minutes."""


@dataclass(frozen=True)
class ActsWaiting:
    """How many acts wait too long, since when, and on which checkpoints (references)."""

    count: int
    since: datetime
    refs: tuple[str, ...]


def acts_waiting(session: Session, now: datetime) -> ActsWaiting | None:
    """What was recorded long ago and is not applied; None where there is nothing."""
    query = (
        select(Submission.checkpoint_id, Submission.recorded_at)
        .where(PENDING, col(Submission.recorded_at) < now - MAX_WAIT)
        .order_by(col(Submission.id))
    )
    acts = session.exec(query).all()
    if not acts:
        return None
    states = stored_states(session, {checkpoint_id for checkpoint_id, _ in acts})
    refs = tuple(sorted(state.ref for state in states.values()))
    return ActsWaiting(len(acts), min(recorded_at for _, recorded_at in acts), refs)
