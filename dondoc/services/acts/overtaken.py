"""What somebody else did to a checkpoint while a form that decides on it was open."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from dondoc.errors import Refused
from models.assignment import Checkpoint
from models.event import Event, EventKind
from models.person import Person
from models.rules.checkpoints import Act
from models.rules.grounds import Grounds, changes, from_text
from models.rules.stages import Standing
from models.submission import Submission, SubmissionState

OVERTAKEN, ENDED_BY = "refusal.overtaken", "refusal.ended_by"
_BY_PLAN = (EventKind.WITHDRAWN, EventKind.DUE_CHANGED, EventKind.CHANGED)


class LastChange(NamedTuple):
    """The last act on a checkpoint, or the last change of it by a plan."""

    act: Act | EventKind
    person: str
    at: datetime


def moved_on(
    session: Session,
    checkpoint_id: int,
    standing: Standing,
    grounds_shown: str | None,
    stands: Grounds,
) -> Refused | None:
    """The last change, by whom and when, of a checkpoint that is no longer as it was.

    None where what a form showed stands: then what it asks is refused for what it is.
    """
    shown = from_text(grounds_shown or "")
    ended = standing is not Standing.LIVE
    if not ended and (not shown or not changes(shown, stands, {*shown, *stands})):
        return None
    if (last := last_change(session, checkpoint_id)) is None:
        return None
    if ended:  # whoever sends it did not know, whether or not a form says what it showed
        return Refused(ENDED_BY, standing=standing, **last._asdict())
    return Refused(OVERTAKEN, **last._asdict())


def since(session: Session, checkpoint_id: int) -> Refused | None:
    """The last change in words, to stand behind what differs from what a form showed."""
    last = last_change(session, checkpoint_id)
    return Refused("grounds.since", **last._asdict()) if last else None


def last_change(session: Session, checkpoint_id: int) -> LastChange | None:
    """Who changed a checkpoint last; None where nobody did, or nobody is named for it."""
    found = [_last_act(session, checkpoint_id), _last_plan(session, checkpoint_id)]
    last = max((change for change in found if change), key=lambda one: one.at, default=None)
    return last if last and last.person else None


def _last_act(session: Session, checkpoint_id: int) -> LastChange | None:
    query = (
        select(col(Submission.act), col(Person.full_name), col(Submission.recorded_at))
        .join(Person, col(Person.id) == col(Submission.actor_id))
        .where(
            col(Submission.checkpoint_id) == checkpoint_id,
            col(Submission.state) != SubmissionState.REFUSED,
        )
        .order_by(col(Submission.id).desc())
        .limit(1)
    )
    row = session.connection().execute(query).first()
    return LastChange(*row) if row else None


def _last_plan(session: Session, checkpoint_id: int) -> LastChange | None:
    """What a plan changed of it, or of all that its assignment asks for."""
    whole = select(col(Checkpoint.assignment_id)).where(col(Checkpoint.id) == checkpoint_id)
    query = (
        select(col(Event.kind), col(Person.full_name), col(Event.at))
        .join(Person, col(Person.id) == col(Event.actor_id), isouter=True)
        .where(
            or_(
                col(Event.checkpoint_id) == checkpoint_id,
                and_(
                    col(Event.checkpoint_id).is_(None),
                    col(Event.assignment_id) == whole.scalar_subquery(),
                ),
            ),
            col(Event.submission_id).is_(None),
            col(Event.kind).in_(_BY_PLAN),
        )
        .order_by(col(Event.id).desc())
        .limit(1)
    )
    row = session.connection().execute(query).first()
    return LastChange(row[0], row[1] or "", row[2]) if row else None
