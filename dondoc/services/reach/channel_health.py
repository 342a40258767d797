"""How each channel does: what waits, what failed lately, and what the provider said last."""

from collections import defaultdict
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
    healths: dict[str, ChannelHealth] = defaultdict(ChannelHealth)
    _count_waiting(session, healths)
    _add_failures(session, healths, _count_attempts(session, healths, now - LATELY))
    return dict(healths)


def _count_waiting(session: Session, healths: dict[str, ChannelHealth]) -> None:
    waiting = (
        select(col(Message.channel), func.count())
        .where(col(Message.state) == MessageState.QUEUED)
        .group_by(col(Message.channel))
    )
    for channel, count in session.connection().execute(waiting):
        healths[channel].waiting = count


def _count_attempts(
    session: Session, healths: dict[str, ChannelHealth], since: datetime
) -> list[int]:
    """Returns the newest failures of every kind."""
    counted = (
        select(col(Attempt.channel), col(Attempt.status), func.count(), func.max(col(Attempt.id)))
        .where(col(Attempt.at) > since)
        .group_by(col(Attempt.channel), col(Attempt.status))
    )
    last: list[int] = []
    for channel, status, count, newest in session.connection().execute(counted):
        health = healths[channel]
        if status == AttemptStatus.DELIVERED:
            health.delivered += count
        else:
            health.failed += count
            last.append(newest)
    return last


def _add_failures(
    session: Session, healths: dict[str, ChannelHealth], attempt_ids: list[int]
) -> None:
    newest_first = (
        select(col(Attempt.channel), col(Attempt.answer), col(Attempt.at))
        .where(col(Attempt.id).in_(attempt_ids))
        .order_by(col(Attempt.id))
    )
    for channel, answer, at in session.connection().execute(newest_first):
        healths[channel].answer, healths[channel].failed_at = answer, at
