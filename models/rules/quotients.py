"""Whether a percentage that is printed is the quotient of the numbers that stand beside it."""

from decimal import Decimal

from models.rules.achievement import HUNDRED

_LAST_DIGIT = Decimal("0.05")
"""Percentages are printed to a tenth."""


def is_quotient(
    percent: Decimal, part: Decimal, whole: Decimal, slack: Decimal = Decimal(0)
) -> bool:
    """Whether it is part / whole in percent, to the last printed digit.

    `slack`: by how much the two may have been rounded themselves, as means are.
    """
    if whole - slack <= 0:
        return slack > 0
    low = (part - slack) / (whole + slack) * HUNDRED
    high = (part + slack) / (whole - slack) * HUNDRED
    return low - _LAST_DIGIT <= percent <= high + _LAST_DIGIT
