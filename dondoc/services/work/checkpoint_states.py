"""Where checkpoints stand: a few columns each, with what was recorded and not drained applied."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Row, Select, select, text
from sqlmodel import Session, col

from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoint_queries import (
    RETURNED,
    columns_of_facts,
    returned_of,
    terms_of,
    waits_of,
)
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.services.work.pending import pending_ids
from dondoc.services.work.unreadable import readable
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import ASSIGNMENT_OF_CHECKPOINT, INDICATOR_OF_ASSIGNMENT
from models.rules.checkpoints import Act, CheckpointFacts, end_of
from models.rules.due import DueFacts
from models.rules.returned_reports import ReturnedReport
from models.rules.stages import UNREPORTED, Stage, Standing
from models.submission import Submission, SubmissionState

COLUMNS: tuple[Any, ...] = (
    col(Checkpoint.id), col(Checkpoint.assignment_id), col(Checkpoint.label),
    col(Checkpoint.stage), col(Checkpoint.standing), col(Checkpoint.opens_on),
    col(Checkpoint.due_on), col(Checkpoint.due_revision), col(Checkpoint.report_id),
    col(Checkpoint.reported_at), col(Assignment.ref), col(Assignment.unit_id),
    col(Indicator.category), col(Assignment.programme_id), col(Checkpoint.extension_asked),
    col(Checkpoint.missing), col(Checkpoint.undelivered), col(Checkpoint.returns), *RETURNED,
    col(Checkpoint.returned_waits), col(Checkpoint.ended_terms), col(Checkpoint.cause_asked_at),
)  # fmt: skip
"""The columns of a `CheckpointState`; a longer row has its own after them."""

TAKEN_ON = (Act.ACKNOWLEDGE, Act.UPDATE, Act.REPORT, Act.ASK_EXTENSION)
"""Whoever reports, or asks for more time, has taken the work on."""


@dataclass(slots=True, unsafe_hash=True)
class CheckpointState:
    """Where a checkpoint stands: all that reminders need, and what every longer row begins with.

    `extension_asked`: the date that somebody asks for and nobody has decided on. `returns`: how
    often its report was sent back. `cause_asked_at`: since when an objective cause waits for its
    answer. `acknowledged` is filled where it matters.
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
    extension_asked: date | None
    missing: bool
    undelivered: bool
    returns: int
    returned_due_on: date | None
    returned_report_on: date | None
    returned_waits: str
    ended_terms: str
    cause_asked_at: datetime | None
    acknowledged: bool = field(default=False, kw_only=True)

    @property
    def due_facts(self) -> DueFacts:
        """What its due state depends on."""
        returned = returned_of(self.returned_due_on, self.returned_report_on)
        findings = (self.missing, returned, self.undelivered, waits_of(self.returned_waits))
        return DueFacts(self.stage, self.due_on, self.reported_at, *findings)

    @property
    def terms_over(self) -> tuple[ReturnedReport, ...]:
        """The terms that a return ended by another date."""
        return terms_of(self.ended_terms)

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

    def bring_to(self, facts: CheckpointFacts) -> None:
        """Lets it stand as these facts say, which have everything recorded applied."""
        for name, value in columns_of_facts(facts).items():
            setattr(self, name, value)


def select_states(*more: Any) -> Select[Any]:
    """A query for the columns of `CheckpointState`, and further ones after them."""
    return (
        select(*COLUMNS, *more)
        .select_from(Checkpoint)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
    )


def of_programme(programme_id: int) -> Any:
    """The condition that keeps to one programme.

    Written so that SQLite does not start from the programme's assignments, which are all there
    are, instead of from the few checkpoints that are due; PostgreSQL reads it as an equation
    and knows from its statistics that nearly all assignments meet it.
    """
    condition = text("NOT (assignment.programme_id <> :programme)")
    return condition.bindparams(programme=programme_id)


S = TypeVar("S", bound=CheckpointState)


def made_of(session: Session, rows: Iterable[Sequence[Any]], made: type[S]) -> list[S]:
    """What rows tell, without those whose facts cannot be read."""

    def read(row: Sequence[Any]) -> S:
        state = made(*row)
        if state.returned_waits:
            waits_of(state.returned_waits)  # raises for what is no list of intervals
        if state.ended_terms:
            terms_of(state.ended_terms)
        return state

    return readable(session, rows, read, lambda row: row[0])


def as_states(session: Session, rows: Iterable[Row[Any]]) -> dict[int, CheckpointState]:
    """The states at the beginning of rows, by checkpoint, without unreadable ones."""
    beginnings = (row[: len(COLUMNS)] for row in rows)
    states = made_of(session, beginnings, CheckpointState)
    return {state.checkpoint_id: state for state in states}


def stored_states(session: Session, ids: Iterable[int]) -> dict[int, CheckpointState]:
    """These checkpoints as the last drain left them."""
    query = select_states().where(among(session, col(Checkpoint.id), set(ids)))
    return as_states(session, session.connection().execute(query))


def load_states(
    session: Session, frame: ProgrammeRules, ids: Iterable[int]
) -> dict[int, CheckpointState]:
    """These checkpoints as they will be once everything recorded is applied."""
    return with_pending(session, frame, stored_states(session, ids))


def with_pending(
    session: Session, frame: ProgrammeRules, states: dict[int, CheckpointState]
) -> dict[int, CheckpointState]:
    """These states, brought to what was recorded and not yet drained.

    Only the checkpoints that somebody acted upon are looked at in full.
    """
    touched = sorted(pending_ids(session) & states.keys())
    for key, checkpoint in load_checkpoints(session, frame, touched).items():
        states[key].bring_to(checkpoint.facts)
    return states


def with_acknowledged(
    session: Session,
    states: dict[int, CheckpointState],
    ids: Iterable[int],
    until: date | None = None,
) -> dict[int, CheckpointState]:
    """These states, saying of the checkpoints `ids` whether a person took them on.

    `until`: the last day that counts, None for all.
    """
    wanted_ids = set(ids)
    if not wanted_ids:
        return states
    query = select(col(Submission.checkpoint_id)).where(
        among(session, col(Submission.checkpoint_id), wanted_ids),
        col(Submission.act).in_(TAKEN_ON),
        *([] if until is None else [col(Submission.recorded_at) < end_of(until)]),
        col(Submission.state) != SubmissionState.REFUSED,
    )
    for key in states.keys() & set(session.scalars(query)):
        states[key].acknowledged = True
    return states
