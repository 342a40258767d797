"""Messages: what one person gets in one run, and every attempt to deliver it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, choice_column, code_column, one_of, text_column
from models.rules.roles import Audience


class MessageState(StrEnum):
    """Queued (also while being sent or between attempts), or at one of its ends."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    MOOT = "moot"


class AttemptStatus(StrEnum):
    """How one attempt to deliver ended."""

    DELIVERED = "delivered"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"


_QUEUED = text("state = 'queued'")


class Message(Row, table=True):
    """Everything one person is told of a programme in one run, in one message.

    Subject, bodies, `envelope` (names and addresses) and `message_ref` (the Message-ID) are frozen
    at the first attempt, so that a repeat after a crash is the same message. `claimed_until`: the
    lease of the deliverer at work on it, in real time.
    """

    __tablename__ = "message"
    __table_args__ = (
        one_of("state", MessageState),
        Index("ix_message_queued", "retry_after", "id", sqlite_where=_QUEUED,
              postgresql_where=_QUEUED),
        Index(None, "person_id", "run_on"),
    )  # fmt: skip

    programme_id: int | None = Field(default=None, foreign_key="programme.id")
    person_id: int = Field(foreign_key="person.id")
    run_on: date
    language: str = Field(default="vi", sa_column=code_column())
    channel: str = Field(default="mail", sa_column=code_column())
    address: str = Field(default="", sa_column=text_column())
    created_at: datetime = Field(sa_type=Instant)
    state: MessageState = Field(default=MessageState.QUEUED, sa_column=choice_column(MessageState))
    attempts: int = 0
    claimed_by: str | None = Field(default=None, sa_column=code_column(nullable=True))
    claimed_until: datetime | None = Field(default=None, sa_type=Instant)
    retry_after: datetime | None = Field(default=None, sa_type=Instant)
    message_ref: str | None = Field(default=None, sa_column=code_column(nullable=True, unique=True))
    subject: str = Field(default="", sa_column=text_column())
    body_text: str = Field(default="", sa_column=text_column())
    body_html: str = Field(default="", sa_column=text_column())
    envelope: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    frozen_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    end_reason: str = Field(default="", sa_column=text_column())


class MessageLine(Row, table=True):
    """A nudge in a message: why this person, in which role.

    `dropped`: why it was left out after all when the message was frozen (a key), or ''.
    """

    __tablename__ = "message_line"
    __table_args__ = (UniqueConstraint("message_id", "nudge_id"),)

    message_id: int = Field(foreign_key="message.id")
    nudge_id: int = Field(foreign_key="nudge.id", index=True)
    audience: Audience = Field(sa_column=choice_column(Audience))
    dropped: str = Field(default="", sa_column=code_column())


class Attempt(Row, table=True):
    """One attempt to deliver a message, with the provider's answer."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("message_id", "number"), one_of("status", AttemptStatus))

    message_id: int = Field(foreign_key="message.id")
    number: int
    at: datetime = Field(sa_type=Instant)
    channel: str = Field(sa_column=code_column())
    status: AttemptStatus = Field(sa_column=choice_column(AttemptStatus))
    answer: str = Field(default="", sa_column=text_column())
