"""Messages: what one person gets in one run, and every attempt to deliver it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, String, UniqueConstraint, false, text
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, choice_column, code_column, one_of, sealed_column, text_column
from models.rules.roles import Audience


class MessageState(StrEnum):
    """Queued (also while being sent or between attempts), or at one of its ends."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    MOOT = "moot"


class Notice(StrEnum):
    """What a letter of the office's own queues tells of."""

    REQUESTS_DUE = "requests_due"
    REQUEST_ANSWERED = "request_answered"
    RECHECKS = "rechecks"


class AttemptStatus(StrEnum):
    """How one attempt to deliver ended."""

    DELIVERED = "delivered"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"


_QUEUED = text("state = 'queued'")
_UNSETTLED = text("NOT settled")


class Message(Row, table=True):
    """Everything one person is told in one run, in one message.

    `contact_id`: where it goes; the address itself is taken when the message is frozen.
    `not_before`: until when quiet hours or a day off hold it back, in the programme's time.
    Subject, bodies, `envelope` (names, further headers) and `message_ref` (the Message-ID) are
    frozen at the first attempt, so that a repeat after a crash is the same message; a change of
    channel after too many failures thaws it, and `passed_over` lists the contacts given up.
    `claimed_until`: the lease of the deliverer at work on it, in real time.
    `digest_id`: the digest that it brings, instead of reminders; `unit_key`: the only unit of
    it, 0 for the whole; `with_file`: as an attachment. Each reader gets each part once.
    `round_id`, `news`: the round of evaluation of which it tells something, or asks
    for a step with its rung, such as `comment:over`; `news_key`:
    the step that made it news. Each reader is told once. `notice`: what it tells of requests on
    personal data; '' for none.
    """

    __tablename__ = "message"
    __table_args__ = (
        one_of("state", MessageState),
        Index("ix_message_queued", "channel", "id", sqlite_where=_QUEUED,
              postgresql_where=_QUEUED),
        Index(None, "person_id", "run_on"),
        Index("ix_message_of_digest", "digest_id", "person_id", "unit_key", unique=True),
        Index("ix_message_of_round", "round_id", "person_id", "news", "news_key", unique=True),
    )  # fmt: skip

    person_id: int = Field(foreign_key="person.id")
    run_on: date
    language: str = Field(default="vi", sa_column=code_column())
    channel: str = Field(default="mail", sa_column=code_column())
    contact_id: int | None = Field(default=None, foreign_key="contact.id")
    address: str = Field(default="", sa_column=sealed_column())
    created_at: datetime = Field(sa_type=Instant)
    state: MessageState = Field(default=MessageState.QUEUED, sa_column=choice_column(MessageState))
    attempts: int = 0
    not_before: datetime | None = Field(default=None, sa_type=Instant)
    passed_over: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    claimed_by: str | None = Field(default=None, sa_column=code_column(nullable=True))
    claimed_until: datetime | None = Field(default=None, sa_type=Instant)
    retry_after: datetime | None = Field(default=None, sa_type=Instant)
    message_ref: str | None = Field(default=None, sa_column=code_column(nullable=True, unique=True))
    subject: str = Field(default="", sa_column=text_column())
    body_text: str = Field(default="", sa_column=text_column())
    body_html: str = Field(default="", sa_column=text_column())
    body_short: str = Field(default="", sa_column=text_column())
    envelope: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    frozen_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    end_reason: str = Field(default="", sa_column=text_column())
    digest_id: int | None = None
    unit_key: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    with_file: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    notice: str = Field(default="", sa_column=code_column(server_default=""))
    round_id: int | None = None
    news: str = Field(default="", sa_column=Column(String(160), nullable=False, server_default=""))
    news_key: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class MessageLine(Row, table=True):
    """A nudge in a message: why this person, in which role.

    `in_place_of`: who asked that this person gets it meanwhile. `dropped`: why it was left out
    after all when the message was frozen (a key), or ''.
    """

    __tablename__ = "message_line"
    __table_args__ = (UniqueConstraint("message_id", "nudge_id"),)

    message_id: int = Field(foreign_key="message.id")
    nudge_id: int = Field(foreign_key="nudge.id", index=True)
    audience: Audience = Field(sa_column=choice_column(Audience))
    in_place_of: int | None = Field(default=None, foreign_key="person.id")
    dropped: str = Field(default="", sa_column=code_column())


class Attempt(Row, table=True):
    """One attempt to deliver a message, with the provider's answer.

    It is the only thing that is written between two letters: `settled` says whether the message
    and the history have taken it over. `reason`: a key; `wait_seconds`: the pause the provider
    asked for; `about_address`: this address will never work.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("message_id", "number"),
        one_of("status", AttemptStatus),
        Index("ix_attempt_unsettled", "id", sqlite_where=_UNSETTLED,
              postgresql_where=_UNSETTLED),
    )  # fmt: skip

    message_id: int = Field(foreign_key="message.id")
    number: int
    at: datetime = Field(sa_type=Instant)
    channel: str = Field(sa_column=code_column())
    contact_id: int | None = Field(default=None, foreign_key="contact.id")
    status: AttemptStatus = Field(sa_column=choice_column(AttemptStatus))
    answer: str = Field(default="", sa_column=text_column())
    reason: str = Field(default="", sa_column=code_column())
    wait_seconds: int | None = None
    about_address: bool = False
    settled: bool = False
