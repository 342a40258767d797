"""Whether a result meets what was expected, and by how much."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.achievement import Expectation, asks_more, exceeds, percent_achieved, target_met
from models.rules.indicators import Direction

HIGHER = Expectation(Decimal(2000))
LOWER = Expectation(Decimal(10), Direction.LOWER)
PRODUCT = Expectation(None, is_product=True)


@pytest.mark.parametrize(
    ("expected", "actual", "met", "above", "percent"),
    [
        (HIGHER, 2101, True, True, "105.05"),
        (HIGHER, 2000, True, False, "100"),
        (HIGHER, 1999, False, False, "99.95"),
        (HIGHER, 0, False, False, "0"),
        (LOWER, 8, True, True, "125"),
        (LOWER, 10, True, False, "100"),
        (LOWER, 20, False, False, "50"),
    ],
)
def test_it_compares_in_the_direction_of_the_indicator(expected, actual, met, above, percent):
    value = Decimal(actual)
    assert target_met(expected, value, None) is met
    assert exceeds(expected, value) is above
    assert percent_achieved(expected, value) == Decimal(percent)


def test_nothing_at_all_where_less_is_better_is_met_without_a_ratio():
    assert target_met(LOWER, Decimal(0), None) is True
    assert exceeds(LOWER, Decimal(0))
    assert percent_achieved(LOWER, Decimal(0)) is None


def test_an_unknown_value_is_no_failure_and_zero_is_one():
    assert target_met(HIGHER, None, None) is None
    assert target_met(HIGHER, Decimal(0), None) is False


def test_a_target_of_zero_is_met_and_has_no_ratio():
    nothing = Expectation(Decimal(0))
    assert target_met(nothing, Decimal(0), None) is True
    assert percent_achieved(nothing, Decimal(5)) is None


@pytest.mark.parametrize("delivered", [True, False, None])
def test_a_product_is_met_when_it_is_delivered(delivered: bool | None):
    assert target_met(PRODUCT, None, delivered) is delivered
    assert not exceeds(PRODUCT, Decimal(5))
    assert percent_achieved(PRODUCT, Decimal(5)) is None


positive = st.decimals("0.01", 1_000_000, places=2)


@given(positive, positive, st.sampled_from(Direction))
def test_the_percentage_tells_the_same_as_the_verdict(target, actual, direction):
    expected = Expectation(target, direction)
    percent = percent_achieved(expected, actual)
    assert percent is not None
    assert (percent >= 100) == target_met(expected, actual, None)
    assert (percent > 100) == exceeds(expected, actual)


@pytest.mark.parametrize(
    ("old", "new", "direction", "more"),
    [
        (10, 11, Direction.HIGHER, True),
        (10, 10, Direction.HIGHER, False),
        (10, 9, Direction.HIGHER, False),
        (10, 9, Direction.LOWER, True),
        (10, 10, Direction.LOWER, False),
        (10, 11, Direction.LOWER, False),
        (None, 1, Direction.HIGHER, True),
        (1, None, Direction.HIGHER, False),
        (None, None, Direction.LOWER, False),
    ],
)
def test_a_number_asks_for_more_where_it_is_harder_to_reach(
    old: int | None, new: int | None, direction: Direction, more: bool
) -> None:
    before, after = (None if each is None else Decimal(each) for each in (old, new))
    assert asks_more(before, after, direction) is more
