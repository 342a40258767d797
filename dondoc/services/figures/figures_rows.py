"""Reads checkpoints in bulk: columns instead of objects, a handful of queries for them all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col

from dondoc.services.work.checkpoint_states import CheckpointState, made_of, select_states
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.joins import EVALUATION_IN_FORCE, VERIFICATION_IN_FORCE
from models.rules.evaluation import Grade
from models.rules.indicators import Basis
from models.rules.stages import Standing
from models.verdict import Evaluation, Verification


@dataclass(slots=True, unsafe_hash=True)
class FiguresRow(CheckpointState):
    """One checkpoint. `value` and what follows: the verified result, `verdict_id`: its verdict."""

    assignment_standing: Standing
    indicator_id: int
    title: str
    rank: int
    original_due_on: date
    expected: Decimal | None
    product: str
    value: Decimal | None
    delivered: bool | None
    basis: Basis | None
    quality: Decimal | None
    grade: Grade | None
    verdict_id: int | None


def _query(programme_id: int, unit_id: int | None) -> Select[Any]:
    query = (
        select_states(
            col(Assignment.standing), col(Assignment.indicator_id), col(Checkpoint.title),
            col(Checkpoint.rank), col(Checkpoint.original_due_on), col(Checkpoint.expected),
            col(Checkpoint.product), col(Verification.value), col(Verification.delivered),
            col(Verification.basis), col(Verification.quality), col(Evaluation.grade),
            col(Checkpoint.verification_id),
        )
        .join(*VERIFICATION_IN_FORCE, isouter=True)
        .join(*EVALUATION_IN_FORCE, isouter=True)
        .where(col(Assignment.programme_id) == programme_id)
        .order_by(col(Checkpoint.due_on), col(Checkpoint.rank), col(Checkpoint.id))
    )  # fmt: skip
    return query if unit_id is None else query.where(col(Assignment.unit_id) == unit_id)


def read_rows(
    session: Session, programme_id: int, unit_id: int | None, ids: Iterable[int] | None = None
) -> list[FiguresRow]:
    """All checkpoints of the programme or of a unit, or those with these ids; of any standing."""
    query, connection = _query(programme_id, unit_id), session.connection()
    if ids is not None:
        query = query.where(among(session, col(Checkpoint.id), ids))
    return made_of(session, connection.execute(query), FiguresRow)
