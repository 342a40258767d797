"""What one drain gathers before it is written: rows for a few statements, not one per item."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from dondoc.db import is_postgresql
from dondoc.services.history import append
from models.assignment import Checkpoint
from models.nudge import Nudge
from models.rules.checkpoints import Act
from models.rules.stages import Stage
from models.submission import Submission


@dataclass(frozen=True)
class Move:
    """One step of one checkpoint from a stage to a stage, as flows and people are told."""

    ref: str
    act: Act
    from_stage: Stage
    to_stage: Stage
    actor_id: int | None
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Miss:
    """A recorded act that could not be applied after all, and why."""

    ref: str
    act: Act
    actor_id: int | None
    refusal: dict[str, Any]


@dataclass
class Batch:
    """Rows to write, and what there is to tell."""

    checkpoints: list[dict[str, Any]] = field(default_factory=list)
    submissions: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    nudges: list[dict[str, Any]] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)

    def write(self, session: Session, now: datetime) -> None:
        """Writes everything in the caller's transaction."""
        if self.checkpoints:
            session.execute(update(Checkpoint), self.checkpoints)
        if self.submissions:
            session.execute(update(Submission), self.submissions)
        append(session, now, self.events)
        if self.nudges:
            session.execute(_insert_new(session), self.nudges)
        session.expire_all()


def _insert_new(session: Session) -> Any:
    """A nudge that exists already is the same reason to remind: it is not made twice."""
    if is_postgresql(session):
        return postgresql.insert(Nudge).on_conflict_do_nothing()
    return sqlite.insert(Nudge).on_conflict_do_nothing()
