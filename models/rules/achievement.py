"""Whether a verified value meets what was expected, and by how much."""

from dataclasses import dataclass, replace
from decimal import Decimal

from models.rules.indicators import Direction

HUNDRED = Decimal(100)
UNBOUNDED = Decimal("Infinity")


@dataclass(frozen=True)
class Expectation:
    """What a checkpoint expects: a number in a direction, or a product (no number)."""

    value: Decimal | None
    direction: Direction = Direction.HIGHER
    is_product: bool = False


def target_met(
    expected: Expectation, actual: Decimal | None, delivered: bool | None
) -> bool | None:
    """Whether the result reaches the expectation. None: nothing to compare, so no verdict."""
    if expected.is_product:
        return delivered
    if actual is None or expected.value is None:
        return None
    if expected.direction is Direction.LOWER:
        return actual <= expected.value
    return actual >= expected.value


def percent_achieved(expected: Expectation, actual: Decimal | None) -> Decimal | None:
    """Percent as a score or a mean takes it, unrounded. None where a ratio says nothing.

    Lower is better: 100 at the expected value, more below it (expected / actual). People are
    shown `percent_of_plan` instead.
    """
    if actual is None or expected.value is None or expected.is_product:
        return None
    lower = expected.direction is Direction.LOWER
    part, whole = (expected.value, actual) if lower else (actual, expected.value)
    return part / whole * HUNDRED if whole > 0 else None


def percent_of_plan(expected: Expectation, actual: Decimal | None) -> Decimal | None:
    """Percent as people are shown it, unrounded: what was reached of what was asked for.

    Of a limit, which is what less is better of, what was used of what was allowed: whoever stays
    below it is below 100. None where a ratio says nothing.
    """
    return percent_achieved(replace(expected, direction=Direction.HIGHER), actual)


def percent_scored(expected: Expectation, actual: Decimal | None) -> Decimal | None:
    """Percent as it is scored, unrounded: the less the better where less is better.

    Nothing at all where something was allowed is better than any ratio: Infinity, which the
    rule set caps as it caps every other figure. None where a ratio says nothing.
    """
    percent = percent_achieved(expected, actual)
    if actual is None or expected.value is None or expected.is_product:
        return None
    lower = expected.direction is Direction.LOWER
    return UNBOUNDED if lower and actual <= 0 < expected.value else percent


def exceeds(expected: Expectation, actual: Decimal | None) -> bool:
    """Whether the result is better than expected, not merely as good."""
    if actual is None or expected.value is None or expected.is_product:
        return False
    if expected.direction is Direction.LOWER:
        return actual < expected.value
    return actual > expected.value


def asks_more(old: Decimal | None, new: Decimal | None, direction: Direction) -> bool:
    """Whether a number that is asked for is harder to reach than the one before it."""
    if old is None or new is None:
        return new is not None
    return new < old if direction is Direction.LOWER else new > old
