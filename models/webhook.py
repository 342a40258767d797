"""Webhooks: other programs are told, with a signature, what moved."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, choice_column, one_of, sealed_column, text_column


class CallState(StrEnum):
    """Waiting (also between attempts), taken by the other side, or given up."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


_QUEUED = text("state = 'queued'")


class Webhook(Row, table=True):
    """Where events after `after_event_id` are sent; `secret` signs each call (HMAC-SHA256)."""

    __tablename__ = "webhook"

    person_id: int = Field(foreign_key="person.id", index=True)
    name: str = Field(sa_column=text_column())
    url: str = Field(sa_column=sealed_column())
    secret: str = Field(sa_column=sealed_column())
    after_event_id: int = 0
    made_at: datetime = Field(sa_type=Instant)
    disabled_at: datetime | None = Field(default=None, sa_type=Instant)
    disabled_reason: str = Field(default="", sa_column=text_column())


class WebhookCall(Row, table=True):
    """One event for one webhook, and how far its sending got."""

    __tablename__ = "webhook_call"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event_id"),
        one_of("state", CallState),
        Index("ix_webhook_call_queued", "id", sqlite_where=_QUEUED, postgresql_where=_QUEUED),
    )

    webhook_id: int = Field(foreign_key="webhook.id")
    event_id: int = Field(foreign_key="event.id", index=True)
    state: CallState = Field(default=CallState.QUEUED, sa_column=choice_column(CallState))
    attempts: int = 0
    retry_after: datetime | None = Field(default=None, sa_type=Instant)
    answer: str = Field(default="", sa_column=text_column())
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    claimed_until: datetime | None = Field(default=None, sa_type=Instant)
