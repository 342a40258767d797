"""Composites: which indicators are made of which, and what a unit has of one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoint_rows import CheckpointRow, rows_of
from dondoc.services.work.roadmap import ResultSoFar, YearTarget, so_far
from models.assignment import Assignment
from models.indicator import Indicator
from models.rules.composites import (
    POINTS,
    PRODUCTS,
    Carried,
    Components,
    composite_share,
    product_share,
)
from models.rules.indicators import AddsUp
from models.rules.measures import Definition, Measure, Reading, UnitShare, of_year


@dataclass(frozen=True)
class ComponentShown:
    """A component of a composite as the unit carries it, with what came of it so far."""

    ref: str
    title: str
    unit_of_measure: str
    weight: Decimal | None
    target: Decimal | None
    so_far: ResultSoFar


def components_of(session: Session, programme_id: int) -> Components:
    """The components of each composite of a programme, by their codes."""
    query = select(col(Indicator.parent_id), col(Indicator.id), col(Indicator.share)).where(
        col(Indicator.programme_id) == programme_id, col(Indicator.parent_id).is_not(None)
    )
    parts: dict[int, list[tuple[int, Decimal | None]]] = defaultdict(list)
    for whole, part, weight in session.execute(query.order_by(col(Indicator.code))):
        parts[whole].append((part, weight))
    return dict(parts)


def beneath(indicator_id: int, components: Components) -> set[int]:
    """Everything that a composite is computed from, however deep."""
    found: set[int] = set()
    waiting = [indicator_id]
    while waiting:
        parts = {part for part, _ in components.get(waiting.pop(), ())} - found
        found |= parts
        waiting += parts
    return found


def carried_by(rows: Iterable[CheckpointRow]) -> dict[int, dict[int, Carried]]:
    """What each unit has of each indicator, as it is verified."""
    steps: dict[tuple[int, int], list[CheckpointRow]] = defaultdict(list)
    for row in rows:
        steps[row.unit_id, row.indicator_id].append(row)
    carried: dict[int, dict[int, Carried]] = defaultdict(dict)
    for (unit_id, indicator_id), group in steps.items():
        carried[unit_id][indicator_id] = _carried(group)
    return carried


def _carried(group: Sequence[CheckpointRow]) -> Carried:
    first = group[0]
    definition = Definition(first.kind, first.direction, AddsUp.SUM)
    if all(row.is_product for row in group):
        done = [(row.due_on, bool(row.delivered) if row.stands else None) for row in group]
        return Carried(PRODUCTS, product_share(done))
    readings = tuple(
        Reading(
            row.due_on,
            (row.rank, row.checkpoint_id),
            row.expected,
            row.value if row.stands else None,
        )
        for row in group
        if not row.is_product
    )
    return Carried(definition, UnitShare(first.target, first.weight, readings))


def composite_so_far(
    session: Session, frame: ProgrammeRules, assignment: Assignment, today: date
) -> tuple[Measure, tuple[ComponentShown, ...]]:
    """What a unit has of a composite, and of each of its components."""
    components = components_of(session, assignment.programme_id)
    needed = beneath(assignment.indicator_id, components)
    rows = rows_of(
        session,
        frame,
        today,
        col(Assignment.programme_id) == assignment.programme_id,
        col(Assignment.unit_id) == assignment.unit_id,
        col(Assignment.indicator_id).in_(needed),
    )
    weights = dict(components.get(assignment.indicator_id, ()))
    groups: dict[int, list[CheckpointRow]] = defaultdict(list)
    for row in rows:
        groups[row.indicator_id].append(row)
    shown = (
        _shown(groups[part], weight, today) for part, weight in weights.items() if part in groups
    )
    return measure_of(assignment.indicator_id, components, rows, today), tuple(shown)


def measures_of(
    session: Session, programme_id: int, rows: Sequence[CheckpointRow], today: date
) -> dict[int, Measure]:
    """Of every composite among the rows of one unit; asks nothing where there is none."""
    computed = {row.indicator_id for row in rows if row.is_computed}
    if not computed:
        return {}
    components = components_of(session, programme_id)
    return {key: measure_of(key, components, rows, today) for key in computed}


def measure_of(
    indicator_id: int, components: Components, rows: Iterable[CheckpointRow], today: date
) -> Measure:
    """The composite of one unit whose rows these are."""
    carried = next(iter(carried_by(rows).values()), {})
    share = composite_share(indicator_id, components, carried, Decimal(1), (today, of_year))
    return of_year(POINTS, [share], today)


def _shown(group: Sequence[CheckpointRow], weight: Decimal | None, today: date) -> ComponentShown:
    first, carried = group[0], _carried(group)
    target = YearTarget(first.kind, first.direction, first.target)
    result = so_far(target, group, today)
    return ComponentShown(
        first.assignment_ref,
        first.indicator,
        first.unit_of_measure,
        weight,
        first.target,
        replace(result, measure=of_year(carried.definition, [carried.share], today)),
    )
