"""Rounds of a programme, and where each of them stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.locked_rounds import in_round
from models.evaluation_round import EvaluationDossier, EvaluationRound, EvaluationRoundStep
from models.rules.evaluation_course.rounds import RoundState, RoundStepKind, round_state


@dataclass(frozen=True)
class RoundInList:
    """A round with how many people it evaluates."""

    row: EvaluationRound
    state: RoundState
    people: int


def round_steps(session: Session, round_id: int) -> tuple[RoundStepKind, ...]:
    """The steps of one round, in order."""
    return steps_of_rounds(session, [round_id])[round_id]


def timed_steps(session: Session, round_id: int) -> list[tuple[RoundStepKind, datetime]]:
    """The steps of one round in order, each with when it was taken."""
    query = select(col(EvaluationRoundStep.kind), col(EvaluationRoundStep.at))
    query = query.where(col(EvaluationRoundStep.round_id) == round_id)
    rows = session.connection().execute(query.order_by(col(EvaluationRoundStep.id)))
    return [(kind, moment) for kind, moment in rows]


def steps_of_rounds(
    session: Session, ids: Iterable[int]
) -> Mapping[int, tuple[RoundStepKind, ...]]:
    """The steps of rounds, in order, by round."""
    found: dict[int, tuple[RoundStepKind, ...]] = defaultdict(tuple)
    query = select(col(EvaluationRoundStep.round_id), col(EvaluationRoundStep.kind))
    query = query.where(col(EvaluationRoundStep.round_id).in_(sorted(set(ids))))
    for key, kind in session.connection().execute(query.order_by(col(EvaluationRoundStep.id))):
        found[key] += (kind,)
    return found


def rounds_of(session: Session, programme_id: int) -> tuple[RoundInList, ...]:
    """The rounds of a programme: the year, then the latest period first."""
    query = select(EvaluationRound).where(col(EvaluationRound.programme_id) == programme_id)
    found = session.scalars(query.order_by(col(EvaluationRound.period).desc()))
    rounds = sorted(found, key=lambda each: not is_of_year(each))
    steps = steps_of_rounds(session, (each.key for each in rounds))
    counted = select(col(EvaluationDossier.round_id), func.count()).where(in_round())
    counted = counted.group_by(col(EvaluationDossier.round_id))
    people = dict(session.connection().execute(counted).tuples().all())
    return tuple(
        RoundInList(each, round_state(steps[each.key]), people.get(each.key, 0)) for each in rounds
    )


def is_of_year(held: EvaluationRound) -> bool:
    """Whether a round is of a year: it rests on those of its periods."""
    return held.period.isdecimal()


def published_at(session: Session, round_id: int) -> datetime | None:
    """When grades were published last; None while they are not."""
    return published_last(timed_steps(session, round_id))


def published_last(steps: Iterable[tuple[RoundStepKind, datetime]]) -> datetime | None:
    """The same of steps that were read."""
    at: datetime | None = None
    for kind, moment in steps:
        if kind is RoundStepKind.PUBLISHED:
            at = moment
        elif kind is RoundStepKind.REOPENED:
            at = None
    return at
