"""Whether a percentage is the quotient of the numbers beside it."""

from decimal import Decimal

import pytest

from models.rules.quotients import is_quotient


@pytest.mark.parametrize(
    ("percent", "part", "whole", "slack", "agrees"),
    [
        ("88.4", 107, 121, "0", True),
        ("88.5", 107, 121, "0", False),
        ("99.97", 3999, 4000, "0", True),
        ("0", 0, 5, "0", True),
        ("10", 1, 0, "0", False),
        ("33.3", "0.33", "1", "0.005", True),
        ("35", "0.33", "1", "0.005", False),
        ("12", "0", "0.004", "0.005", True),  # too small to be told
    ],
)
def test_to_the_last_printed_digit(
    percent: str, part: object, whole: object, slack: str, agrees: bool
) -> None:
    numbers = (Decimal(percent), Decimal(str(part)), Decimal(str(whole)), Decimal(slack))
    assert is_quotient(*numbers) is agrees
