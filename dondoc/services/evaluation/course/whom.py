"""Whom a round evaluates: who leads work due in the period, and who heads a unit of the plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.frozen_rules import rules_of_round
from dondoc.services.evaluation.course.whom_in_year import evaluated_in_periods
from dondoc.services.evaluation.people.places import place_at_last, place_of, places_held
from dondoc.services.evaluation.people.read import OfficialsReading, read_officials
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.organisation.in_force import held_on
from models.assignment import Assignment
from models.evaluation_round import EvaluationDossier, EvaluationRound
from models.person import Holding, Position
from models.programme import Programme
from models.rules.scoring.parameters import ScoringParameters


@dataclass(frozen=True)
class EvaluatedOfficial:
    """Who is evaluated, in which position of which unit, and whether they head it."""

    person_id: int
    unit_id: int
    position: str
    leads: bool


def whom_to_evaluate(
    session: Session, programme: Programme, period: DigestPeriod, official: ScoringParameters
) -> tuple[EvaluatedOfficial, ...]:
    """Everybody, by their keys; a head by the unit that they head on the period's last day.

    `official`: of the rule set of whoever leads nobody, which says whose work of the period before
    counts with this one.
    """
    reading = read_officials(session, programme, period.end)
    leads_work = _in_year if period.span == "year" else _leads_work
    found = {each.person_id: each for each in leads_work(session, reading, period, official)}
    found.update((each.person_id, each) for each in _heads(session, programme, period))
    return tuple(found[key] for key in sorted(found))


def add_dossiers(
    session: Session, programme: Programme, held: EvaluationRound, period: DigestPeriod
) -> Sequence[EvaluationDossier]:
    """A dossier for everybody who is evaluated and has none: those that were added."""
    new = [
        EvaluationDossier(
            round_id=held.key, person_id=each.person_id, unit_id=each.unit_id,
            position=each.position, leads=each.leads,
        )
        for each in _without_dossier(session, programme, held, period)
    ]  # fmt: skip
    session.add_all(new)
    session.flush()
    return new


def count_missing(session: Session, context: RoundContext) -> int:
    """How many are evaluated by now and have no dossier, so that nobody decided about them."""
    programme, period = context.programme, context.period
    return len(_without_dossier(session, programme, context.row, period))


def _without_dossier(
    session: Session, programme: Programme, held: EvaluationRound, period: DigestPeriod
) -> list[EvaluatedOfficial]:
    official = rules_of_round(held)[False].parameters
    query = select(col(EvaluationDossier.person_id))
    there = set(session.scalars(query.where(col(EvaluationDossier.round_id) == held.key)))
    found = whom_to_evaluate(session, programme, period, official)
    return [each for each in found if each.person_id not in there]


def _in_year(
    session: Session, reading: OfficialsReading, period: DigestPeriod, official: ScoringParameters
) -> Iterator[EvaluatedOfficial]:
    """In the place where they are at the year's end: also of whom only its periods know."""
    held = places_held(session, period.end)
    evaluated = evaluated_in_periods(session, reading.question.programme.key)
    for person_id in sorted({*reading.by_person, *evaluated}):
        counted, places = reading.counted_in(person_id, period, official), held.get(person_id, ())
        works = [each for each in counted if not each.of_field]
        if works or (places and person_id in evaluated):
            place = place_at_last(works, places)
            yield EvaluatedOfficial(person_id, place.unit_id, place.position, leads=False)


def _leads_work(
    session: Session, reading: OfficialsReading, period: DigestPeriod, official: ScoringParameters
) -> Iterator[EvaluatedOfficial]:
    """In the place where they are at the period's end: the unit that they left hands over."""
    held = places_held(session, period.end)
    for person_id in reading.by_person:
        counted = reading.counted_in(person_id, period, official)
        if works := [each for each in counted if not each.of_field]:
            place = place_of(works, held.get(person_id, ()))
            yield EvaluatedOfficial(person_id, place.unit_id, place.position, leads=False)


def _heads(
    session: Session, programme: Programme, period: DigestPeriod
) -> Iterator[EvaluatedOfficial]:
    """Heads of units of the plan; of several, the unit whose position is the oldest."""
    units = select(col(Assignment.unit_id)).where(col(Assignment.programme_id) == programme.key)
    query = (
        select(col(Holding.person_id), col(Position.unit_id), col(Position.title))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(col(Position.heads_unit), held_on(period.end), col(Position.unit_id).in_(units))
        .order_by(col(Position.id).desc())
    )
    for person_id, unit_id, title in session.connection().execute(query):
        yield EvaluatedOfficial(person_id, unit_id, title, leads=True)
