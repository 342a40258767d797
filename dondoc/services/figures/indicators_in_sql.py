"""Indicators that several units carry: the year's plan and result so far.

Totals and ratios are those of models.rules.measures, as in the digest and on the boards. What
waits to be drained is looked at as it will be.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, func, select
from sqlmodel import Session, col

from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_pending
from dondoc.services.work.pending import pending_in
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import (
    ASSIGNMENT_OF_CHECKPOINT,
    INDICATOR_OF_ASSIGNMENT,
    LIVE,
    VERIFICATION_IN_FORCE,
)
from models.rules.indicators import Kind
from models.rules.measures import (
    Definition,
    Measure,
    Reading,
    UnitShare,
    of_year,
    units_with_product,
)
from models.rules.stages import SETTLED, Standing
from models.verdict import Verification

MAX_INDICATORS = 8


@dataclass(frozen=True)
class SharedIndicator:
    """An indicator across its `units`. `measure`: None where it asks for products alone.

    `delivered` of `steps`: products accepted, of all those of the year; `delivering`: units that
    have one.
    """

    code: str
    title: str
    unit_of_measure: str
    kind: Kind
    units: int
    measure: Measure | None
    delivered: int
    steps: int
    delivering: int


class StepResult(NamedTuple):
    """A live checkpoint with the result that stands, if any."""

    indicator_id: int
    assignment_id: int
    target: Decimal | None
    weight: Decimal
    due_on: date
    place: tuple[int, int]
    expected: Decimal | None
    is_product: bool
    value: Decimal | None
    delivered: bool


def shared(
    session: Session, programme_id: int, frame: ProgrammeRules, today: date
) -> tuple[list[SharedIndicator], int]:
    """The indicators that most units carry, and how many are shared in all."""
    carried = _carried(session, programme_id)
    first = list(carried)[:MAX_INDICATORS]
    steps: dict[int, list[StepResult]] = defaultdict(list)
    waiting = _undrained(session, frame, programme_id, first)
    for step in (*_drained(session, programme_id, first), *waiting):
        steps[step.indicator_id].append(step)
    rows = session.scalars(select(Indicator).where(col(Indicator.id).in_(first)))
    by_place = sorted(rows, key=lambda row: first.index(row.key))
    return [
        _shared(indicator, carried, steps[indicator.key], today) for indicator in by_place
    ], len(carried)


def _carried(session: Session, programme_id: int) -> dict[int, int]:
    """Indicators that more than one unit carries, and how many do; the most first."""
    size = func.count(col(Assignment.id))
    query = (
        select(col(Assignment.indicator_id), size)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .where(
            col(Assignment.programme_id) == programme_id,
            col(Assignment.standing) == Standing.LIVE,
        )
        .group_by(col(Assignment.indicator_id), col(Indicator.code))
        .having(size > 1)
        .order_by(size.desc(), col(Indicator.code))
    )
    return {row[0]: row[1] for row in session.connection().execute(query)}


def _shared(
    indicator: Indicator, carried: Mapping[int, int], steps: Sequence[StepResult], today: date
) -> SharedIndicator:
    rule = Definition(indicator.kind, indicator.direction, indicator.adds_up)
    carriers = _carriers(steps)
    products = [step for step in steps if step.is_product]
    return SharedIndicator(
        code=indicator.code,
        title=indicator.title,
        unit_of_measure=indicator.unit_of_measure,
        kind=indicator.kind,
        units=carried[indicator.key],
        measure=of_year(rule, carriers, today) if carriers else None,
        delivered=sum(product.delivered for product in products),
        steps=len(products),
        delivering=units_with_product(
            (result.assignment_id, result.delivered) for result in products
        ),
    )


def _carriers(steps: Iterable[StepResult]) -> list[UnitShare]:
    """By assignment, the checkpoints that ask for a number."""
    amounts: dict[int, tuple[Decimal | None, Decimal]] = {}
    readings: dict[int, list[Reading]] = defaultdict(list)
    for step in steps:
        if not step.is_product:
            amounts[step.assignment_id] = step.target, step.weight
            reading = Reading(step.due_on, step.place, step.expected, step.value)
            readings[step.assignment_id].append(reading)
    return [UnitShare(*amounts[key], tuple(group)) for key, group in readings.items()]


def _drained(
    session: Session, programme_id: int, indicators: Sequence[int]
) -> Iterator[StepResult]:
    """One row a checkpoint, but for those on which something waits."""
    for row in session.connection().execute(_rows(programme_id, indicators)):
        *plain, rank, key, expected, product, value, delivered = row
        yield StepResult._make((*plain, (rank, key), expected, product, value, bool(delivered)))


def _rows(programme_id: int, indicators: Sequence[int]) -> Select[Any]:
    stands = and_(col(Checkpoint.stage).in_(SETTLED), ~col(Checkpoint.missing))
    named = and_(col(Checkpoint.expected).is_(None), col(Checkpoint.product) != "")
    return (
        select(
            col(Assignment.indicator_id), col(Assignment.id), col(Assignment.target),
            col(Assignment.weight), col(Checkpoint.due_on), col(Checkpoint.rank),
            col(Checkpoint.id), col(Checkpoint.expected),
            (named | (col(Indicator.kind) == Kind.PRODUCT)).label("is_product"),
            case((stands, col(Verification.value))).label("value"),
            case((stands & col(Verification.delivered), 1), else_=0).label("delivered"),
        )
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .outerjoin(*VERIFICATION_IN_FORCE)
        .where(
            col(Assignment.indicator_id).in_(indicators),
            *LIVE,
            col(Checkpoint.id).not_in(pending_in(programme_id)),
        )
    )  # fmt: skip


def _undrained(
    session: Session, frame: ProgrammeRules, programme_id: int, indicators: Sequence[int]
) -> Iterator[StepResult]:
    """The live checkpoints on which something waits, as they will be."""
    theirs = col(Assignment.indicator_id).in_(indicators)
    for checkpoint in load_pending(session, frame, programme_id, theirs).values():
        if checkpoint.is_live:
            yield _step(checkpoint)


def _step(each_checkpoint: LoadedCheckpoint) -> StepResult:
    facts, assignment, checkpoint = (
        each_checkpoint.facts,
        each_checkpoint.assignment,
        each_checkpoint.checkpoint,
    )
    stands = facts.stage in SETTLED and facts.result is not None and not facts.result.missing
    result = facts.result if stands else None
    return StepResult(
        assignment.indicator_id, assignment.key, assignment.target, assignment.weight,
        facts.due_on, (checkpoint.rank, checkpoint.key), checkpoint.expected, facts.is_product,
        result.value if result else None, bool(result and result.delivered),
    )  # fmt: skip
