"""Indicators that several units carry: the year's plan and result so far.

Totals and ratios are those of models.rules.measures, as in the digest and on the boards. What
waits to be drained is looked at as it will be.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.services.figures.on_roadmap import UnitReading, readings_on_roadmap
from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoint_rows import CheckpointRow, rows_of
from dondoc.services.work.components import beneath, carried_by, components_of
from models.assignment import Assignment
from models.indicator import Indicator
from models.joins import (
    INDICATOR_OF_ASSIGNMENT,
)
from models.rules.composites import composite_share
from models.rules.indicators import Kind
from models.rules.measures import (
    Definition,
    Measure,
    Reading,
    UnitShare,
    of_year,
    units_with_product,
)
from models.rules.stages import Standing

MAX_INDICATORS = 8


@dataclass(frozen=True)
class SharedIndicator:
    """An indicator across its `units`. `measure`: None where it asks for products alone.

    `delivered` of `steps`: products accepted, of all those of the year; `delivering`: units that
    have one. `on_roadmap`: those of whose numbers something is verified.
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
    on_roadmap: tuple[UnitReading, ...] = ()


def shared(
    session: Session, programme_id: int, frame: ProgrammeRules, today: date
) -> tuple[list[SharedIndicator], int]:
    """The indicators that most units carry, and how many are shared in all."""
    carried = _carried(session, programme_id)
    first = list(carried)[:MAX_INDICATORS]
    steps: dict[int, list[CheckpointRow]] = defaultdict(list)
    for step in rows_of(session, frame, today, col(Assignment.indicator_id).in_(first)):
        steps[step.indicator_id].append(step)
    computed = _computed(session, programme_id, frame, steps, today)
    rows = session.scalars(select(Indicator).where(col(Indicator.id).in_(first)))
    by_place = sorted(rows, key=lambda row: first.index(row.key))
    return [
        _shared(indicator, carried, steps[indicator.key], today, computed.get(indicator.key))
        for indicator in by_place
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
    indicator: Indicator,
    carried: Mapping[int, int],
    steps: Sequence[CheckpointRow],
    today: date,
    computed: Sequence[UnitShare] | None,
) -> SharedIndicator:
    rule = Definition(indicator.kind, indicator.direction, indicator.adds_up)
    carriers = _carriers(steps) if computed is None else computed
    products = [
        (step.assignment_id, step.stands and bool(step.delivered))
        for step in steps
        if step.is_product
    ]
    return SharedIndicator(
        code=indicator.code,
        title=indicator.title,
        unit_of_measure=indicator.unit_of_measure,
        kind=indicator.kind,
        units=carried[indicator.key],
        measure=of_year(rule, carriers, today) if carriers else None,
        delivered=sum(delivered for _, delivered in products),
        steps=len(products),
        delivering=units_with_product(products),
        on_roadmap=readings_on_roadmap(steps) if computed is None else (),
    )


def _computed(
    session: Session,
    programme_id: int,
    frame: ProgrammeRules,
    steps: Mapping[int, Sequence[CheckpointRow]],
    today: date,
) -> dict[int, list[UnitShare]]:
    """What each unit has of the composites among these; asks nothing where there is none."""
    wholes = [key for key, rows in steps.items() if any(row.is_computed for row in rows)]
    if not wholes:
        return {}
    components = components_of(session, programme_id)
    needed = set().union(*(beneath(key, components) for key in wholes))
    parts = rows_of(session, frame, today, col(Assignment.indicator_id).in_(needed))
    carried, on = carried_by(parts), (today, of_year)
    return {
        key: [
            composite_share(key, components, carried.get(unit_id, {}), weight, on)
            for unit_id, weight in {row.unit_id: row.weight for row in steps[key]}.items()
        ]
        for key in wholes
    }


def _carriers(steps: Iterable[CheckpointRow]) -> list[UnitShare]:
    """By assignment, the checkpoints that ask for a number."""
    amounts: dict[int, tuple[Decimal | None, Decimal]] = {}
    readings: dict[int, list[Reading]] = defaultdict(list)
    for step in steps:
        if not step.is_product:
            amounts[step.assignment_id] = step.target, step.weight
            place, value = (step.rank, step.checkpoint_id), step.value if step.stands else None
            reading = Reading(step.due_on, place, step.expected, value)
            readings[step.assignment_id].append(reading)
    return [UnitShare(*amounts[key], tuple(group)) for key, group in readings.items()]
