"""What is overdue today and was not at the end of an earlier day: newly overdue since.

The state at both ends counts, each by the working calendar. What is due on the last day of a
quarter is in time until that day is over, so it is the next quarter's. Where a return, a new
date, a correction or a report in place of another lies between, the earlier state is told by
applying again what was recorded. What a plan assigned or took up again since was not there then.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlmodel import Session, col

from dondoc.services.figures.as_they_stood import as_they_stood
from dondoc.services.figures.changed_since import ChangedRows
from dondoc.services.figures.counts import CountedGroup, CountingDay, group_of
from dondoc.services.figures.figures_rows import read_rows
from dondoc.services.figures.quarter import quarter_of
from dondoc.services.figures.question import FiguresQuestion
from dondoc.services.work.changed_by_plan import ChangedByPlan, changed_by_plan, planned_anew
from dondoc.services.work.checkpoint_queries import submissions_of
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.services.work.pending import PENDING
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.event import Event, EventKind
from models.indicator import Indicator
from models.programme import Programme
from models.rules.checkpoints import Act, end_of
from models.rules.due import DueFacts, DueState, due_state, was_overdue
from models.rules.stages import SETTLED, Standing
from models.submission import Submission, SubmissionState

_TURNING = (Act.RETURN, Act.CHANGE_DUE, Act.VERIFY, Act.CORRECT)
"""Acts after which the facts of today no longer tell how the checkpoint stood before."""


def newly_overdue(
    session: Session,
    programme: Programme,
    since: date,
    scale: CountingDay,
    groups: Iterable[CountedGroup],
) -> Counter[int]:
    """By unit, how many checkpoints are overdue and were not when the day `since` was over."""
    tally: Counter[int] = Counter()
    for counted in groups:
        tally[counted.unit_id] += counted.size * _is_new(scale, counted.facts, since)
    tally.update(_turned(session, programme, since, scale))
    return tally


def _is_new(scale: CountingDay, facts: DueFacts, since: date) -> bool:
    """By the facts of today alone."""
    calendar = scale.frame.calendar
    if due_state(facts, scale.today, calendar) is not DueState.OVERDUE:
        return False
    return not was_overdue(facts, since, calendar)


def _turned(
    session: Session, programme: Programme, since: date, scale: CountingDay
) -> Counter[int]:
    """What the facts of today count too much or too little, by unit."""
    ids, anew = _ids(session, programme.key, since)
    checkpoints = load_checkpoints(session, scale.frame, ids)
    late = {
        key: group_of(checkpoint) for key, checkpoint in checkpoints.items() if checkpoint.is_live
    }
    late = {key: group for key, group in late.items() if scale.one(group).overdue}
    changed = ChangedByPlan()
    if late and anew:
        work = among(session, col(Event.assignment_id), anew)
        changed = changed_by_plan(session, since, work)
    stood = ChangedRows(frozenset(), frozenset(late), changed.checkpoints, changed.assignments)
    then = _then(session, programme, since, scale, stood)
    tally: Counter[int] = Counter()
    for key, counted in late.items():
        is_new = _is_new(scale, counted.facts, since)
        tally[counted.unit_id] += (key not in then) - is_new
    return tally


def _then(
    session: Session, programme: Programme, since: date, scale: CountingDay, changed: ChangedRows
) -> set[int]:
    """Those of the checkpoints (`changed.later`) that were overdue when the day was over."""
    if not changed.later:
        return set()
    indicators = session.scalars(
        select(Indicator).where(col(Indicator.programme_id) == programme.key)
    )
    question = FiguresQuestion(
        programme,
        quarter_of(since),
        since,
        None,
        scale.frame,
        {indicator.key: indicator for indicator in indicators},
    )
    rows = read_rows(session, programme.key, None, changed.later)
    stood = as_they_stood(session, question, rows, changed)
    calendar = scale.frame.calendar
    return {
        row.checkpoint_id
        for row in stood
        if due_state(row.due_facts, since, calendar) is DueState.OVERDUE
    }


def _replaced(since: date) -> ColumnElement[bool]:
    """Whether it is a report, and another one waited in its place when the day was over."""
    waited = col(Checkpoint.first_reported_at) < end_of(since)
    return and_(col(Submission.act) == Act.REPORT, or_(waited, PENDING))


def _ids(session: Session, programme_id: int, since: date) -> tuple[list[int], set[int]]:
    """Open checkpoints on which such an act was recorded, or that a plan changed, since.

    And the assignments in which a plan assigned something, or took it up again.
    """
    connection = session.connection()
    acted = set(connection.scalars(_acted(programme_id, since)))
    changes = connection.execute(planned_anew(programme_id, since)).all()
    anew = {row.assignment_id for row in changes if row.kind is not EventKind.DUE_CHANGED}
    whole = {row.assignment_id for row in changes if row.checkpoint_id is None}
    ids = acted | {row.checkpoint_id for row in changes if row.checkpoint_id}
    if whole:
        work = select(col(Checkpoint.id))
        work = work.where(among(session, col(Checkpoint.assignment_id), whole))
        ids |= set(connection.scalars(work))
    return sorted(ids), anew


def _acted(programme_id: int, since: date) -> Select[Any]:
    return (
        submissions_of(programme_id, col(Submission.checkpoint_id))
        .where(
            col(Assignment.standing) == Standing.LIVE,
            or_(col(Submission.act).in_(_TURNING), _replaced(since)),
            col(Submission.state) != SubmissionState.REFUSED,
            col(Submission.recorded_at) >= end_of(since),
            or_(
                col(Checkpoint.stage).not_in(SETTLED),
                col(Checkpoint.missing),
                col(Checkpoint.undelivered),
                PENDING,
            ),
        )
        .distinct()
    )
