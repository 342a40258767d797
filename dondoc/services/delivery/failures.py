"""Messages that have not arrived, and what the server said last."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from models.message import Attempt, AttemptStatus, Message, MessageState
from models.person import Person


@dataclass(frozen=True)
class FailingMessage:
    """A message that failed for good, or waits for its next attempt."""

    person: str
    run_on: date
    state: MessageState
    attempts: int
    retry_after: datetime | None
    answer: str


def failing(session: Session, most: int = 500) -> list[FailingMessage]:
    """The newest undelivered messages whose last attempt did not succeed."""
    last = (
        select(Attempt.message_id, func.max(Attempt.number).label("number"))
        .group_by(col(Attempt.message_id))
        .subquery()
    )
    query = (
        select(Message, Person.full_name, Attempt.answer)
        .join(Person, col(Person.id) == Message.person_id)
        .join(last, last.c.message_id == Message.id)
        .join(
            Attempt,
            (col(Attempt.message_id) == last.c.message_id) & (col(Attempt.number) == last.c.number),
        )
        .where(
            col(Message.state).in_((MessageState.QUEUED, MessageState.FAILED)),
            Attempt.status != AttemptStatus.DELIVERED,
        )
        .order_by(col(Message.id).desc())
        .limit(most)
    )
    return [
        FailingMessage(
            name, message.run_on, message.state, message.attempts, message.retry_after, answer
        )
        for message, name, answer in session.exec(query)
    ]
