"""Nudges: one reason each to remind somebody in a role of one item."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, choice_column, code_column, one_of, text_column
from models.rules.ladder import Firmness
from models.rules.roles import Audience


class NudgeKind(StrEnum):
    """What a nudge is about."""

    DEADLINE = "deadline"
    ASSIGNED = "assigned"
    NOT_ACKNOWLEDGED = "not_acknowledged"
    OPENED = "opened"
    RETURNED = "returned"
    DUE_CHANGED = "due_changed"
    REFUSED = "refused"
    VERIFICATION_WAITING = "verification_waiting"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_DECIDED = "extension_decided"
    NO_COMMITTEE = "no_committee"
    UNREACHABLE = "unreachable"
    BY_HAND = "by_hand"
    WITHDRAWN = "withdrawn"
    CAUSE_ASKED = "cause_asked"
    CAUSE_DECIDED = "cause_decided"


class NudgeState(StrEnum):
    """Waiting to be gathered, in a message, or overtaken by the facts."""

    WAITING = "waiting"
    GATHERED = "gathered"
    MOOT = "moot"


_WAITING = text("state = 'waiting'")
_UNREACHABLE = text("kind = 'unreachable'")
_ASSIGNED = text("kind = 'assigned'")
_NO_COMMITTEE = text("kind = 'no_committee'")


class Nudge(Row, table=True):
    """One reason to remind: (item, audience, kind, step, cause) happens once.

    `step`: the rung of the ladder (working days after the due date) or ''. `cause`: the
    revision of the due date, or the submission that caused it; so a changed deadline or a
    second return makes a new nudge, and a repeated run makes none. `person_id`: set when the
    nudge is for one person whatever position they hold (the author of a refused act).
    `channel`: the one that the step of the ladder asks for, None for the reader's own choice.
    """

    __tablename__ = "nudge"
    __table_args__ = (
        UniqueConstraint("checkpoint_id", "audience", "kind", "step", "cause"),
        one_of("kind", NudgeKind),
        one_of("audience", Audience),
        one_of("firmness", Firmness),
        one_of("state", NudgeState),
        Index("ix_nudge_waiting", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_nudge_unreachable", "cause", sqlite_where=_UNREACHABLE,
              postgresql_where=_UNREACHABLE),
        Index("ix_nudge_assigned", "decided_on", sqlite_where=_ASSIGNED,
              postgresql_where=_ASSIGNED),
        Index("ix_nudge_no_committee", "step", sqlite_where=_NO_COMMITTEE,
              postgresql_where=_NO_COMMITTEE),
    )  # fmt: skip

    checkpoint_id: int = Field(foreign_key="checkpoint.id")
    kind: NudgeKind = Field(sa_column=choice_column(NudgeKind))
    audience: Audience = Field(sa_column=choice_column(Audience))
    person_id: int | None = Field(default=None, foreign_key="person.id")
    step: str = Field(default="", sa_column=code_column())
    cause: str = Field(default="", sa_column=code_column())
    firmness: Firmness = Field(default=Firmness.REMIND, sa_column=choice_column(Firmness))
    decided_on: date
    decided_at: datetime = Field(sa_type=Instant)
    channel: str | None = Field(default=None, sa_column=code_column(nullable=True))
    state: NudgeState = Field(default=NudgeState.WAITING, sa_column=choice_column(NudgeState))
    moot_reason: str = Field(default="", sa_column=text_column())
