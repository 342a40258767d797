"""One figure, one rule: what an indicator comes to across units, against what was planned.

Every page, paper, letter, export and program asks this module for a total and for a ratio, so
that the same indicator on the same day and for the same units is the same number everywhere.

A unit counts where its part of the plan and its result cover the same checkpoints: for a
period, once all of its checkpoints in it are verified; for the year, once anything is. A plan
that looks ahead never stands beside the results of only some of its units.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter
from typing import NamedTuple

from models.rules.achievement import HUNDRED, Expectation, percent_of_plan
from models.rules.indicators import AddsUp, Direction, Kind
from models.rules.totals import WeightedValue, across_units

TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")
_FINEST = 12


@dataclass(frozen=True)
class Definition:
    """How an indicator is measured, which way is better, and how its units add up."""

    kind: Kind
    direction: Direction
    adds_up: AddsUp


class Reading(NamedTuple):
    """A live checkpoint that asks for a number, and what was verified of it (None: nothing)."""

    due_on: date
    place: tuple[int, int]
    expected: Decimal | None
    value: Decimal | None
    estimate: bool = False


@dataclass(frozen=True)
class UnitShare:
    """What one unit has of an indicator. `target`: of the whole year."""

    target: Decimal | None
    weight: Decimal
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Measure:
    """Plan and verified result across the units that count: `complete` of `units`.

    `target`: their plan of the period or the year. `planned`: what they were to have reached by
    the checkpoints that `actual` covers. `percent`: of the target, None where a ratio says
    nothing, and of a limit. `used`: of a limit, the actual in percent of what was `allowed`: so
    far, while it is not over yet or its last results are not verified yet, else in all.
    `estimates`: units whose value contains an estimate (ước thực hiện).
    """

    target: Decimal | None
    actual: Decimal | None
    percent: Decimal | None
    units: int
    complete: int
    estimates: int = 0
    planned: Decimal | None = None
    used: Decimal | None = None
    allowed: Decimal | None = None


def of_year(definition: Definition, carriers: Sequence[UnitShare], today: date) -> Measure:
    """The year so far, of the units that have any verified result, against their year's plan."""
    verified = [_Counted(share, _valued(definition, share)) for share in carriers]
    counted = [each for each in verified if each.valued]
    targets = [(each.share.target, each.share.weight) for each in counted]
    return _measure(definition, carriers, counted, targets, today)


def of_period(definition: Definition, carriers: Sequence[UnitShare], today: date) -> Measure:
    """A period whose checkpoints alone are given, of the units that have all of it verified."""
    complete = [share for share in carriers if is_complete(definition, share)]
    counted = [_Counted(share, _valued(definition, share)) for share in complete]
    targets = [(each.expected, each.share.weight) for each in counted]
    return _measure(definition, carriers, counted, targets, today)


def is_complete(definition: Definition, carrier: UnitShare) -> bool:
    """Whether nothing that counts is still unverified: every increment, or the last value."""
    ordered = _ordered(carrier)
    needed = ordered if definition.kind is Kind.INCREMENT else ordered[-1:]
    return bool(needed) and all(reading.value is not None for reading in needed)


def units_with_product(products: Iterable[tuple[int, bool]]) -> int:
    """Units with an accepted product, of products as their unit's key and whether accepted."""
    return len({unit for unit, accepted in products if accepted})


def rounded(percent: Decimal | None, fewest: int = 1) -> Decimal | None:
    """Percent to so many decimals; never 0 or 100 unless it is: then with as many as that takes."""
    if percent is None:
        return None
    for places in range(fewest, _FINEST):
        short = percent.quantize(Decimal(10) ** -places, ROUND_HALF_UP)
        if short == percent or short not in (0, HUNDRED):
            return short
    return percent


def part_of(part: int, whole: int) -> Decimal | None:
    """What a part is of a whole in percent, unrounded; None without a whole."""
    return Decimal(part) * HUNDRED / whole if whole else None


class _Counted(NamedTuple):
    """A unit that counts, with the verified readings that do."""

    share: UnitShare
    valued: Sequence[Reading]

    @property
    def value(self) -> Decimal | None:
        return _sum([reading.value for reading in self.valued])

    @property
    def expected(self) -> Decimal | None:
        """What was expected by the very checkpoints that the value covers."""
        return _sum([reading.expected for reading in self.valued])

    @property
    def has_estimate(self) -> bool:
        return any(reading.estimate for reading in self.valued)


def _measure(
    definition: Definition,
    carriers: Sequence[UnitShare],
    counted: Sequence[_Counted],
    targets: Sequence[tuple[Decimal | None, Decimal]],
    today: date,
) -> Measure:
    adds_up = _adds_up(definition, carriers)
    target = _total(adds_up, targets)
    expected_total = _total(adds_up, [(each.expected, each.share.weight) for each in counted])
    actual = _total(adds_up, [(each.value, each.share.weight) for each in counted])
    is_limit = definition.direction is Direction.LOWER
    is_open = limit_is_open(definition, carriers, [each.share for each in counted], today)
    against = expected_total if is_open else target
    compared = rounded(percent_of_plan(Expectation(against), actual))
    shown = _exact if adds_up is AddsUp.SUM else _shown
    return Measure(
        target=shown(target),
        # A composite is computed, and so has more decimals than anybody reported.
        actual=rounded(actual)
        if definition.kind is Kind.COMPOSITE
        else shown(actual, target, expected_total),
        percent=None if is_limit else compared,
        units=len(carriers),
        complete=len(counted),
        estimates=sum(each.has_estimate for each in counted),
        planned=shown(expected_total),
        used=compared if is_limit else None,
        allowed=shown(against) if is_limit else None,
    )


def _adds_up(definition: Definition, carriers: Sequence[UnitShare]) -> AddsUp:
    """One unit alone is no total: its own numbers can always be shown."""
    return AddsUp.SUM if len(carriers) == 1 else definition.adds_up


def limit_is_open(
    definition: Definition,
    carriers: Sequence[UnitShare],
    counted: Sequence[UnitShare],
    today: date,
) -> bool:
    """Whether less is better and more may still come: such a result is compared with nothing."""
    if definition.direction is not Direction.LOWER:
        return False
    complete = (is_complete(definition, share) for share in counted)
    return not (_is_over(carriers, today) and all(complete))


def _is_over(carriers: Iterable[UnitShare], today: date) -> bool:
    """Whether the last due date has passed: a limit is judged at its end, never before."""
    return all(reading.due_on < today for carrier in carriers for reading in carrier.readings)


IN_ORDER = attrgetter("due_on", "place")
"""By what the readings of a year are put in order."""


def _ordered(carrier: UnitShare) -> list[Reading]:
    return sorted(carrier.readings, key=IN_ORDER)


def _valued(definition: Definition, carrier: UnitShare) -> list[Reading]:
    """The verified readings that count: all increments, or the last value."""
    known = [reading for reading in carrier.readings if reading.value is not None]
    verified = sorted(known, key=IN_ORDER)
    return verified if definition.kind is Kind.INCREMENT else verified[-1:]


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum; None of nothing, and where a part is unknown: it would be no sum."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(values) else None


def _total(adds_up: AddsUp, parts: Sequence[tuple[Decimal | None, Decimal]]) -> Decimal | None:
    """Across units; None where one of those that count has nothing to add."""
    units = [WeightedValue(value, weight) for value, weight in parts if value is not None]
    if len(units) < len(parts):
        return None
    return across_units(adds_up, units)


def _exact(total: Decimal | None, *_beside: Decimal | None) -> Decimal | None:
    """A sum has the decimals that were reported: it is printed as it is."""
    return total


def _shown(total: Decimal | None, *beside: Decimal | None) -> Decimal | None:
    """A mean as it is printed: never as what stands beside it unless it is just that."""
    if total is None or total == total.quantize(HUNDREDTH):
        return total
    printed = [amount.quantize(HUNDREDTH, ROUND_HALF_UP) for amount in beside if amount is not None]
    for places in range(2, _FINEST):
        short = total.quantize(Decimal(10) ** -places, ROUND_HALF_UP)
        if short not in printed or total in beside:
            return short
    return total
