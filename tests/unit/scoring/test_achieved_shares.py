"""Target 0, actual 0, what was not delivered, silence (case G15)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring_rules import exact, reading

from models.rules.indicators import Direction
from models.rules.scoring.achieved_shares import (
    AchievedShare,
    ReportedAs,
    achieved_share,
    done_of_product,
)
from models.rules.scoring.readings import LowerIsBetter, SilenceRule

LOWER, HIGHER = Direction.LOWER, Direction.HIGHER
TWO_MINUS = reading(lower_is_better=LowerIsBetter.TWO_MINUS_RATIO)


@pytest.mark.parametrize(
    ("direction", "target", "actual", "met", "exceeded", "share", "other"),
    [
        (LOWER, 0, 0, True, False, 1, 1),
        (LOWER, 0, 2, False, False, 0, 0),
        (LOWER, 5, 0, True, True, 1, 1),
        (LOWER, 5, 8, False, False, "0.625", "0.4"),
        (LOWER, 5, 5, True, False, 1, 1),
        (LOWER, 5, 11, False, False, "5/11", 0),
        (HIGHER, 0, 0, True, False, None, None),
        (HIGHER, 0, 3, True, True, None, None),
        (HIGHER, 8, 5, False, False, "0.625", "0.625"),
        (HIGHER, 8, 8, True, False, 1, 1),
        (HIGHER, 8, 9, True, True, 1, 1),
        (HIGHER, 8, -1, False, False, 0, 0),
        (HIGHER, "0.5", "0.25", False, False, "0.5", "0.5"),
        (LOWER, "0.5", 1, False, False, "0.5", 0),
        (LOWER, "0.8", "0.9", False, False, "8/9", "0.875"),
    ],
)
def test_a_share_of_a_target(
    direction: Direction,
    target: float | str,
    actual: float | str,
    met: bool,
    exceeded: bool,
    share: float | str | None,
    other: float | str | None,
) -> None:
    for rules, expected in ((reading(), share), (TWO_MINUS, other)):
        known = None if expected is None else exact(expected)
        found = achieved_share(exact(target), exact(actual), direction, rules)
        assert found == AchievedShare(met, exceeded, known)


def test_nothing_where_something_was_allowed_is_the_most_that_the_rule_set_gives() -> None:
    more = reading(share_most=exact(120))
    assert achieved_share(exact(5), exact(0), LOWER, more).share == exact("1.2")
    assert achieved_share(exact(1), exact("0.9"), LOWER, more).share == Fraction(10, 9)
    assert achieved_share(exact(5), exact(4), LOWER, more).share == exact("1.2")
    assert achieved_share(exact(10), exact(11), HIGHER, more).share == exact("1.1")


def test_only_what_is_known_to_be_delivered_is_done() -> None:
    known = reading(silence=SilenceRule.KNOWN_RESULT)
    done = {
        each: (done_of_product(each, reading()), done_of_product(each, known))
        for each in ReportedAs
    }
    assert done == {
        "delivered": (1, 1),
        "not_delivered": (0, 0),
        "silent": (0, 0),
        "known_elsewhere": (0, 1),
    }


AMOUNTS = st.fractions(min_value=-2, max_value=20, max_denominator=4)


@given(
    AMOUNTS,
    AMOUNTS,
    AMOUNTS,
    st.sampled_from(Direction),
    st.sampled_from(LowerIsBetter),
    st.sampled_from(["100", "120"]),
)
def test_nearer_to_the_target_or_past_it_is_never_less(
    target: object, one: object, other: object, way: Direction, lower: LowerIsBetter, most: str
) -> None:
    rules = reading(lower_is_better=lower, share_most=exact(most))
    worse, better = sorted((one, other), reverse=way is LOWER)  # type: ignore[type-var]
    shares = [achieved_share(target, each, way, rules).share for each in (worse, better)]  # type: ignore[arg-type]
    assert shares == [None, None] or shares[0] <= shares[1]  # type: ignore[operator]
