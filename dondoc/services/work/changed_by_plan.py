"""What plans and hand-overs changed after a day: acts are told by submissions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlmodel import Session, col

from models.assignment import Assignment
from models.event import Event, EventKind
from models.joins import ASSIGNMENT_OF_EVENT
from models.rules.checkpoints import end_of
from models.rules.stages import Standing
from models.submission import Submission

Standings = dict[int, Standing | None]

NOT_YET: None = None
"""Stands for a standing before the day on which something was assigned."""

_RESTORED = "restored"
_ENDINGS = (EventKind.WITHDRAWN, EventKind.HANDED_OVER)
_KINDS = (*_ENDINGS, EventKind.ASSIGNED, EventKind.CHANGED, EventKind.DUE_CHANGED)


@dataclass(frozen=True)
class ChangedByPlan:
    """`checkpoints`, `assignments`: the standings on the day, of those that have another since,
    NOT_YET where they were not assigned yet. `moved`: checkpoints whose due date a plan moved.
    """

    checkpoints: Standings = field(default_factory=dict)
    assignments: Standings = field(default_factory=dict)
    moved: frozenset[int] = frozenset()


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


def changed_by_plan(session: Session, day: date, *conditions: ColumnElement[bool]) -> ChangedByPlan:
    """What changed after a day. `conditions`: on Event, of which work."""
    query = (
        select(
            col(Event.kind), col(Event.checkpoint_id), col(Event.assignment_id), col(Event.data),
            col(Event.at), col(Event.programme_id),
        )
        .where(
            col(Event.day) > day,
            col(Event.kind).in_(_KINDS),
            col(Event.submission_id).is_(None),
            col(Event.assignment_id).is_not(None),
            *conditions,
        )
        .order_by(col(Event.id))
    )  # fmt: skip
    changes = _without_first_load(session, session.connection().execute(query).all())
    return ChangedByPlan(
        _before((row.checkpoint_id, row) for row in changes if row.checkpoint_id),
        _before((row.assignment_id, row) for row in changes if _of_assignment(row)),
        _moved(changes),
    )


def planned_anew(programme_id: int, day: date) -> Select[Any]:
    """The kind, checkpoint (None: all of it) and assignment of what a plan changed after a day.

    Due dates that it moved, and what it assigned or took up again, the first load aside.
    """
    first = select(func.min(col(Event.at))).where(
        col(Event.programme_id) == programme_id, col(Event.kind) == EventKind.PLAN_LOADED
    )
    kind = col(Event.kind)
    return (
        select(kind, col(Event.checkpoint_id), col(Event.assignment_id))
        .where(
            col(Event.programme_id) == programme_id,
            col(Event.day) > day,
            col(Event.submission_id).is_(None),
            col(Event.assignment_id).is_not(None),
            or_(
                kind == EventKind.DUE_CHANGED,
                _took_up_again(),
                and_(
                    kind == EventKind.ASSIGNED,
                    col(Event.at).is_distinct_from(first.scalar_subquery()),
                ),
            ),
        )
        .distinct()
    )


def _took_up_again() -> ColumnElement[bool]:
    return and_(
        col(Event.kind) == EventKind.CHANGED, col(Event.data)["change"].as_string() == _RESTORED
    )


def assignment_was_live(end: datetime) -> ColumnElement[bool]:
    """The condition that an Assignment was live at a moment, whatever a plan made of it since."""
    first = (
        select(col(Event.kind))
        .where(
            ASSIGNMENT_OF_EVENT.on,
            col(Event.checkpoint_id).is_(None),
            col(Event.at) >= end,
            or_(col(Event.kind).in_(_ENDINGS), _took_up_again()),
        )
        .order_by(col(Event.id))
        .limit(1)
        .correlate(Assignment)
        .scalar_subquery()
    )
    live = col(Assignment.standing) == Standing.LIVE
    return or_(and_(first.is_(None), live), first.in_(_ENDINGS))


def _without_first_load(session: Session, changes: Sequence[Any]) -> list[Any]:
    """A year's work is its work also on days before it was entered: only what came later is new."""
    if not any(row.kind is EventKind.ASSIGNED for row in changes):
        return list(changes)
    query = select(col(Event.programme_id), func.min(col(Event.at)))
    loads = query.where(col(Event.kind) == EventKind.PLAN_LOADED).group_by(col(Event.programme_id))
    first = {row[0]: row[1] for row in session.connection().execute(loads)}
    return [
        row
        for row in changes
        if row.kind is not EventKind.ASSIGNED or row.at != first.get(row.programme_id)
    ]


def _of_assignment(row: Any) -> bool:
    """Whether it tells of the assignment: the first checkpoint of a new one does, too."""
    return not row.checkpoint_id or "assignment" in row.data


def _moved(changes: Sequence[Any]) -> frozenset[int]:
    return frozenset(row.checkpoint_id for row in changes if row.kind is EventKind.DUE_CHANGED)


def _before(changes: Iterable[tuple[int, Any]]) -> Standings:
    """The standing that each had before the first of the changes, which come in their order."""
    standings: Standings = {}
    for key, row in changes:
        if row.kind is EventKind.ASSIGNED:
            standings.setdefault(key, NOT_YET)
        elif row.kind in _ENDINGS:
            standings.setdefault(key, Standing.LIVE)
        elif row.data.get("change") == _RESTORED:
            standings.setdefault(key, Standing.WITHDRAWN)
    return standings
