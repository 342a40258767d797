"""Which checkpoints stood elsewhere, on the day that figures are asked for, than stored now.

A row tells what the last drain knew. Recorded since and not drained: counted. Recorded after
the day asked for: taken back, by applying again what was recorded until then.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, or_
from sqlmodel import Session, col

from dondoc.services.figures.question import FiguresQuestion
from dondoc.services.work.changed_by_plan import Standings, changed_by_plan
from dondoc.services.work.checkpoint_queries import submissions_of
from dondoc.services.work.pending import PENDING
from models.assignment import Assignment
from models.event import Event
from models.submission import Submission, SubmissionState


@dataclass(frozen=True)
class ChangedRows:
    """Ids of checkpoints (and of assignments) whose rows tell another day.

    `pending`: something recorded is not drained. `later`: something was recorded, or a plan set
    another due date, after the day. `standings`, `assignment_standings`: what they had on the day,
    where a plan or a hand-over changed that since; NOT_YET where they were not assigned yet.
    """

    pending: frozenset[int]
    later: frozenset[int]
    standings: Standings = field(default_factory=dict)
    assignment_standings: Standings = field(default_factory=dict)

    @property
    def ids(self) -> frozenset[int]:
        """All checkpoints that stand elsewhere because of something that was recorded."""
        return self.pending | self.later


def rows_changed_since(session: Session, question: FiguresQuestion) -> ChangedRows:
    """Finds the checkpoints of the programme whose rows do not tell the day asked for."""
    connection = session.connection()
    submissions = _submissions(question)
    pending = submissions.where(PENDING, col(Submission.recorded_at) < question.end)
    later = submissions.where(
        col(Submission.state) != SubmissionState.REFUSED,
        col(Submission.recorded_at) >= question.end,
    )
    changed = changed_by_plan(session, question.as_of, _ours(question))
    return ChangedRows(
        pending=frozenset(connection.scalars(pending)),
        later=frozenset(connection.scalars(later)) | changed.moved,
        standings=changed.checkpoints,
        assignment_standings=changed.assignments,
    )


def _ours(question: FiguresQuestion) -> ColumnElement[bool]:
    """That an event is of the programme; one that names none may be."""
    programme = col(Event.programme_id)
    return or_(programme == question.programme.key, programme.is_(None))


def _submissions(question: FiguresQuestion) -> Select[Any]:
    query = submissions_of(question.programme.key, col(Submission.checkpoint_id)).distinct()
    return (
        query
        if question.unit_id is None
        else query.where(col(Assignment.unit_id) == question.unit_id)
    )
