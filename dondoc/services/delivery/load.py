"""What a portion of claimed messages says, read in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.reminders.nudges.reasons import Reason
from dondoc.store.bulk import among
from models.message import Message, MessageLine
from models.nudge import Nudge
from models.person import Person


@dataclass(frozen=True, slots=True)
class FrozenContents:
    """What a letter is made of, written down before the first attempt."""

    message_ref: str
    frozen_at: datetime
    address: str
    subject: str
    text: str
    html: str
    short: str
    envelope: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MessageReason:
    """A reason in a message. `in_place_of`: whom the reader stands in for."""

    line_id: int
    reason: Reason
    in_place_of: int | None


@dataclass(slots=True)
class Loaded:
    """A message. `frozen`: None before the first attempt, and again on another channel.

    `digest_id`, `unit_key`, `with_file`: the digest that it brings, where it says nothing else;
    `round_id`, `news`: the round of evaluation that it tells of, or of which it
    asks for a step; `notice`: what it tells of
    requests on personal data, '' for none.
    """

    key: int
    person_id: int
    reader: str
    language: str
    channel: str
    contact_id: int | None
    attempts: int
    passed_over: list[int]
    digest_id: int | None = None
    unit_key: int = 0
    with_file: bool = False
    round_id: int | None = None
    news: str = ""
    news_key: int = 0
    notice: str = ""
    frozen: FrozenContents | None = None
    lines: list[MessageReason] = field(default_factory=list)

    @property
    def is_reminder(self) -> bool:
        """Whether it is made of reasons, and brings neither a digest nor news."""
        return self.digest_id is None and self.round_id is None and not self.notice


# Columns, not objects: of tens of thousands of messages nobody needs more.
_HEADS: tuple[Any, ...] = (
    col(Message.id), col(Message.person_id), col(Person.full_name), col(Message.language),
    col(Message.channel), col(Message.contact_id), col(Message.attempts),
    col(Message.passed_over), col(Message.digest_id), col(Message.unit_key),
    col(Message.with_file), col(Message.round_id), col(Message.news), col(Message.news_key),
    col(Message.notice), col(Message.frozen_at),
)  # fmt: skip
_FROZEN: tuple[Any, ...] = (
    col(Message.id), col(Message.message_ref), col(Message.frozen_at), col(Message.address),
    col(Message.subject), col(Message.body_text), col(Message.body_html),
    col(Message.body_short), col(Message.envelope),
)  # fmt: skip
_REASON: tuple[Any, ...] = (
    col(Nudge.id), col(Nudge.checkpoint_id), col(Nudge.kind), col(Nudge.audience),
    col(Nudge.person_id), col(Nudge.step), col(Nudge.cause), col(Nudge.firmness),
    col(Nudge.decided_on), col(Nudge.channel),
)  # fmt: skip


def load(session: Session, ids: Sequence[int]) -> list[Loaded]:
    """The messages in the order of their ids."""
    query = select(*_HEADS).join(Person, col(Person.id) == col(Message.person_id))
    query = query.where(among(session, col(Message.id), ids)).order_by(col(Message.id))
    messages: dict[int, Loaded] = {}
    frozen: list[int] = []
    heads: Any = session.execute(query).all()
    for *head, frozen_at in heads:
        messages[head[0]] = Loaded(*head)
        if frozen_at is not None:
            frozen.append(head[0])
    texts: Any = session.execute(_frozen(session, frozen)).all() if frozen else ()
    for key, *texts_of_message in texts:
        messages[key].frozen = FrozenContents(*texts_of_message)
    lines = session.connection().execute(_lines(session, ids)).all()
    for message_id, line_id, in_place_of, *reason in lines:
        messages[message_id].lines.append(MessageReason(line_id, Reason(*reason), in_place_of))
    return list(messages.values())


def _frozen(session: Session, ids: Sequence[int]) -> Any:
    return select(*_FROZEN).where(among(session, col(Message.id), ids))


def _lines(session: Session, ids: Sequence[int]) -> Any:
    columns: tuple[Any, ...] = (
        col(MessageLine.message_id), col(MessageLine.id), col(MessageLine.in_place_of)
    )  # fmt: skip
    return (
        select(*columns, *_REASON)
        .join(Nudge, col(Nudge.id) == col(MessageLine.nudge_id))
        .where(among(session, col(MessageLine.message_id), ids), col(MessageLine.dropped) == "")
        .order_by(col(Nudge.id))
    )
