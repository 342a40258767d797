"""At most one letter of the day for a reader: one that is not sent yet takes further reasons in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select, text
from sqlmodel import Session, col

from dondoc.clock import at
from dondoc.services.reminders.nudges.reasons import AT_ONCE
from dondoc.store.bulk import among
from models.message import Message, MessageLine, MessageState
from models.nudge import Nudge


@dataclass(frozen=True)
class Slot:
    """A message that can still take lines in."""

    message_id: int
    contact_id: int | None
    channel: str
    not_before: datetime | None
    passed_over: tuple[int, ...]


@dataclass
class Slots:
    """The messages that each reader may still have today.

    `free`: per reader; `had`: readers whose message of the day is sent, or on its way.

    On its way is also one of an earlier day that was written and could not be delivered yet:
    what is new waits until it is sent or given up, or there would be two on one day. For the
    same reason the day on which a message was sent counts, not only the one it was made for.
    What tells of single acts alone (AT_ONCE) goes beside the letter of the day and is none.
    """

    free: dict[int, Slot] = field(default_factory=dict)
    had: set[int] = field(default_factory=set)


_GIVE_UP_AFTER = timedelta(days=31)
"""Nothing is tried for longer."""

_COLUMNS = (
    col(Message.id), col(Message.person_id), col(Message.contact_id), col(Message.channel),
    col(Message.not_before), col(Message.passed_over),
)  # fmt: skip
_FREE = (col(Message.frozen_at).is_(None), col(Message.claimed_by).is_(None))
# Written out, not a parameter: SQLite uses a partial index only for its own condition.
_QUEUED = text("message.state = 'queued'")

_IS_REMINDER = and_(
    col(Message.digest_id).is_(None), col(Message.round_id).is_(None), col(Message.notice) == ""
)
"""A letter that brings a digest is a paper; one that tells of a round of evaluation, or of requests
on personal data, is news: no reminders, so they take nothing in and use up no day."""


def open_slots(session: Session, readers: Iterable[int], day: date) -> Slots:
    """What these readers have already."""
    ids = set(readers)
    slots = Slots(had=_sent(session, ids, day))
    query = select(*_COLUMNS, and_(*_FREE), _of_the_day()).where(_QUEUED, _IS_REMINDER)
    query = query.order_by(col(Message.id))
    for *row, free, of_the_day in session.execute(query):
        if row[1] not in ids:
            continue
        if free:
            slots.free.setdefault(row[1], Slot(row[0], row[2], row[3], row[4], tuple(row[5])))
        elif of_the_day:
            slots.had.add(row[1])
    return slots


def _of_the_day() -> ColumnElement[bool]:
    """Whether a message is more than the word of single acts, which goes beside the day's letter.

    One of which every line was dropped is taken for the day's: nobody knows what it said.
    """
    lines = (
        exists()
        .where(col(MessageLine.message_id) == col(Message.id), col(MessageLine.dropped) == "")
        .where(col(Nudge.id) == col(MessageLine.nudge_id))
    )
    return or_(lines.where(col(Nudge.kind).not_in(AT_ONCE)), ~lines)


def _sent(session: Session, ids: set[int], day: date) -> set[int]:
    """Who got one; a message that nobody got (it failed, or had become moot) is none."""
    whole_day = at(day, 0), at(day + timedelta(days=1), 0)
    query = select(col(Message.person_id)).where(
        among(session, col(Message.person_id), ids),
        col(Message.run_on).between(day - _GIVE_UP_AFTER, day),
        or_(col(Message.run_on) == day, col(Message.ended_at).between(*whole_day)),
        col(Message.state) == MessageState.SENT,
        _IS_REMINDER,
        _of_the_day(),
    )
    return set(session.scalars(query))


def lock_free(session: Session, slots: Slots, readers: Iterable[int]) -> None:
    """Keeps the free messages of these readers for this transaction.

    Those that a deliverer has taken meanwhile are on their way.
    """
    mine = {key: slots.free[key].message_id for key in readers if key in slots.free}
    if not mine:
        return
    query = select(col(Message.id)).where(_QUEUED, *_FREE)
    query = query.where(among(session, col(Message.id), mine.values())).order_by(col(Message.id))
    still = set(session.scalars(query.with_for_update()))
    for reader, message_id in mine.items():
        if message_id not in still:
            del slots.free[reader]
            slots.had.add(reader)
