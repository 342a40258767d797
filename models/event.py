"""History: appended, never overwritten, and sealed day by day."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, choice_column, code_column, one_of, text_column
from models.rules.stages import Stage

_OF_ASSIGNMENT_ALONE = text("checkpoint_id IS NULL AND assignment_id IS NOT NULL")


class EventKind(StrEnum):
    """What happened."""

    PLAN_LOADED = "plan_loaded"
    ASSIGNED = "assigned"
    MOVED = "moved"
    RECORDED = "recorded"  # an act that moves no stage: an interim update
    REFUSED = "refused"
    CORRECTED = "corrected"
    DUE_CHANGED = "due_changed"
    CHANGED = "changed"  # the plan changed something that is no date
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_REFUSED = "extension_refused"
    WITHDRAWN = "withdrawn"
    HANDED_OVER = "handed_over"
    NUDGED = "nudged"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    SETTINGS_CHANGED = "settings_changed"


class Event(Row, table=True):
    """Who did what, on whose behalf, when, from which stage to which, and why.

    `at`: when it was recorded; `day`: the day in Viet Nam on which it took effect, which the
    seal of that day covers. Rows are only ever added: a trigger refuses anything else.
    """

    __tablename__ = "event"
    __table_args__ = (
        one_of("kind", EventKind),
        one_of("from_stage", Stage, optional=True),
        one_of("to_stage", Stage, optional=True),
        Index(None, "checkpoint_id", "id"),
        Index(None, "day", "id"),
        # What a plan changed of an assignment: who answered for it before is read from these.
        Index(
            "ix_event_of_assignment_alone",
            "assignment_id",
            "id",
            sqlite_where=_OF_ASSIGNMENT_ALONE,
            postgresql_where=_OF_ASSIGNMENT_ALONE,
        ),
    )

    kind: EventKind = Field(sa_column=choice_column(EventKind))
    at: datetime = Field(sa_type=Instant)
    day: date
    programme_id: int | None = Field(default=None, foreign_key="programme.id")
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id", index=True)
    checkpoint_id: int | None = Field(default=None, foreign_key="checkpoint.id")
    submission_id: int | None = Field(default=None, foreign_key="submission.id", index=True)
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    on_behalf_of_id: int | None = Field(default=None, foreign_key="person.id")
    from_stage: Stage | None = Field(default=None, sa_column=choice_column(Stage, nullable=True))
    to_stage: Stage | None = Field(default=None, sa_column=choice_column(Stage, nullable=True))
    reason: str = Field(default="", sa_column=text_column())
    data: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Seal(Row, table=True):
    """Covers a day's events, the seal before it, and the ledger as it was when it was made.

    `digest`: SHA-256 in hexadecimal. `ledger`: the digest of the ledger's newest page then.
    """

    __tablename__ = "seal"

    day: date = Field(unique=True)
    first_event_id: int
    last_event_id: int
    events: int
    previous: str = Field(default="", sa_column=text_column())
    ledger: str = Field(default="", sa_column=text_column())
    digest: str = Field(sa_column=code_column())
    sealed_at: datetime = Field(sa_type=Instant)
