"""Which checkpoints a course of days must be told of act by act, and which by their rows alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session, col

from dondoc.services.figures.question import FiguresQuestion
from dondoc.services.work.changed_by_plan import ChangedByPlan, changed_by_plan
from dondoc.services.work.checkpoint_queries import checkpoint_ids, submissions_of
from dondoc.services.work.days_in_sql import reported_day
from dondoc.services.work.pending import pending_in
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.event import Event
from models.joins import ASSIGNMENT_OF_CHECKPOINT, LIVE
from models.rules.checkpoints import Act, end_of
from models.rules.stages import UNREPORTED, Standing
from models.submission import Submission

_TURNING = (Act.RETURN, Act.CHANGE_DUE, Act.CORRECT, Act.WITHDRAW, Act.NOT_REPORTED)
"""After these acts a row of today does not tell whether it was overdue before."""


@dataclass(frozen=True)
class ToldByActs:
    """Ids of the checkpoints, and by day what plans and hand-overs changed after it."""

    ids: frozenset[int]
    changed: Mapping[date, ChangedByPlan]


def told_by_acts(session: Session, question: FiguresQuestion, days: Sequence[date]) -> ToldByActs:
    """Those that were due by the last of the days, and of which anything uncommon is known."""
    programme_id, connection = question.programme.key, session.connection()
    uncommon = or_(
        col(Checkpoint.standing) != Standing.LIVE,
        col(Assignment.standing) != Standing.LIVE,
        col(Checkpoint.due_on) != col(Checkpoint.original_due_on),
        col(Checkpoint.returns) > 0,
        col(Checkpoint.missing),
        col(Checkpoint.undelivered),
        reported_day(session) > col(Checkpoint.due_on),
        col(Checkpoint.id).in_(pending_in(programme_id)),
        col(Checkpoint.id).in_(
            submissions_of(programme_id, col(Submission.checkpoint_id)).where(
                col(Submission.act).in_(_TURNING)
            )
        ),
    )
    due = or_(
        col(Checkpoint.due_on) < days[-1],
        col(Checkpoint.original_due_on) < days[-1],
        col(Checkpoint.due_revision) > 0,
    )
    found = connection.scalars(checkpoint_ids(programme_id, uncommon, due, *_of(question)))
    changed = _changed(session, question, days)
    anew = {key for one in changed.values() for key in (*one.checkpoints, *one.moved)}
    whole = {key for one in changed.values() for key in one.assignments}
    if whole:
        theirs = among(session, col(Checkpoint.assignment_id), whole)
        anew |= set(connection.scalars(checkpoint_ids(programme_id, theirs)))
    return ToldByActs(frozenset(found) | anew, changed)


def _changed(
    session: Session, question: FiguresQuestion, days: Sequence[date]
) -> dict[date, ChangedByPlan]:
    """Nothing is asked day by day where no plan changed anything since the first of them."""
    programme = col(Event.programme_id)
    ours = or_(programme == question.programme.key, programme.is_(None))
    since = changed_by_plan(session, days[0], ours)
    if since == ChangedByPlan():
        return {}
    return {days[0]: since} | {day: changed_by_plan(session, day, ours) for day in days[1:]}


def open_by_due_date(
    session: Session, question: FiguresQuestion, replayed: frozenset[int], last: date
) -> Sequence[Any]:
    """By unit, due dates before `last`, and how many others nobody has reported on by now."""
    query = (
        select(col(Assignment.unit_id), col(Checkpoint.due_on), func.count())
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(
            col(Assignment.programme_id) == question.programme.key,
            *LIVE,
            col(Checkpoint.stage).in_(UNREPORTED),
            col(Checkpoint.due_on) < last,
            ~among(session, col(Checkpoint.id), replayed),
            *_of(question),
        )
        .group_by(col(Assignment.unit_id), col(Checkpoint.due_on))
    )
    return session.connection().execute(query).all()


def _of(question: FiguresQuestion) -> tuple[ColumnElement[bool], ...]:
    """That it is the unit's, where one is asked for."""
    if question.unit_id is None:
        return ()
    return (and_(col(Assignment.unit_id) == question.unit_id),)


def newest_before(session: Session, today: date) -> tuple[int | None, ...]:
    """The newest act and event of the days before: what counts on those days has not changed
    while these are the same.
    """
    act = select(col(Submission.id)).where(col(Submission.recorded_at) < end_of(_before(today)))
    event = select(col(Event.id)).where(col(Event.day) < today)
    newest = [
        query.order_by(query.selected_columns[0].desc()).limit(1).scalar_subquery()
        for query in (act, event)
    ]
    return tuple(session.connection().execute(select(*newest)).one())


def _before(day: date) -> date:
    return day - timedelta(days=1)
