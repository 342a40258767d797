"""Which checkpoints have a stored value that its column cannot read, asked of SQLite itself.

PostgreSQL refuses such values when they are written. SQLite keeps whatever it is given, so one
written past the software is found only here, or by whoever reads the row.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Date, Select, String, func, or_, select, type_coerce
from sqlmodel import Session, col

from dondoc.store.database import is_postgresql
from models.assignment import Assignment, Checkpoint
from models.columns import Amount, Choice, Instant
from models.indicator import Indicator
from models.joins import (
    ASSIGNMENT_OF_CHECKPOINT,
    INDICATOR_OF_ASSIGNMENT,
    REPORT_IN_FORCE,
    VERIFICATION_IN_FORCE,
)
from models.report import ProgressReport
from models.verdict import Verification

TABLES = (Checkpoint, Assignment, Indicator, ProgressReport, Verification)
"""What the facts of a checkpoint are read from."""


def with_unreadable_columns(session: Session) -> frozenset[int]:
    """The checkpoints of which a list cannot read a column."""
    if is_postgresql(session):
        return frozenset()
    return frozenset(session.connection().scalars(_query()))


@cache
def _query() -> Select[Any]:
    conditions = [each for model in TABLES for each in _unreadable(model)]
    return (
        select(col(Checkpoint.id))
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .outerjoin(*REPORT_IN_FORCE)
        .outerjoin(*VERIFICATION_IN_FORCE)
        .where(or_(*conditions))
    )


def _unreadable(model: Any) -> Iterator[ColumnElement[bool]]:
    for column in model.__table__.columns:
        kind, stored = column.type, type_coerce(column, String)
        if isinstance(kind, Choice):
            yield stored.not_in([choice.value for choice in kind.choices])
        elif isinstance(kind, Boolean):
            yield stored.not_in(["0", "1"])
        elif isinstance(kind, Date):
            yield func.date(stored).is_distinct_from(stored) & stored.is_not(None)
        elif isinstance(kind, Instant):
            yield func.datetime(stored).is_(None) & stored.is_not(None)
        elif isinstance(kind, Amount):
            yield func.typeof(stored).not_in(["integer", "real", "null"])
