"""Which checkpoints stood elsewhere, on the day that figures are asked for, than stored now.

A row tells what the last drain knew. Recorded since and not drained: counted. Recorded after
the day asked for: taken back, by applying again what was recorded until then.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col

from dondoc.services.figures.question import FiguresQuestion
from dondoc.services.work.checkpoint_queries import submissions_of
from dondoc.services.work.pending import PENDING
from models.assignment import Assignment
from models.event import Event, EventKind
from models.rules.checkpoints import end_of
from models.rules.stages import Standing
from models.submission import Submission, SubmissionState

_ENDINGS = (EventKind.WITHDRAWN, EventKind.HANDED_OVER)
_KINDS = (*_ENDINGS, EventKind.ASSIGNED, EventKind.CHANGED, EventKind.DUE_CHANGED)

NOT_YET: None = None
"""Stands for a standing before the day on which something was assigned."""


@dataclass(frozen=True)
class ChangedRows:
    """Ids of checkpoints (and of assignments) whose rows tell another day.

    `pending`: something recorded is not drained. `later`: something was recorded, or a plan set
    another due date, after the day. `standings`, `assignment_standings`: what they had on the day,
    where a plan or a hand-over changed that since; NOT_YET where they were not assigned yet.
    """

    pending: frozenset[int]
    later: frozenset[int]
    standings: Mapping[int, Standing | None] = field(default_factory=dict)
    assignment_standings: Mapping[int, Standing | None] = field(default_factory=dict)

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
    changes = connection.execute(_changes(question)).all()
    moved = {row.checkpoint_id for row in changes if row.kind is EventKind.DUE_CHANGED}
    return ChangedRows(
        pending=frozenset(connection.scalars(pending)),
        later=frozenset(connection.scalars(later)) | moved,
        standings=_before((row.checkpoint_id, row) for row in changes if row.checkpoint_id),
        assignment_standings=_before(
            (row.assignment_id, row)
            for row in changes
            if not row.checkpoint_id or "assignment" in row.data
        ),
    )


def _before(changes: Iterable[tuple[int, Any]]) -> dict[int, Standing | None]:
    """The standing that each had before the first of the changes, which come in their order."""
    standings: dict[int, Standing | None] = {}
    for key, row in changes:
        if row.kind is EventKind.ASSIGNED:
            standings.setdefault(key, NOT_YET)
        elif row.kind in _ENDINGS:
            standings.setdefault(key, Standing.LIVE)
        elif row.data.get("change") == "restored":
            standings.setdefault(key, Standing.WITHDRAWN)
    return standings


def _submissions(question: FiguresQuestion) -> Select[Any]:
    query = submissions_of(question.programme.key, col(Submission.checkpoint_id)).distinct()
    return (
        query
        if question.unit_id is None
        else query.where(col(Assignment.unit_id) == question.unit_id)
    )


def _changes(question: FiguresQuestion) -> Select[Any]:
    """What a plan or a hand-over changed since the day; acts are told by submissions."""
    return (
        select(col(Event.kind), col(Event.checkpoint_id), col(Event.assignment_id), col(Event.data))
        .where(
            col(Event.day) > question.as_of,
            col(Event.kind).in_(_KINDS),
            col(Event.submission_id).is_(None),
            col(Event.assignment_id).is_not(None),
            or_(
                col(Event.programme_id) == question.programme.key,
                col(Event.programme_id).is_(None),
            ),
        )
        .order_by(col(Event.id))
    )
