"""Urging by hand as one use case: recorded, put into letters and sent at once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.delivery.remind import deliver_due
from dondoc.services.delivery.result import DeliverResult
from dondoc.services.reminders.gather.gather import gather
from dondoc.services.reminders.nudges.by_hand import UrgedItem, nudge_by_hand
from dondoc.services.reminders.nudges.reasons import AT_ONCE
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest
from dondoc.store.database import reading, written
from dondoc.workplace import Workplace
from models.message import Message, MessageLine
from models.person import Person


@dataclass(frozen=True)
class UrgedNames:
    """One item that was urged, and the names of those who are told."""

    ref: str
    year: int
    nudge_id: int
    people: tuple[str, ...]


@dataclass(frozen=True)
class UrgingResult:
    """What was urged, and what delivering did. `delivered`: of everything that was due."""

    items: tuple[UrgedNames, ...]
    delivered: DeliverResult


def urge(workplace: Workplace, request: UrgingRequest, now: datetime) -> UrgingResult:
    """Records the nudges, gathers them and delivers; each step stands by itself.

    What cannot be sent at once waits for the next delivery. Raises what `nudge_by_hand` raises;
    nothing is written then.
    """
    urged = written(workplace.engine, lambda session: nudge_by_hand(session, request, now))
    delivered = send_urged(workplace, now)
    with reading(workplace.engine) as session:
        return UrgingResult(_called(session, urged), delivered)


def send_urged(workplace: Workplace, now: datetime) -> DeliverResult:
    """Puts what was recorded into letters and sends them; other reasons wait for their own letter.

    So the letter of the day still comes, to those who were urged and to those who were not.
    """
    gather(workplace.engine, now, kinds=AT_ONCE)
    return deliver_due(workplace, now)


def _called(session: Session, urged: tuple[UrgedItem, ...]) -> tuple[UrgedNames, ...]:
    query = (
        select(col(MessageLine.nudge_id), col(Person.full_name))
        .join(Message, col(Message.id) == col(MessageLine.message_id))
        .join(Person, col(Person.id) == col(Message.person_id))
        .where(col(MessageLine.nudge_id).in_([checkpoint.nudge_id for checkpoint in urged]))
        .where(col(MessageLine.dropped) == "")
        .order_by(col(MessageLine.id))
    )
    people: dict[int, list[str]] = defaultdict(list)
    for nudge_id, name in session.execute(query):
        people[nudge_id].append(name)
    return tuple(
        UrgedNames(item.ref, item.year, item.nudge_id, tuple(people[item.nudge_id]))
        for item in urged
    )
