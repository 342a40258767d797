"""Indicators that several units carry, judged alike: the year's target and the result so far.

SQL adds up what is drained; assignments on which something waits to be drained are looked at
one by one, as they will be.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, func, or_, select
from sqlmodel import Session, col

from dondoc.services.bulk import among
from dondoc.services.items import Frame, Item, load_items
from dondoc.services.status import pending_ids
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.rules.achievement import Expectation, percent_achieved
from models.rules.indicators import AddsUp, Direction, Kind
from models.rules.stages import SETTLED, Standing
from models.rules.totals import Share, across_units
from models.verdict import Verification

MOST = 8
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class SharedIndicator:
    """An indicator across its units. `measured`: units with a verified result, of `units`.

    `percent`: of the year's target, None where a ratio says nothing. `delivered` of `steps`:
    products accepted, for an indicator that asks for products.
    """

    code: str
    title: str
    unit_of_measure: str
    kind: Kind
    units: int
    measured: int
    target: Decimal | None
    actual: Decimal | None
    percent: Decimal | None
    delivered: int
    steps: int


class Part(NamedTuple):
    """Assignments of one indicator and weight: sums of their targets and of their results."""

    indicator_id: int
    weight: Decimal
    units: int
    targeted: int
    target: Decimal | None
    measured: int
    actual: Decimal | None
    delivered: int
    steps: int


def shared(session: Session, programme_id: int, frame: Frame) -> tuple[list[SharedIndicator], int]:
    """The indicators that most units carry, and how many are shared in all."""
    carried = _carried(session, programme_id)
    first = list(carried)[:MOST]
    parts: dict[int, list[Part]] = defaultdict(list)
    touched = _touched(session, programme_id, first)
    for part in (*_drained(session, first, touched), *_undrained(session, frame, touched)):
        parts[part.indicator_id].append(part)
    found = session.scalars(select(Indicator).where(col(Indicator.id).in_(first)))
    by_place = sorted(found, key=lambda one: first.index(one.key))
    return [_shared(one, parts[one.key]) for one in by_place], len(carried)


def _carried(session: Session, programme_id: int) -> dict[int, int]:
    """Indicators that more than one unit carries, and how many do; the most first."""
    size = func.count(col(Assignment.id))
    query = (
        select(col(Assignment.indicator_id), size)
        .join(Indicator, col(Indicator.id) == col(Assignment.indicator_id))
        .where(
            col(Assignment.programme_id) == programme_id,
            col(Assignment.standing) == Standing.LIVE,
        )
        .group_by(col(Assignment.indicator_id), col(Indicator.code))
        .having(size > 1)
        .order_by(size.desc(), col(Indicator.code))
    )
    return {row[0]: row[1] for row in session.connection().execute(query)}


def _touched(session: Session, programme_id: int, indicators: Sequence[int]) -> list[int]:
    """The assignments on which something waits to be drained."""
    query = (
        select(col(Checkpoint.assignment_id))
        .join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))
        .where(
            col(Checkpoint.id).in_(pending_ids(programme_id)),
            col(Assignment.indicator_id).in_(indicators),
        )
        .distinct()
    )
    return list(session.connection().scalars(query))


def _shared(indicator: Indicator, parts: Sequence[Part]) -> SharedIndicator:
    units, measured = (sum(getattr(one, name) for one in parts) for name in ("units", "measured"))
    target = _total(indicator.adds_up, [(one.target, one.targeted, one.weight) for one in parts])
    actual = _total(indicator.adds_up, [(one.actual, one.measured, one.weight) for one in parts])
    growing = indicator.adds_up is AddsUp.SUM and indicator.direction is Direction.HIGHER
    whole = all(one.targeted == one.units for one in parts) and (growing or measured == units)
    percent = percent_achieved(Expectation(target, indicator.direction), actual) if whole else None
    return SharedIndicator(
        code=indicator.code,
        title=indicator.title,
        unit_of_measure=indicator.unit_of_measure,
        kind=indicator.kind,
        units=units,
        measured=measured,
        target=target,
        actual=actual,
        percent=percent,
        delivered=sum(one.delivered for one in parts),
        steps=sum(one.steps for one in parts),
    )


def _total(adds_up: AddsUp, sums: Iterable[tuple[Decimal | None, int, Decimal]]) -> Decimal | None:
    """Across units, from the sums of those that have the same weight."""
    known = [(total, size, weight) for total, size, weight in sums if total is not None and size]
    shares = [
        Share(total, weight)
        if adds_up is AddsUp.SUM
        else Share(total / size, weight * size)
        for total, size, weight in known
    ]  # fmt: skip
    total = across_units(adds_up, shares)
    if total is None or adds_up is AddsUp.SUM:
        return total
    return total.quantize(HUNDREDTH, ROUND_HALF_UP)


def _drained(session: Session, indicators: Sequence[int], touched: Sequence[int]) -> Iterator[Part]:
    """By indicator and weight, all that is drained."""
    results = _results(indicators).subquery()
    keys = (col(Assignment.indicator_id), col(Assignment.weight))
    query = (
        select(
            *keys, func.count(), func.count(col(Assignment.target)),
            func.sum(col(Assignment.target)), func.count(results.c.value),
            func.sum(results.c.value), func.coalesce(func.sum(results.c.delivered), 0),
            func.coalesce(func.sum(results.c.steps), 0),
        )
        .outerjoin(results, results.c.assignment_id == col(Assignment.id))
        .where(
            col(Assignment.indicator_id).in_(indicators),
            col(Assignment.standing) == Standing.LIVE,
            ~among(session, col(Assignment.id), touched),
        )
        .group_by(*keys)
    )  # fmt: skip
    for row in session.connection().execute(query):
        yield Part._make((*row[:7], int(row[7]), int(row[8])))


def _results(indicators: Sequence[int]) -> Select[Any]:
    """One row an assignment: the sum of its increments or its last verified value, and products."""
    settled = and_(col(Checkpoint.stage).in_(SETTLED), ~col(Checkpoint.missing))
    last = func.row_number().over(
        partition_by=col(Checkpoint.assignment_id),
        order_by=(
            case((settled & col(Verification.value).is_not(None), 0), else_=1),
            col(Checkpoint.due_on).desc(), col(Checkpoint.rank).desc(), col(Checkpoint.id).desc(),
        ),
    )  # fmt: skip
    one = (
        select(
            col(Checkpoint.assignment_id),
            col(Indicator.kind),
            case((settled, col(Verification.value))).label("value"),
            case((settled & col(Verification.delivered), 1), else_=0).label("delivered"),
            last.label("place"),
        )
        .join(Assignment, col(Assignment.id) == Checkpoint.assignment_id)
        .join(Indicator, col(Indicator.id) == Assignment.indicator_id)
        .outerjoin(Verification, col(Verification.id) == Checkpoint.verification_id)
        .where(
            col(Assignment.indicator_id).in_(indicators),
            col(Checkpoint.standing) == Standing.LIVE,
        )
        .subquery()
    )
    counted = or_(one.c.kind == Kind.INCREMENT, one.c.place == 1)
    return select(
        one.c.assignment_id,
        func.sum(case((counted, one.c.value))).label("value"),
        func.sum(one.c.delivered).label("delivered"),
        func.count().label("steps"),
    ).group_by(one.c.assignment_id)


def _undrained(session: Session, frame: Frame, touched: Sequence[int]) -> Iterator[Part]:
    """One part for each assignment on which something waits."""
    mine = among(session, col(Checkpoint.assignment_id), touched)
    query = select(col(Checkpoint.id)).where(mine)
    ids = [one or 0 for one in session.connection().scalars(query)]
    by_assignment: dict[int, list[Item]] = defaultdict(list)
    for item in load_items(session, frame, ids).values():
        if item.assignment.standing is Standing.LIVE and item.facts.standing is Standing.LIVE:
            by_assignment[item.assignment.key].append(item)
    for items in by_assignment.values():
        yield _part(sorted(items, key=_order))


def _order(item: Item) -> tuple[Any, ...]:
    return item.facts.due_on, item.checkpoint.rank, item.checkpoint.key


def _part(items: Sequence[Item]) -> Part:
    assignment, kind = items[0].assignment, items[0].indicator.kind
    facts = [item.facts for item in items]
    results = [one.result for one in facts if one.stage in SETTLED and one.result]
    values = [one.value for one in results if not one.missing and one.value is not None]
    counted = values if kind is Kind.INCREMENT else values[-1:]
    part = Part(
        assignment.indicator_id, assignment.weight, 1, assignment.target is not None,
        assignment.target, bool(values), None, sum(one.delivered is True for one in results),
        len(items),
    )  # fmt: skip
    return part._replace(actual=sum(counted, Decimal(0))) if counted else part
