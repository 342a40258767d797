"""How each channel does: what waits, what failed lately, and what the provider said last."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.message import Attempt, AttemptStatus, Message, MessageState

LATELY = timedelta(days=7)


@dataclass
class ChannelHealth:
    """How a channel fares.

    `answer`: of the last attempt that failed, in the last seven days; '' for none.
    """

    waiting: int = 0
    delivered: int = 0
    failed: int = 0
    answer: str = ""
    failed_at: datetime | None = None


def health_of_channels(session: Session, now: datetime) -> dict[str, ChannelHealth]:
    """By the channel's name, in three queries."""
    healths: dict[str, ChannelHealth] = {}
    waiting = (
        select(col(Message.channel), func.count())
        .where(col(Message.state) == MessageState.QUEUED)
        .group_by(col(Message.channel))
    )
    for channel, count in session.connection().execute(waiting):
        healths.setdefault(channel, ChannelHealth()).waiting = count
    counted = (
        select(col(Attempt.channel), col(Attempt.status), func.count(), func.max(col(Attempt.id)))
        .where(col(Attempt.at) > now - LATELY)
        .group_by(col(Attempt.channel), col(Attempt.status))
    )
    last: list[int] = []
    for channel, status, count, newest in session.connection().execute(counted):
        health = healths.setdefault(channel, ChannelHealth())
        if status == AttemptStatus.DELIVERED:
            health.delivered += count
        else:
            health.failed += count
            last.append(newest)
    newest_first = (
        select(col(Attempt.channel), col(Attempt.answer), col(Attempt.at))
        .where(col(Attempt.id).in_(last))
        .order_by(col(Attempt.id))
    )
    for channel, answer, at in session.connection().execute(newest_first):
        healths[channel].answer, healths[channel].failed_at = answer, at
    return healths
