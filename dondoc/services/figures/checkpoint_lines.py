"""Reads checkpoints in bulk: columns instead of objects, a handful of queries for them all."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlmodel import Session, col

from dondoc.services.work.checkpoint_queries import RETURNED, returned_of
from dondoc.store.chunks import chunks
from models.assignment import Assignment, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT, EVALUATION_IN_FORCE, VERIFICATION_IN_FORCE
from models.rules.due import DueFacts
from models.rules.evaluation import Grade
from models.rules.indicators import Basis
from models.rules.stages import Stage, Standing
from models.verdict import Evaluation, Verification


class CheckpointLine(NamedTuple):
    """One checkpoint. `product`: it names a product; `value` and after: the verified result."""

    id: int
    assignment_id: int
    assignment_standing: Standing
    unit_id: int
    indicator_id: int
    assignment_ref: str
    label: str
    title: str
    rank: int
    opens_on: date
    due_on: date
    original_due_on: date
    expected: Decimal | None
    product: bool
    standing: Standing
    stage: Stage
    reported_at: datetime | None
    missing: bool
    undelivered: bool
    returns: int
    value: Decimal | None
    delivered: bool | None
    basis: Basis | None
    grade: Grade | None
    returned_due_on: date | None = None
    returned_report_on: date | None = None

    @property
    def ref(self) -> str:
        """What people type and read: indicator @ unit / checkpoint."""
        return f"{self.assignment_ref}/{self.label}"

    @property
    def due_facts(self) -> DueFacts:
        """What its due state depends on."""
        returned = returned_of(self.returned_due_on, self.returned_report_on)
        findings = (self.missing, returned, self.undelivered)
        return DueFacts(self.stage, self.due_on, self.reported_at, *findings)


Columns = Select[Any]


def _query(programme_id: int, unit_id: int | None) -> Columns:
    query = (
        select(
            col(Checkpoint.id),
            col(Checkpoint.assignment_id),
            col(Assignment.standing),
            col(Assignment.unit_id),
            col(Assignment.indicator_id),
            col(Assignment.ref),
            col(Checkpoint.label),
            col(Checkpoint.title),
            col(Checkpoint.rank),
            col(Checkpoint.opens_on),
            col(Checkpoint.due_on),
            col(Checkpoint.original_due_on),
            col(Checkpoint.expected),
            col(Checkpoint.product) != "",
            col(Checkpoint.standing),
            col(Checkpoint.stage),
            col(Checkpoint.reported_at),
            col(Checkpoint.missing),
            col(Checkpoint.undelivered),
            col(Checkpoint.returns),
            col(Verification.value),
            col(Verification.delivered),
            col(Verification.basis),
            col(Evaluation.grade),
            *RETURNED,
        )
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*VERIFICATION_IN_FORCE, isouter=True)
        .join(*EVALUATION_IN_FORCE, isouter=True)
        .where(col(Assignment.programme_id) == programme_id)
        .order_by(col(Checkpoint.due_on), col(Checkpoint.rank), col(Checkpoint.id))
    )
    return query if unit_id is None else query.where(col(Assignment.unit_id) == unit_id)


def read_lines(
    session: Session, programme_id: int, unit_id: int | None, ids: Iterable[int] | None = None
) -> list[CheckpointLine]:
    """All checkpoints of the programme or of a unit, or those with these ids; of any standing."""
    query, connection = _query(programme_id, unit_id), session.connection()
    if ids is None:
        return list(map(CheckpointLine._make, connection.execute(query)))
    portions = (query.where(col(Checkpoint.id).in_(list(some))) for some in chunks(sorted(ids)))
    return [
        CheckpointLine._make(row) for portion in portions for row in connection.execute(portion)
    ]
