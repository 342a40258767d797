"""Each indicator across the units that carry it, for the quarter and for the year so far."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.digest.scene import Scene
from dondoc.services.digest.seen import Seen
from dondoc.services.digest.shapes import Deliveries, IndicatorFigures, Measure
from dondoc.services.digest.tally import all_verdicts
from dondoc.services.digest.values import Reached, reached
from models.assignment import Assignment
from models.indicator import Indicator
from models.rules.achievement import Expectation, percent_achieved
from models.rules.indicators import AddsUp, Direction
from models.rules.totals import Share, across_units

TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")


@dataclass(frozen=True)
class Given:
    """What an assignment gives for the whole year."""

    target: Decimal | None
    weight: Decimal


def per_indicator(session: Session, scene: Scene, seen: Sequence[Seen]) -> list[IndicatorFigures]:
    """Indicators with a checkpoint due in the quarter. `seen`: everything due until its end."""
    given = _given(session, scene)
    by_indicator: dict[int, list[Seen]] = defaultdict(list)
    for one in seen:
        by_indicator[one.line.indicator_id].append(one)
    figures = (
        _indicator(scene, scene.indicators[key], by_indicator[key], given)
        for key in sorted(by_indicator, key=lambda key: scene.indicators[key].code)
    )
    return [one for one in figures if one is not None]


def _given(session: Session, scene: Scene) -> dict[int, Given]:
    query = select(col(Assignment.id), col(Assignment.target), col(Assignment.weight)).where(
        col(Assignment.programme_id) == scene.programme.key
    )
    rows = session.connection().execute(query)
    return {key: Given(target, weight) for key, target, weight in rows if key is not None}


def _indicator(
    scene: Scene, indicator: Indicator, seen: Sequence[Seen], given: Mapping[int, Given]
) -> IndicatorFigures | None:
    within = [one for one in seen if one.line.due_on in scene.quarter]
    if not within:
        return None
    return IndicatorFigures(
        code=indicator.code,
        title=indicator.title,
        unit_of_measure=indicator.unit_of_measure,
        kind=indicator.kind,
        direction=indicator.direction,
        adds_up=indicator.adds_up,
        verdicts=all_verdicts(within),
        quarter=_measure(indicator, _parts(indicator, within, given)),
        year=_measure(indicator, _year_parts(indicator, seen, given)),
        quarter_products=_deliveries(within),
        year_products=_deliveries(seen),
    )


def _deliveries(seen: Iterable[Seen]) -> Deliveries | None:
    products = [one for one in seen if one.expectation.is_product]
    if not products:
        return None
    return Deliveries(sum(one.delivered is True for one in products), len(products))


def _parts(
    indicator: Indicator, seen: Iterable[Seen], given: Mapping[int, Given]
) -> dict[int, Reached]:
    """By assignment, from the checkpoints that ask for a number."""
    by_assignment: dict[int, list[Seen]] = defaultdict(list)
    for one in seen:
        if not one.expectation.is_product:
            by_assignment[one.line.assignment_id].append(one)
    return {
        key: reached(indicator.kind, ones, given[key].weight) for key, ones in by_assignment.items()
    }


def _year_parts(
    indicator: Indicator, seen: Iterable[Seen], given: Mapping[int, Given]
) -> dict[int, Reached]:
    """The same against the target of the whole year."""
    parts = _parts(indicator, seen, given)
    return {key: replace(part, target=given[key].target) for key, part in parts.items()}


def _measure(indicator: Indicator, parts: Mapping[int, Reached]) -> Measure | None:
    if not parts:
        return None
    units = list(parts.values())
    # One unit alone is no total: its own numbers can always be shown.
    adds_up = AddsUp.SUM if len(units) == 1 else indicator.adds_up
    target = _total(adds_up, [(one.target, one.weight) for one in units])
    actual = _total(adds_up, [(one.value, one.weight) for one in units])
    complete = sum(one.complete for one in units)
    comparable = all(one.target is not None for one in units) and (
        complete == len(units)
        or (adds_up is AddsUp.SUM and indicator.direction is Direction.HIGHER)
    )
    return Measure(
        target=target,
        actual=actual,
        percent=_percent(indicator, target, actual) if comparable else None,
        units=len(units),
        complete=complete,
        estimates=sum(one.estimate for one in units),
    )


def _total(adds_up: AddsUp, parts: Iterable[tuple[Decimal | None, Decimal]]) -> Decimal | None:
    shares = [Share(value, weight) for value, weight in parts if value is not None]
    total = across_units(adds_up, shares)
    if total is None or adds_up is AddsUp.SUM:
        return total
    return total.quantize(HUNDREDTH, ROUND_HALF_UP)


def _percent(
    indicator: Indicator, target: Decimal | None, actual: Decimal | None
) -> Decimal | None:
    percent = percent_achieved(Expectation(target, indicator.direction), actual)
    return None if percent is None else percent.quantize(TENTH, ROUND_HALF_UP)
