"""Which rounds judge somebody and are locked: what comes after that counts in none of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from dondoc.services.evaluation.people.periods import judged_period
from dondoc.store.bulk import among
from models.evaluation_round import (
    EvaluationDossier,
    EvaluationDossierStep,
    EvaluationRound,
    EvaluationRoundStep,
)
from models.programme import Programme
from models.rules.checkpoints import end_of
from models.rules.evaluation_course.dossiers import DossierStepKind
from models.rules.evaluation_course.rounds import RoundStepKind
from models.rules.scoring.locked_periods import LockedPeriod
from models.rules.scoring.periods import DaySpan


def locked_for(
    session: Session, people: Iterable[int], as_of: date
) -> Mapping[int, list[LockedPeriod]]:
    """By person, the rounds that are locked when a day is over; at most two queries."""
    locked = locked_rounds(session, as_of)
    found: dict[int, list[LockedPeriod]] = defaultdict(list)
    if locked:
        query = select(col(EvaluationDossier.person_id), col(EvaluationDossier.round_id)).where(
            among(session, col(EvaluationDossier.person_id), set(people)),
            col(EvaluationDossier.round_id).in_(sorted(locked)),
            in_round(),
        )
        for person_id, round_id in session.connection().execute(query):
            found[person_id].append(locked[round_id])
    return found


def in_round() -> ColumnElement[bool]:
    """The condition that somebody is judged by their round: not taken out, or put back since."""
    step = aliased(EvaluationDossierStep)
    known = (DossierStepKind.TAKEN_OUT, DossierStepKind.PUT_BACK)
    last = (
        select(col(step.kind))
        .where(col(step.dossier_id) == col(EvaluationDossier.id), col(step.kind).in_(known))
        .order_by(col(step.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(last, DossierStepKind.PUT_BACK) != DossierStepKind.TAKEN_OUT


def is_open_to_all(as_of: date) -> ColumnElement[bool]:
    """The condition that the grades of somebody's round are published when a day is over."""
    step = aliased(EvaluationRoundStep)
    last = (
        select(col(step.kind))
        .where(col(step.round_id) == col(EvaluationDossier.round_id), col(step.at) < end_of(as_of))
        .order_by(col(step.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    return last.in_((RoundStepKind.PUBLISHED, RoundStepKind.LOCKED))


def locked_rounds(session: Session, as_of: date) -> Mapping[int, LockedPeriod]:
    """By round, when a day is over; what was locked and reopened since is not. One query."""
    step, held = EvaluationRoundStep, EvaluationRound
    query = (
        select(col(held.id), col(held.period), col(Programme.year), col(step.kind), col(step.at))
        .join(held, col(held.id) == col(step.round_id))
        .join(Programme, col(Programme.id) == col(held.programme_id))
        .where(col(step.at) < end_of(as_of))
        .order_by(col(step.id))
    )
    last: dict[int, tuple[str, int, RoundStepKind, datetime]] = {}
    for round_id, *told in session.connection().execute(query):
        last[round_id or 0] = (told[0], told[1], told[2], told[3])
    return {
        round_id: _period(period, year, at)
        for round_id, (period, year, kind, at) in last.items()
        if kind is RoundStepKind.LOCKED
    }


def _period(text: str, year: int, at: datetime) -> LockedPeriod:
    period = judged_period(text, year)
    return LockedPeriod(DaySpan(period.start, period.end), at)
