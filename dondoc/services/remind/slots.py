"""Which message takes a reader's lines: at most one a day, and one that is not sent takes more."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import or_, select, text
from sqlmodel import Session, col

from dondoc.services.bulk import among
from models.message import Message, MessageState


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
    """`free`: per reader; `had`: readers whose message of the day is sent, or on its way."""

    free: dict[int, Slot] = field(default_factory=dict)
    had: set[int] = field(default_factory=set)


_COLUMNS = (
    col(Message.id), col(Message.person_id), col(Message.contact_id), col(Message.channel),
    col(Message.not_before), col(Message.passed_over),
)  # fmt: skip
_FREE = (col(Message.frozen_at).is_(None), col(Message.claimed_by).is_(None))
# Written out, not a parameter: SQLite uses a partial index only for its own condition.
_QUEUED = text("message.state = 'queued'")


def open_slots(session: Session, readers: Iterable[int], day: date) -> Slots:
    """What these readers have already."""
    wanted = set(readers)
    slots = Slots()
    for row in session.execute(select(*_COLUMNS).where(_QUEUED, *_FREE).order_by(Message.id)):  # type: ignore[arg-type]
        if row[1] in wanted:
            slots.free.setdefault(row[1], Slot(row[0], row[2], row[3], row[4], tuple(row[5])))
    # A letter that nobody got (it failed, or had become moot) is none.
    busy = or_(
        col(Message.state) == MessageState.SENT,
        (col(Message.state) == MessageState.QUEUED)
        & or_(col(Message.frozen_at).is_not(None), col(Message.claimed_by).is_not(None)),
    )
    had = select(col(Message.person_id)).where(
        among(session, col(Message.person_id), wanted), col(Message.run_on) == day, busy
    )
    slots.had.update(session.scalars(had))
    return slots


def lock_free(session: Session, slots: Slots, readers: Iterable[int]) -> None:
    """Keeps the free messages of these readers for this transaction.

    Those that a deliverer has taken meanwhile are on their way.
    """
    mine = {one: slots.free[one].message_id for one in readers if one in slots.free}
    if not mine:
        return
    query = select(col(Message.id)).where(_QUEUED, *_FREE)
    query = query.where(among(session, col(Message.id), mine.values())).order_by(col(Message.id))
    still = set(session.scalars(query.with_for_update()))
    for reader, message_id in mine.items():
        if message_id not in still:
            del slots.free[reader]
            slots.had.add(reader)
