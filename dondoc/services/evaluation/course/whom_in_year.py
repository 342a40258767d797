"""Whom the rounds of a programme evaluate: the year evaluates them, too."""

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.locked_rounds import in_round
from models.evaluation_round import EvaluationDossier, EvaluationRound


def evaluated_in_periods(session: Session, programme_id: int) -> frozenset[int]:
    """Everybody whom a round of the programme evaluates: not whoever was taken out of it."""
    query = select(col(EvaluationDossier.person_id)).join(
        EvaluationRound, col(EvaluationRound.id) == col(EvaluationDossier.round_id)
    )
    theirs = query.where(col(EvaluationRound.programme_id) == programme_id, in_round())
    return frozenset(session.scalars(theirs))
