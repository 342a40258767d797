"""Checkpoints as reminders see them: a few columns each, with what is pending applied."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Row, Select, select, text
from sqlmodel import Session, col

from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoint_queries import RETURNED, columns_of, returned_of
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.services.work.pending import pending_ids
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import ASSIGNMENT_OF_CHECKPOINT, INDICATOR_OF_ASSIGNMENT
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.due import DueFacts
from models.rules.stages import UNREPORTED, Stage, Standing
from models.submission import Submission, SubmissionState

COLUMNS: tuple[Any, ...] = (
    col(Checkpoint.id),
    col(Checkpoint.assignment_id),
    col(Checkpoint.label),
    col(Checkpoint.stage),
    col(Checkpoint.standing),
    col(Checkpoint.opens_on),
    col(Checkpoint.due_on),
    col(Checkpoint.due_revision),
    col(Checkpoint.report_id),
    col(Checkpoint.reported_at),
    col(Assignment.ref),
    col(Assignment.unit_id),
    col(Indicator.category),
    col(Assignment.programme_id),
    col(Checkpoint.extension_asked),
    col(Checkpoint.missing),
    col(Checkpoint.undelivered),
    col(Checkpoint.returns),
    *RETURNED,
)

TAKEN_ON = (Act.ACKNOWLEDGE, Act.UPDATE, Act.REPORT, Act.ASK_EXTENSION)
"""Whoever reports, or asks for more time, has taken the work on."""


@dataclass(frozen=True, slots=True)
class CheckpointState:
    """One checkpoint. `ref` is its assignment's; `acknowledged` is filled where it matters.

    `extension_asked`: the date that somebody asks for and nobody has decided on. `returns`: how
    often its report was sent back.
    """

    checkpoint_id: int
    assignment_id: int
    label: str
    stage: Stage
    standing: Standing
    opens_on: date
    due_on: date
    due_revision: int
    report_id: int | None
    reported_at: datetime | None
    assignment_ref: str
    unit_id: int
    category: str
    programme_id: int
    extension_asked: date | None = None
    missing: bool = False
    undelivered: bool = False
    returns: int = 0
    returned_due_on: date | None = None
    returned_report_on: date | None = None
    acknowledged: bool = False

    @property
    def due_facts(self) -> DueFacts:
        """What its due state depends on."""
        returned = returned_of(self.returned_due_on, self.returned_report_on)
        findings = (self.missing, returned, self.undelivered)
        return DueFacts(self.stage, self.due_on, self.reported_at, *findings)

    @property
    def ref(self) -> str:
        """What people type and read: indicator @ unit / checkpoint."""
        return f"{self.assignment_ref}/{self.label}"

    @property
    def unreported(self) -> bool:
        """Whether somebody must still report."""
        return self.standing is Standing.LIVE and self.stage in UNREPORTED

    @property
    def answered(self) -> bool:
        """Whether nobody waits for the unit: it reported, or its work was found done."""
        return self.stage not in UNREPORTED and not (self.missing or self.undelivered)


@dataclass(slots=True)
class CheckpointGlance:
    """The few facts of a checkpoint that gathering needs; a run makes tens of thousands."""

    checkpoint_id: int
    assignment_id: int
    unit_id: int
    programme_id: int
    stage: Stage
    standing: Standing
    due_on: date
    due_revision: int
    report_id: int | None
    extension_asked: date | None = None
    missing: bool = False
    undelivered: bool = False
    returns: int = 0
    acknowledged: bool = False
    reported_at: datetime | None = None
    returned_due_on: date | None = None
    returned_report_on: date | None = None


S = TypeVar("S", CheckpointState, CheckpointGlance)


def select_states(*more: Any) -> Select[Any]:
    """A query for the columns of `CheckpointState`, and further ones after them."""
    return (
        select(*COLUMNS, *more)
        .select_from(Checkpoint)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
    )


def of_programme(programme: Programme) -> Any:
    """The condition that keeps to one programme.

    Written so that SQLite does not start from the programme's assignments, which are all there
    are, instead of from the few checkpoints that are due; PostgreSQL reads it as an equation
    and knows from its statistics that nearly all assignments meet it.
    """
    condition = text("NOT (assignment.programme_id <> :programme)")
    return condition.bindparams(programme=programme.key)


def as_state(row: Row[Any]) -> CheckpointState:
    """The state at the beginning of a row."""
    return CheckpointState(*row[: len(COLUMNS)])


def load_states(
    session: Session, frame: ProgrammeRules, ids: Iterable[int]
) -> dict[int, CheckpointState]:
    """These checkpoints as they will be once everything recorded is applied."""
    query = select_states().where(among(session, col(Checkpoint.id), set(ids)))
    states = {row[0]: as_state(row) for row in session.connection().execute(query)}
    return with_pending(session, frame, states)


def with_pending(session: Session, frame: ProgrammeRules, states: dict[int, S]) -> dict[int, S]:
    """These states with what was recorded and not yet drained taken into account.

    Only the checkpoints that somebody acted upon are looked at in full.
    """
    touched = sorted(pending_ids(session) & states.keys())
    if not touched:
        return states
    changed = dict(states)
    for key, checkpoint in load_checkpoints(session, frame, touched).items():
        facts = checkpoint.facts
        returned_due_on, returned_report_on = columns_of(facts.returned)
        changed[key] = replace(
            states[key],
            stage=facts.stage,
            standing=facts.standing,
            due_on=facts.due_on,
            due_revision=facts.due_revision,
            report_id=checkpoint.report_id,
            reported_at=facts.report.recorded_at if facts.report else None,
            extension_asked=facts.extension_asked,
            missing=facts.missing,
            undelivered=facts.undelivered,
            returns=facts.returns,
            returned_due_on=returned_due_on,
            returned_report_on=returned_report_on,
        )
    return changed


def with_acknowledged(session: Session, states: dict[int, S], ids: Iterable[int]) -> dict[int, S]:
    """The same states, saying of these checkpoints whether a person took them on."""
    wanted_ids = set(ids)
    if not wanted_ids:
        return states
    query = select(col(Submission.checkpoint_id)).where(
        among(session, col(Submission.checkpoint_id), wanted_ids),
        col(Submission.act).in_(TAKEN_ON),
        col(Submission.state) != SubmissionState.REFUSED,
    )
    changed = dict(states)
    for key in set(session.scalars(query)):
        changed[key] = replace(changed[key], acknowledged=True)
    return changed
