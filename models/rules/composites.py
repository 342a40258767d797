"""A composite is computed from its components, and nobody is asked for a number of its own.

Each component counts by the percentage of its plan, unrounded and at most 100, so that what
exceeds its plan makes up for nothing elsewhere. The composite is their mean by their shares (all
alike where none is stated), unrounded too, because it may be a component itself and is averaged
across units. A component without a ratio does not count yet: a limit that is still open, or one
of which nothing is verified. A limit of which nothing was used is wholly kept, and counts as that.
A product counts by its accepted steps.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from models.rules.achievement import HUNDRED, Expectation, percent_achieved, target_met
from models.rules.indicators import AddsUp, Direction, Kind
from models.rules.measures import Definition, Measure, Reading, UnitShare, limit_is_open

Measured = Callable[[Definition, Sequence[UnitShare], date], Measure]
"""`of_year` or `of_period`."""

POINTS = Definition(Kind.COMPOSITE, Direction.HIGHER, AddsUp.SUM)
"""How a composite of one unit is measured: against 100."""

PRODUCTS = Definition(Kind.INCREMENT, Direction.HIGHER, AddsUp.SUM)
"""How a component that is a product is: step by step."""


class Carried(NamedTuple):
    """An indicator as one unit carries it."""

    definition: Definition
    share: UnitShare


Components = Mapping[int, Sequence[tuple[int, Decimal | None]]]
"""The components of each composite, with their shares of it (None: not stated)."""


def product_share(steps: Sequence[tuple[date, bool | None]]) -> UnitShare:
    """A component that is a product: so many steps, each accepted, found wanting or open."""
    readings = [
        Reading(due_on, (place, 0), Decimal(1), None if done is None else Decimal(done))
        for place, (due_on, done) in enumerate(steps)
    ]
    return UnitShare(Decimal(len(steps)), Decimal(1), tuple(readings))


def composite_share(
    indicator: int,
    components: Components,
    carried: Mapping[int, Carried],
    weight: Decimal,
    on: tuple[date, Measured],
) -> UnitShare:
    """What a unit has of a composite, to be added up as that of any other indicator.

    `carried`: what the unit has of each indicator. `on`: the day, and over which time.
    """
    today, percents, due = on[0], [], []
    for part, stated in components.get(indicator, ()):
        if part in components:
            deeper = {key: parts for key, parts in components.items() if key != indicator}
            share = composite_share(part, deeper, carried, Decimal(1), on)
            percent = share.readings[0].value  # of 100, so it is one already
        elif part in carried:
            share = carried[part].share
            percent = _percent(carried[part], on)
        else:
            continue
        due += [reading.due_on for reading in share.readings]
        percents.append((percent, stated))
    value = _mean([(percent, stated) for percent, stated in percents if percent is not None])
    return UnitShare(HUNDRED, weight, (Reading(max(due, default=today), (0, 0), HUNDRED, value),))


def _percent(component: Carried, on: tuple[date, Measured]) -> Decimal | None:
    """What is shown of a component before it is rounded: a mean is rounded once.

    Of a limit of which nothing was used no ratio can be shown; it is kept as well as can be.
    """
    (today, measured), (definition, share) = on, component
    measure = measured(definition, [share], today)
    if limit_is_open(definition, [share], [share], today):
        return None
    asked = Expectation(measure.target, definition.direction)
    percent = percent_achieved(asked, measure.actual)
    if percent is None and definition.direction is Direction.LOWER:
        return HUNDRED if target_met(asked, measure.actual, None) else None
    return percent


def _mean(parts: Sequence[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    stated = all(share is not None for _, share in parts)
    weights = [share if stated and share is not None else Decimal(1) for _, share in parts]
    whole = sum(weights, Decimal(0))
    if not whole:
        return None
    capped = [min(percent, HUNDRED) for percent, _ in parts]
    return sum(map(Decimal.__mul__, capped, weights), Decimal(0)) / whole
