"""What a composite comes to, by its components."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from models.rules.composites import POINTS, PRODUCTS, Carried, composite_share, product_share
from models.rules.indicators import AddsUp, Direction, Kind, is_computed
from models.rules.measures import Definition, Reading, UnitShare, of_period, of_year

TODAY = date(2022, 7, 1)
NUMBER = Definition(Kind.LAST_VALUE, Direction.HIGHER, AddsUp.NONE)
LIMIT = Definition(Kind.LAST_VALUE, Direction.LOWER, AddsUp.NONE)
A, B, C, WHOLE, UPPER = 1, 2, 3, 10, 20


def carried(target: int, value: int | None, rule: Definition = NUMBER, due: int = 6) -> Carried:
    worth = None if value is None else Decimal(value)
    reading = Reading(date(2022, due, 30), (0, 0), Decimal(target), worth)
    return Carried(rule, UnitShare(Decimal(target), Decimal(1), (reading,)))


def percent(parts, have, measured=of_year, whole=WHOLE):
    share = composite_share(whole, parts, have, Decimal(1), (TODAY, measured))
    return measured(POINTS, [share], TODAY).percent


def test_only_a_composite_without_a_product_of_its_own_is_computed():
    assert is_computed(Kind.COMPOSITE, "")
    assert not is_computed(Kind.COMPOSITE, "Quyết định công nhận")
    assert not is_computed(Kind.INCREMENT, "")


def test_it_is_the_mean_of_its_components_percentages():
    parts = {WHOLE: [(A, None), (B, None)]}
    assert percent(parts, {A: carried(10, 9), B: carried(10, 4)}) == 65


def test_it_is_rounded_once():
    """97.666 and 75 are 86.3 together; by what is shown of them, 97.7 and 75, it would be 86.4."""
    parts = {WHOLE: [(A, None), (B, None)]}
    assert percent(parts, {A: carried(900, 879), B: carried(8, 6)}) == Decimal("86.3")


def test_shares_weigh_where_every_component_states_one():
    have = {A: carried(10, 9), B: carried(10, 4)}
    assert percent({WHOLE: [(A, Decimal(80)), (B, Decimal(20))]}, have) == 80
    assert percent({WHOLE: [(A, Decimal(80)), (B, None)]}, have) == 65


def test_what_exceeds_its_plan_makes_up_for_nothing():
    parts = {WHOLE: [(A, None), (B, None)]}
    assert percent(parts, {A: carried(10, 20), B: carried(10, 8)}) == 90


def test_a_component_without_a_ratio_does_not_count_yet():
    parts = {WHOLE: [(A, None), (B, None), (C, None)]}
    limit_open = carried(10, 4, LIMIT, due=12)
    assert percent(parts, {A: carried(10, 9), B: carried(10, None), C: limit_open}) == 90
    assert percent(parts, {A: carried(10, None)}) is None
    assert percent(parts, {}) is None


def test_a_product_counts_by_its_accepted_steps():
    steps = [(date(2022, 3, 31), True), (date(2022, 6, 30), False), (date(2022, 9, 30), None)]
    product = Carried(PRODUCTS, product_share([*steps, (date(2022, 12, 31), None)]))
    assert percent({WHOLE: [(A, None)]}, {A: product}) == 25


def test_a_composite_of_composites_goes_all_the_way_down_and_never_round():
    parts = {UPPER: [(WHOLE, None), (C, None)], WHOLE: [(A, None), (UPPER, None)]}
    have = {A: carried(10, 5), C: carried(10, 10)}
    assert percent(parts, have, whole=UPPER) == 75


def test_it_is_not_shown_as_whole_while_anything_is_wanting():
    parts = {WHOLE: [(A, None), (B, None)]}
    shown = percent(parts, {A: carried(10, 10), B: carried(1000, 999)})
    assert shown is not None
    assert 99 < shown < 100


def test_a_period_counts_what_is_wholly_verified_in_it():
    parts = {WHOLE: [(A, None), (B, None)]}
    have = {A: carried(10, 5), B: carried(10, None)}
    assert percent(parts, have, of_period) == 50


def tenth(exact: Fraction) -> Decimal:
    found = Decimal(exact.numerator) / exact.denominator
    return found.quantize(Decimal("0.1"), ROUND_HALF_UP)


def test_it_is_rounded_once_across_units_and_inside_another_composite():
    """In tenths the units are 33.3 and 33.4, and the inner composite 33.4: both would be 33.4."""
    parts = {UPPER: [(WHOLE, None), (C, None)], WHOLE: [(A, None)]}
    units = [{A: carried(3, 1), C: carried(3, 1)}, {A: carried(2000, 667), C: carried(2500, 833)}]
    across = Definition(Kind.COMPOSITE, Direction.HIGHER, AddsUp.WEIGHTED_MEAN)
    inner = [Fraction(100, 3), Fraction(66700, 2000)]
    outer = [Fraction(100, 3), (inner[1] + Fraction(83300, 2500)) / 2]
    for whole, exact in ((WHOLE, inner), (UPPER, outer)):
        weights = [Decimal(1), Decimal(2)] if whole == UPPER else [Decimal(1), Decimal(1)]
        shares = [
            composite_share(whole, parts, have, weight, (TODAY, of_year))
            for have, weight in zip(units, weights, strict=True)
        ]
        mean = sum(
            (each * int(weight) for each, weight in zip(exact, weights, strict=True)), Fraction(0)
        ) / int(sum(weights))
        found = of_year(across, shares, TODAY)
        assert found.percent == found.actual == tenth(mean) == Decimal("33.3")
        assert percent(parts, units[1], whole=whole) == tenth(exact[1])


@pytest.mark.parametrize("allowed", [5, 0])
def test_a_limit_of_which_nothing_was_used_is_wholly_kept(allowed):
    """It would be left out else, and whoever used all of it stood better than who used nothing."""
    parts = {WHOLE: [(A, None), (B, None)]}
    assert percent(parts, {A: carried(10, 6), B: carried(allowed, 0, LIMIT)}) == 80
    assert percent(parts, {A: carried(10, 6), B: carried(allowed, 0, LIMIT)}, of_period) == 80


def test_a_limit_that_is_open_counts_for_nothing_also_where_nothing_was_used():
    parts = {WHOLE: [(A, None), (B, None)]}
    assert percent(parts, {A: carried(10, 6), B: carried(5, 0, LIMIT, due=12)}) == 60
