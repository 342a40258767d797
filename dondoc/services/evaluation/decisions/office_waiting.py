"""What waits for whoever decides, in all rounds of a programme that are not locked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.context import round_context
from dondoc.services.evaluation.decisions.round_steps import facts_of_round
from dondoc.services.figures.periods import DigestPeriod
from dondoc.store.cache import database_of, keep, version
from models.evaluation_round import EvaluationRound
from models.rules.evaluation_course.rounds import RoundState


@dataclass(frozen=True)
class RoundWaiting:
    """A round in which people are to be decided again, or wait for an answer."""

    period: DigestPeriod
    outdated: int
    asked_again: int


def rounds_waiting(session: Session, programme_id: int, today: date) -> Sequence[RoundWaiting]:
    """The rounds in which something waits; read once, until something happens."""
    key = ("rounds waiting", database_of(session), programme_id, today)
    return keep(key, version(session), lambda: _read(session, programme_id, today))


def _read(session: Session, programme_id: int, today: date) -> Sequence[RoundWaiting]:
    query = select(EvaluationRound).where(col(EvaluationRound.programme_id) == programme_id)
    found = []
    for held in session.scalars(query.order_by(col(EvaluationRound.period))).all():
        context = round_context(session, held, today)
        if context.state is RoundState.LOCKED:
            continue
        facts = facts_of_round(session, context)
        if facts.outdated or facts.asked_again:
            found.append(RoundWaiting(context.period, facts.outdated, facts.asked_again))
    return tuple(found)
