"""Grades that were given before a product that is not there counted as not done.

What was evaluated is changed by nobody but whoever corrects it and evaluates again, so the
checkpoints concerned are named until that is done.
"""

from typing import NamedTuple

from sqlalchemy import or_, select
from sqlmodel import Session, col

from models.assignment import Assignment, Checkpoint
from models.joins import (
    ASSIGNMENT_OF_CHECKPOINT,
    EVALUATION_IN_FORCE,
    LIVE,
    PROGRAMME_OF_ASSIGNMENT,
)
from models.programme import Programme
from models.rules.stages import Stage
from models.verdict import Evaluation


class OldGrade(NamedTuple):
    """A checkpoint that was found not done, and scored all the same."""

    year: int
    ref: str


def old_grades(session: Session, programme_id: int | None = None) -> list[OldGrade]:
    """Evaluations with points for what is not done, which no rule gives any more."""
    query = (
        select(col(Programme.year), col(Assignment.ref), col(Checkpoint.label))
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*PROGRAMME_OF_ASSIGNMENT)
        .join(*EVALUATION_IN_FORCE)
        .where(
            col(Checkpoint.stage) == Stage.EVALUATED,
            or_(col(Checkpoint.undelivered), col(Checkpoint.missing)),
            col(Evaluation.total) > 0,
            *LIVE,
        )
        .order_by(col(Programme.year), col(Assignment.ref), col(Checkpoint.label))
    )
    if programme_id is not None:
        query = query.where(col(Programme.id) == programme_id)
    rows = session.connection().execute(query)
    return [OldGrade(year, f"{ref}/{label}") for year, ref, label in rows]
