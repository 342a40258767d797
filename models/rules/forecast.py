"""What an indicator comes to at the year's end if it goes on as it has gone so far.

What accumulates goes on at the pace of its own roadmap: target x reached / planned so far. A
level (a percentage, a last value) keeps the distance that it has to its roadmap. Nothing is
said where nothing is verified, or the roadmap says nothing of how far it should have come.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from models.rules.achievement import HUNDRED, Expectation, target_met
from models.rules.indicators import AddsUp, Kind
from models.rules.measures import IN_ORDER, Definition, Reading, UnitShare, rounded
from models.rules.totals import WeightedValue, across_units

_ACCUMULATING = frozenset({Kind.INCREMENT, Kind.RUNNING_TOTAL})
_ZERO = Decimal(0)
MAX_PLACES = 2
NEAR_PERCENT = Decimal(10)
"""A forecast was right where it lay within so many percent of what was verified later."""


@dataclass(frozen=True)
class Forecast:
    """Plan and forecast of the year over the units that have one: `units` of `carriers`.

    `met`: whether the plan will be reached; None where there is no plan to compare with.
    """

    target: Decimal | None
    value: Decimal
    percent: Decimal | None
    met: bool | None
    units: int
    carriers: int


@dataclass(frozen=True)
class ForecastTrial:
    """How often the method was right about what is verified by now: `near` of `tried`."""

    near: int = 0
    tried: int = 0

    def __add__(self, other: "ForecastTrial") -> "ForecastTrial":
        return ForecastTrial(self.near + other.near, self.tried + other.tried)


def expected_at(
    kind: Kind, target: Decimal, reached: Decimal, due_so_far: Decimal | None
) -> Decimal | None:
    """What a target comes to, from what was reached of what was due so far."""
    if due_so_far is None:
        return None
    if kind in _ACCUMULATING:
        return target * reached / due_so_far if due_so_far > 0 else None
    value = max(_ZERO, target + reached - due_so_far)
    return min(value, max(HUNDRED, target)) if kind is Kind.PERCENTAGE else value


def of_share(definition: Definition, share: UnitShare) -> Decimal | None:
    """The forecast of one unit, None where nothing can be said."""
    if share.target is None:
        return None
    verified = _verified(share)
    if not verified:
        return None
    return expected_at(definition.kind, share.target, *_reached(definition.kind, verified))


def of_year_end(definition: Definition, carriers: Sequence[UnitShare]) -> Forecast | None:
    """The forecast across the units that have one; None where none has or they do not add up."""
    found = [(share, of_share(definition, share)) for share in carriers]
    counted = [(share, value) for share, value in found if value is not None]
    adds_up = AddsUp.SUM if len(carriers) == 1 else definition.adds_up
    total = across_units(adds_up, [WeightedValue(value, share.weight) for share, value in counted])
    targets = [WeightedValue(share.target or _ZERO, share.weight) for share, _ in counted]
    target = across_units(adds_up, targets)
    if total is None or target is None:
        return None
    places = _places([share for share, _ in counted]) if adds_up is AddsUp.SUM else MAX_PLACES
    total, target = _short(total, places), _short(target, places)  # it is no more exact than that
    return Forecast(
        target=target,
        value=total,
        percent=rounded(total / target * HUNDRED) if target > 0 else None,
        met=target_met(Expectation(target, definition.direction), total, None),
        units=len(counted),
        carriers=len(carriers),
    )


def _short(value: Decimal, places: int) -> Decimal:
    """Half up, as every other figure."""
    return value.quantize(Decimal(10) ** -places, ROUND_HALF_UP)


def _places(shares: Iterable[UnitShare]) -> int:
    """Decimals of a forecast: as many as its plans and results have, so that people stay whole."""
    values = [value for share in shares for value in (share.target, *_values(share))]
    found = [-int(value.normalize().as_tuple().exponent) for value in values if value is not None]
    return min(MAX_PLACES, max([0, *found]))


def _values(share: UnitShare) -> Iterable[Decimal | None]:
    return (reading.value for reading in share.readings)


def trial(definition: Definition, carriers: Iterable[UnitShare]) -> ForecastTrial:
    """What the method would have said of each verified result, from those before it."""
    tried = [near for share in carriers for near in _tries(definition.kind, _verified(share))]
    return ForecastTrial(sum(tried), len(tried))


def _tries(kind: Kind, verified: Sequence[Reading]) -> Iterable[bool]:
    for size in range(1, len(verified)):
        actual, expected = _reached(kind, verified[: size + 1])
        if expected is None:
            continue
        said = expected_at(kind, expected, *_reached(kind, verified[:size]))
        if said is not None:
            yield abs(said - actual) * HUNDRED <= NEAR_PERCENT * abs(actual)


def _verified(share: UnitShare) -> list[Reading]:
    verified = [reading for reading in share.readings if reading.value is not None]
    return sorted(verified, key=IN_ORDER)


def _reached(kind: Kind, verified: Sequence[Reading]) -> tuple[Decimal, Decimal | None]:
    """What was reached and due by these: all increments, or the last value."""
    counted = verified if kind is Kind.INCREMENT else verified[-1:]
    values = [reading.value for reading in counted if reading.value is not None]
    expected = [reading.expected for reading in counted if reading.expected is not None]
    return sum(values, _ZERO), sum(expected, _ZERO) if len(expected) == len(counted) else None
