"""The rows that one run of the advance flow gathers, so that a few statements write them all."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from dondoc.services.acts.refusals import name_people
from dondoc.services.history.events import append
from dondoc.services.reminders.nudges.write import insert_nudges
from models.assignment import Checkpoint
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
class UnappliedAct:
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
    owners: dict[int, tuple[int, int]] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    acts: set[Act] = field(default_factory=set)
    misses: list[UnappliedAct] = field(default_factory=list)

    @property
    def applied(self) -> int:
        """How many acts it dealt with."""
        return len(self.submissions)

    def write(self, session: Session, now: datetime) -> None:
        """Writes everything in the caller's transaction."""
        if self.checkpoints:
            session.execute(update(Checkpoint), self.checkpoints)
        if self.submissions:
            name_people(session, [row["refusal"] for row in self.submissions if row["refusal"]])
            session.execute(update(Submission), self.submissions)
        append(session, now, self.events)
        insert_nudges(session, self.owners, self.nudges, now)
        session.expire_all()
