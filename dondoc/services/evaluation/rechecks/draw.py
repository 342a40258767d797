"""Drawing the sample of a quarter, and whom each result is sent to."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.errors import FieldError, FieldRefused, raise_faults
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
    """What is to be drawn. `share`: per cent of the results of each unit. None: not typed.

    `unread`: what could not be read.
    """

    quarter: Quarter | None
    share: Decimal | None
    seed: str
    unread: tuple[FieldError, ...] = ()


@dataclass(frozen=True)
class _Verified:
    """A verified result with the keys that its row needs."""

    result: VerifiedResult
    checkpoint_id: int
    verification_id: int


def draw(change: SettingsChange, programme: Programme, order: SampleOrder) -> RecheckSample:
    """Draws the sample of a quarter, once, and tells everybody who is to look at something.

    Raises Refused for whoever is not the secretariat, FieldError with all that is wrong: a share
    that is none, no seed, a quarter that is not over, is drawn already or has no verified results.
    """
    session, today = change.session, change.today
    hold_office(session)
    change.mandated_in(programme.key, Mandate.SECRETARIAT)
    found = _verified(session, programme, order.quarter, today) if order.quarter else []
    raise_faults(_faults(session, programme, order, today, is_any=bool(found)))
    assert order.quarter is not None and order.share is not None
    verified, seed = {each.result.ref: each for each in found}, bare(order.seed)
    share = Fraction(order.share) / 100
    results = drawn((each.result for each in verified.values()), share, seed, LEAST_RESULTS)
    rows = assigned(results, _recheckers(session, programme, today), seed)
    sample = RecheckSample(
        programme_id=programme.key,
        quarter=str(order.quarter),
        share=order.share,
        seed=seed,
        results=len(verified),
        as_of=today,
        drawn_at=change.now,
        drawn_by_id=change.actor.key,
    )
    session.add(sample)
    session.flush()
    session.add_all([_row(sample, each, verified[each.result.ref]) for each in rows])
    session.flush()
    _tell(session, rows, change.now)
    change.note("recheck_drawn", quarter=str(order.quarter), seed=seed, number=len(rows))
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


def _faults(
    session: Session, programme: Programme, order: SampleOrder, today: date, *, is_any: bool
) -> Iterator[FieldError]:
    """Everything that is missing or cannot be drawn as it was ordered, in the order of the form.

    `is_any`: whether the quarter has verified results.
    """
    yield from order.unread
    if order.quarter is None:
        yield FieldError("quarter", "form.needed.quarter")
    else:
        yield from _of_quarter(session, programme, order.quarter, today, is_any=is_any)
    if order.share is None:
        yield FieldError("share", "form.needed.share")
    elif not 0 < order.share <= _HUNDRED:
        yield FieldError("share", "recheck.error.share", found=order.share)
    if not 0 < len(bare(order.seed)) <= MAX_SEED:
        yield FieldError("seed", "recheck.error.seed", most=MAX_SEED)


def _of_quarter(
    session: Session, programme: Programme, quarter: Quarter, today: date, *, is_any: bool
) -> Iterator[FieldError]:
    """A quarter of another year, or that is not over, is drawn or has nothing to look at again."""
    if quarter.year != programme.year or quarter.end >= today:
        yield FieldError("quarter", "recheck.error.quarter", quarter=quarter)
    query = select(col(RecheckSample.id)).where(
        col(RecheckSample.programme_id) == programme.key,
        col(RecheckSample.quarter) == str(quarter),
    )
    if session.scalar(query) is not None:
        yield FieldRefused("quarter", "recheck.error.drawn", quarter=str(quarter))
    if not is_any:
        yield FieldError("quarter", "recheck.error.nothing", quarter=quarter)


def _verified(
    session: Session, programme: Programme, quarter: Quarter, today: date
) -> list[_Verified]:
    """The accepted results that were due in the quarter, with the units that may not look again."""
    sharing, units = _sharing_units(session, programme), _units_of_people(session, today)
    rows = session.connection().execute(_results_query(programme, quarter))
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


def _results_query(programme: Programme, quarter: Quarter) -> Select[Any]:
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
            col(Checkpoint.due_on).between(quarter.start, quarter.end),
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
