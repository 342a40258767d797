"""Drawing the sample of a quarter, and whom each result is sent to."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.figures.quarter import Quarter
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.in_force import held_on
from dondoc.services.reach.notices import queue_notice
from dondoc.services.reach.reachability import open_routes
from models.assignment import Assignment, AssignmentUnit, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT, LIVE, VERIFICATION_IN_FORCE
from models.message import Notice
from models.person import Holding, Position
from models.programme import Programme
from models.recheck import Recheck, RecheckSample
from models.rules.checkpoints import local_date
from models.rules.recheck_sample import (
    DrawnResult,
    Rechecker,
    VerifiedResult,
    assigned,
    drawn,
)
from models.rules.roles import Mandate
from models.rules.stages import SETTLED
from models.rules.texts import bare
from models.submission import Submission
from models.verdict import Verdict, Verification

LEAST_RESULTS = 3
"""A unit with at least so many verified results in the quarter has at least one in the sample."""
MAX_SEED = 60
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class SampleOrder:
    """What is to be drawn. `share`: per cent of the results of each unit."""

    quarter: Quarter
    share: Decimal
    seed: str


@dataclass(frozen=True)
class _Verified:
    """A verified result with the keys that its row needs."""

    result: VerifiedResult
    checkpoint_id: int
    verification_id: int


def draw(change: SettingsChange, programme: Programme, order: SampleOrder) -> RecheckSample:
    """Draws the sample of a quarter, once, and tells everybody who is to look at something.

    Raises Refused for whoever is not the secretariat and where it is drawn already, BadInput for a
    share that is none, no seed, a quarter that is not over, and one without verified results.
    """
    session, today = change.session, change.today
    hold_office(session)
    change.mandated_in(programme.key, Mandate.SECRETARIAT)
    seed = _checked(session, programme, order, today)
    verified = {each.result.ref: each for each in _verified(session, programme, order, today)}
    if not verified:
        raise BadInput("recheck.error.nothing", quarter=str(order.quarter))
    share = Fraction(order.share) / 100
    results = drawn((each.result for each in verified.values()), share, seed, LEAST_RESULTS)
    rows = assigned(results, _recheckers(session, programme, today), seed)
    sample = _sample(change, programme, order, len(verified))
    session.add_all([_row(sample, each, verified[each.result.ref]) for each in rows])
    session.flush()
    _tell(session, rows, change.now)
    change.note("recheck_drawn", quarter=str(order.quarter), seed=seed, number=len(rows))
    return sample


def _sample(
    change: SettingsChange, programme: Programme, order: SampleOrder, results: int
) -> RecheckSample:
    sample = RecheckSample(
        programme_id=programme.key,
        quarter=str(order.quarter),
        share=order.share,
        seed=bare(order.seed),
        results=results,
        as_of=change.today,
        drawn_at=change.now,
        drawn_by_id=change.actor.key,
    )
    change.session.add(sample)
    change.session.flush()
    return sample


def _row(sample: RecheckSample, each: DrawnResult, of: _Verified) -> Recheck:
    return Recheck(
        sample_id=sample.key,
        checkpoint_id=of.checkpoint_id,
        verification_id=of.verification_id,
        unit_id=each.result.unit,
        verifier_id=each.rechecker.person if each.rechecker else None,
        verifier_unit_id=each.rechecker.unit if each.rechecker else None,
    )


def _checked(session: Session, programme: Programme, order: SampleOrder, today: date) -> str:
    """The seed, where everything may be drawn as it was ordered."""
    seed = bare(order.seed)
    if not seed or len(seed) > MAX_SEED:
        raise BadInput("recheck.error.seed", most=MAX_SEED)
    if not 0 < order.share <= _HUNDRED:
        raise BadInput("recheck.error.share", found=str(order.share))
    if order.quarter.year != programme.year or order.quarter.end >= today:
        raise BadInput("recheck.error.quarter", quarter=str(order.quarter))
    query = select(col(RecheckSample.id)).where(
        col(RecheckSample.programme_id) == programme.key,
        col(RecheckSample.quarter) == str(order.quarter),
    )
    if session.scalar(query) is not None:
        raise Refused("recheck.error.drawn", quarter=str(order.quarter))
    return seed


def _verified(
    session: Session, programme: Programme, order: SampleOrder, today: date
) -> list[_Verified]:
    """The accepted results that were due in the quarter, with the units that may not look again."""
    sharing, units = _sharing_units(session, programme), _units_of_people(session, today)
    rows = session.connection().execute(_results_query(programme, order))
    return [
        _Verified(
            VerifiedResult(
                f"{ref}/{label}", unit, by or 0,
                frozenset(sharing[assignment]) | frozenset(units.get(by or 0, ())),
            ),
            checkpoint,
            verification,
        )
        for checkpoint, verification, assignment, ref, label, unit, by in rows
    ]  # fmt: skip


def _results_query(programme: Programme, order: SampleOrder) -> Select[Any]:
    return (
        select(
            col(Checkpoint.id), col(Verification.id), col(Assignment.id), col(Assignment.ref),
            col(Checkpoint.label), col(Assignment.unit_id), col(Submission.actor_id),
        )
        .select_from(Checkpoint)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*VERIFICATION_IN_FORCE)
        .join(Submission, col(Submission.id) == col(Verification.submission_id))
        .where(
            col(Assignment.programme_id) == programme.key,
            *LIVE,
            col(Checkpoint.stage).in_(SETTLED),
            col(Checkpoint.due_on).between(order.quarter.start, order.quarter.end),
            col(Verification.verdict).in_((Verdict.ACCEPTED, Verdict.CORRECTED)),
        )
    )  # fmt: skip


def _sharing_units(session: Session, programme: Programme) -> dict[int, set[int]]:
    query = (
        select(col(AssignmentUnit.assignment_id), col(AssignmentUnit.unit_id))
        .join(Assignment, col(Assignment.id) == col(AssignmentUnit.assignment_id))
        .where(col(Assignment.programme_id) == programme.key)
    )
    sharing: dict[int, set[int]] = defaultdict(set)
    for assignment_id, unit_id in session.connection().execute(query):
        sharing[assignment_id].add(unit_id)
    return sharing


def _units_of_people(session: Session, today: date) -> dict[int, set[int]]:
    query = select(col(Holding.person_id), col(Position.unit_id)).join(
        Position, col(Position.id) == col(Holding.position_id)
    )
    units: dict[int, set[int]] = defaultdict(set)
    for person_id, unit_id in session.connection().execute(query.where(held_on(today))):
        units[person_id].add(unit_id)
    return units


def _recheckers(session: Session, programme: Programme, today: date) -> list[Rechecker]:
    """Whoever heads a unit that carries work of the programme: they answer for what it finds."""
    units = _units_of_people(session, today)
    working = select(col(Assignment.unit_id)).where(col(Assignment.programme_id) == programme.key)
    query = (
        select(col(Holding.person_id), col(Position.unit_id))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(col(Position.heads_unit), held_on(today), col(Position.unit_id).in_(working))
        .distinct()
    )
    return [
        Rechecker(person, unit, frozenset(units[person]))
        for person, unit in session.connection().execute(query)
    ]


def _tell(session: Session, rows: tuple[DrawnResult, ...], now: datetime) -> None:
    routes = open_routes(session, local_date(now))
    for person in sorted({each.rechecker.person for each in rows if each.rechecker}):
        queue_notice(session, routes, person, Notice.RECHECKS, now)
