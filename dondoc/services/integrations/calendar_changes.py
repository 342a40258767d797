"""When what a calendar shows of a checkpoint changed last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.store.bulk import among
from models.event import Event, EventKind
from models.submission import Submission

_OF_THE_OFFICE = (EventKind.PLAN_LOADED, EventKind.CHANGED)
"""A plan that was loaded, and days off: they may change titles and last days of anything."""


@dataclass(frozen=True)
class CalendarChanges:
    """When each checkpoint changed last, and how often something changed that is of none.

    A day off moves last days in time without touching a checkpoint, and is of the second kind.
    """

    moments: Mapping[int, datetime]
    of_office: int


def changes_of(session: Session, checkpoints: Sequence[int]) -> CalendarChanges:
    """What a calendar that shows these checkpoints says of its changes.

    Acts count from their recording, as the calendar shows them before they are applied.
    """
    moments: dict[int, datetime] = {}
    for key, moment in [*_acts(session, checkpoints), *_events(session, checkpoints)]:
        moments[key] = max(moments.get(key, moment), moment)
    count, last = _office(session)
    if last is not None:
        moments = {key: max(moments.get(key, last), last) for key in checkpoints}
    return CalendarChanges(moments, count)


def _acts(session: Session, checkpoints: Sequence[int]) -> list[tuple[int, datetime]]:
    query = (
        select(col(Submission.checkpoint_id), func.max(col(Submission.recorded_at)))
        .where(among(session, col(Submission.checkpoint_id), checkpoints))
        .group_by(col(Submission.checkpoint_id))
    )
    return [(key, moment) for key, moment in session.connection().execute(query)]


def _events(session: Session, checkpoints: Sequence[int]) -> list[tuple[int, datetime]]:
    query = (
        select(col(Event.checkpoint_id), func.max(col(Event.at)))
        .where(among(session, col(Event.checkpoint_id), checkpoints))
        .group_by(col(Event.checkpoint_id))
    )
    return [(key, moment) for key, moment in session.connection().execute(query)]


def _office(session: Session) -> tuple[int, datetime | None]:
    query = select(func.count(), func.max(col(Event.at))).where(
        col(Event.checkpoint_id).is_(None), col(Event.kind).in_(_OF_THE_OFFICE)
    )
    count, last = session.connection().execute(query).one()
    return count, last
