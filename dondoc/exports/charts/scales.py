"""Scales of charts: round values between the lowest and the highest, and the days of a year."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from dondoc.exports.charts.description import Label
from dondoc.i18n import Language
from dondoc.rendering.formats import number

_TICKS: Final = 5
_LETTER: Final = 7.2


def round_values(values: Sequence[Decimal], *, whole: bool = False) -> list[Decimal]:
    """Round values, from one at or below the lowest to one at or above the highest.

    The scale begins at 0 unless everything lies far above it. `whole`: counts have no halves.
    """
    low, high = min(values), max(values)
    if low >= 0 and low < high * Decimal("0.6"):
        low = Decimal(0)
    step = _round_step((high - low) / _TICKS if high > low else max(abs(high), Decimal(1)) / 2)
    step = max(step, Decimal(1)) if whole else step
    first = (low // step - (low % step < 0)) * step
    ticks = [first, first + step]
    while ticks[-1] < high:
        ticks.append(ticks[-1] + step)
    return ticks


def _round_step(step: Decimal) -> Decimal:
    """The next larger 1, 2 or 5 times a power of ten."""
    power = Decimal(1).scaleb(step.adjusted())
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= step)


def labels_of(values: Sequence[Decimal], lang: Language) -> tuple[Label, ...]:
    """Numbers at the side of a plot."""
    return tuple(Label(number(value, lang), float(value)) for value in values)


def room_for(labels: Sequence[Label]) -> float:
    """The width that labels at the side need."""
    return max((len(label.text) for label in labels), default=0) * _LETTER + 12


def place(day: date) -> float:
    """A day on a scale of days."""
    return float(day.toordinal())
