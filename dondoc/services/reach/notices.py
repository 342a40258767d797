"""Letters that tell of the office's own queues, without a nudge; one of a kind at a time."""

from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.reach.reachability import Reachability
from models.message import Message, MessageState, Notice
from models.person import Person
from models.rules.checkpoints import local_date

DAILY = frozenset({Notice.REQUESTS_DUE})
"""Of these one is sent a day, however often it is gathered."""


def queue_notice(
    session: Session, routes: Reachability, person_id: int, notice: Notice, now: datetime
) -> int:
    """Queues a letter to a person themselves, not to whoever stands in for them; how many: 0 or 1.

    None where they cannot be reached, or the same waits to be sent already.
    """
    route = routes.best(person_id)
    if route is None or _is_there(session, person_id, notice, local_date(now)):
        return 0
    session.add(
        Message(
            person_id=person_id,
            run_on=local_date(now),
            created_at=now,
            language=session.get_one(Person, person_id).language,
            channel=route.channel,
            contact_id=route.contact_id,
            notice=notice.value,
        )
    )
    session.flush()
    return 1


def _is_there(session: Session, person_id: int, notice: Notice, day: date) -> bool:
    query = select(col(Message.id)).where(
        col(Message.person_id) == person_id, col(Message.notice) == notice.value
    )
    queued = col(Message.state) == MessageState.QUEUED
    unsent = query.where(queued, col(Message.frozen_at).is_(None))
    if session.scalar(unsent.limit(1)) is not None:
        return True
    return notice in DAILY and session.scalar(query.where(col(Message.run_on) == day)) is not None
