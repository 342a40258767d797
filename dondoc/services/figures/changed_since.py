"""Which checkpoints stood elsewhere, on the day that figures are asked for, than stored now.

A row tells what the last drain knew. Recorded since and not drained: counted. Recorded after
the day asked for: taken back, by applying again what was recorded until then.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col

from dondoc.services.figures.question import FiguresQuestion, end_of
from dondoc.services.work.checkpoint_queries import submissions_of
from dondoc.services.work.pending import PENDING
from models.assignment import Assignment
from models.event import Event, EventKind
from models.submission import Submission, SubmissionState

_ENDINGS = (EventKind.WITHDRAWN, EventKind.HANDED_OVER)


@dataclass(frozen=True)
class ChangedRows:
    """Ids of checkpoints (and of assignments) whose rows tell another day.

    `pending`: something recorded is not drained. `later`: something was recorded after the
    day. `ended`, `assignments_ended`: ended after the day, by another way than an act.
    """

    pending: frozenset[int]
    later: frozenset[int]
    ended: frozenset[int]
    assignments_ended: frozenset[int]

    @property
    def ids(self) -> frozenset[int]:
        """All checkpoints that stand elsewhere because of something that was recorded."""
        return self.pending | self.later


def is_past(session: Session, day: date) -> bool:
    """Whether anything was recorded, or happened, after a day: rows tell of later days then.

    Two look-ups by an index, so that figures of today cost no more.
    """
    latest = select(col(Submission.recorded_at)).order_by(col(Submission.id).desc()).limit(1)
    recorded_at = session.connection().scalar(latest)
    if recorded_at is not None and recorded_at >= end_of(day):
        return True
    newest_day = session.connection().scalar(select(func.max(col(Event.day))))
    return newest_day is not None and newest_day > day


def rows_changed_since(session: Session, question: FiguresQuestion) -> ChangedRows:
    """Finds the checkpoints of the programme whose rows do not tell the day asked for."""
    connection = session.connection()
    submissions = _submissions(question)
    pending = submissions.where(PENDING, col(Submission.recorded_at) < question.end)
    later = submissions.where(
        col(Submission.state) != SubmissionState.REFUSED,
        col(Submission.recorded_at) >= question.end,
    )
    ended = connection.execute(_endings(question)).all()
    return ChangedRows(
        pending=frozenset(connection.scalars(pending)),
        later=frozenset(connection.scalars(later)),
        ended=frozenset(row.checkpoint_id for row in ended if row.checkpoint_id),
        assignments_ended=frozenset(row.assignment_id for row in ended if row.assignment_id),
    )


def _submissions(question: FiguresQuestion) -> Select[Any]:
    query = submissions_of(question.programme.key, col(Submission.checkpoint_id)).distinct()
    return (
        query
        if question.unit_id is None
        else query.where(col(Assignment.unit_id) == question.unit_id)
    )


def _endings(question: FiguresQuestion) -> Select[Any]:
    """Events of a plan that was loaded again or handed over; acts are told by submissions."""
    return select(col(Event.checkpoint_id), col(Event.assignment_id)).where(
        col(Event.day) > question.as_of,
        col(Event.kind).in_(_ENDINGS),
        col(Event.submission_id).is_(None),
        or_(
            col(Event.programme_id) == question.programme.key,
            col(Event.programme_id).is_(None),
        ),
    )
