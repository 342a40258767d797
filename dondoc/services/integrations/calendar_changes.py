"""When what a calendar shows of a checkpoint changed last."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.store.bulk import among
from models.event import Event, EventKind
from models.submission import Submission

_OF_THE_OFFICE = (EventKind.PLAN_LOADED, EventKind.CHANGED)
"""A plan that was loaded, and days off: they may change titles and last days of anything."""


def changed_at(session: Session, checkpoints: Sequence[int]) -> dict[int, datetime]:
    """The last moment at which something happened to each checkpoint.

    Acts count from their recording, as the calendar shows them before they are applied.
    """
    moments: dict[int, datetime] = {}
    for key, moment in [*_acts(session, checkpoints), *_events(session, checkpoints)]:
        moments[key] = max(moments.get(key, moment), moment)
    office = _office(session)
    if office is not None:
        return {key: max(moments.get(key, office), office) for key in checkpoints}
    return moments


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


def _office(session: Session) -> datetime | None:
    query = (
        select(col(Event.at))
        .where(col(Event.checkpoint_id).is_(None), col(Event.kind).in_(_OF_THE_OFFICE))
        .order_by(col(Event.id).desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()
