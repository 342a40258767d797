"""Exact fractions, and the one place where they are rounded."""

from decimal import Decimal
from fractions import Fraction

from models.rules.scoring.readings import RoundingKind

ONE = Fraction(1)
ZERO = Fraction(0)
HUNDRED = Fraction(100)


def rounded(value: Fraction, places: int | None, kind: RoundingKind) -> Fraction:
    """To so many decimals; None leaves it as it is. Half up is away from zero below it too."""
    if places is None:
        return value
    scale = 10**places
    whole, rest = divmod(abs(value) * scale, 1)
    half = Fraction(1, 2)
    up = rest > half or (rest == half and (kind is RoundingKind.HALF_UP or whole % 2 == 1))
    size = Fraction(whole + (1 if up else 0), scale)
    return -size if value < 0 else size


def decimal_of(value: Fraction, places: int) -> Decimal:
    """For showing: half up to so many decimals, as a page prints it."""
    shown = rounded(value, places, RoundingKind.HALF_UP)
    return Decimal(int(shown * 10**places)).scaleb(-places)
