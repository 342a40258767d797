"""Evaluation of one checkpoint by a dated rule set: the numbers are data, the shape is here.

Quantity, quality and progress are each a percentage. The deductions follow
Decree 335/2025/NĐ-CP: each failed review takes a part off quality and a lateness takes a part
off progress, unless an objective cause of its own is confirmed. The grade is that of the exact
mean: nothing is rounded on the way to it.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum

HUNDRED = Decimal(100)
ZERO = Decimal(0)


class Grade(StrEnum):
    """Grades from best to worst."""

    EXCELLENT = "excellent"
    GOOD = "good"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"


@dataclass(frozen=True)
class Scoring:
    """The numbers of a rule set. `bands`: the least score of a grade, from best to worst."""

    failed_review_off: Decimal
    lateness_off: Decimal
    quantity_cap: Decimal
    places: int
    bands: tuple[tuple[Grade, Decimal], ...]


@dataclass(frozen=True)
class Performance:
    """What a checkpoint's score depends on.

    `quantity`: percent as `achievement.percent_scored` gives it; None when there was nothing to
    measure by a ratio. `undone`: silence, or a product that was verified as not delivered.
    `excused_reviews`: how many of the failed reviews have a confirmed objective cause each;
    `lateness_excused`: each lateness has. Both stay failed, and late: only nothing is taken off.
    """

    met: bool | None
    quantity: Decimal | None
    quality: Decimal | None
    failed_reviews: int
    late: bool
    undone: bool
    excused_reviews: int = 0
    lateness_excused: bool = False


@dataclass(frozen=True)
class Score:
    """Percentages from 0 up, the mean of the three, and the grade that the bands give it.

    All are rounded to the places of the rule set: never to 0 or 100 where they are not, and
    `total` never into another grade than its own.
    """

    quantity: Decimal
    quality: Decimal
    progress: Decimal
    total: Decimal
    grade: Grade


def score(performance: Performance, scoring: Scoring) -> Score:
    """The score of one checkpoint; what is not done scores nothing, whatever caused it."""
    if performance.undone:
        return Score(ZERO, ZERO, ZERO, ZERO, Grade.NOT_COMPLETED)
    parts = (
        _quantity(performance, scoring),
        _quality(performance, scoring),
        _progress(performance, scoring),
    )
    whole = sum(parts, ZERO)
    quantity, quality, progress = (_printed(part, scoring.places) for part in parts)
    return Score(
        quantity, quality, progress, _total(whole, scoring), _grade_of_three(whole, scoring)
    )


def _quality(performance: Performance, scoring: Scoring) -> Decimal:
    full = HUNDRED if performance.quality is None else performance.quality
    failed = max(0, performance.failed_reviews - performance.excused_reviews)
    return max(ZERO, full - scoring.failed_review_off * failed)


def _progress(performance: Performance, scoring: Scoring) -> Decimal:
    late = performance.late and not performance.lateness_excused
    return max(ZERO, HUNDRED - (scoring.lateness_off if late else ZERO))


def _quantity(performance: Performance, scoring: Scoring) -> Decimal:
    quantity = performance.quantity
    if quantity is None:
        quantity = ZERO if performance.met is False else HUNDRED
    return max(ZERO, min(quantity, scoring.quantity_cap))


def _total(whole: Decimal, scoring: Scoring) -> Decimal:
    """The mean as it is printed: of 89.995 that is 89.99, because 90.00 would be another grade."""
    grade, mean = _grade_of_three(whole, scoring), whole / 3
    sides = (_rounded(mean, scoring.places, way) for way in (ROUND_FLOOR, ROUND_CEILING))
    shown = [_printed(mean, scoring.places), *sides]
    alike = (amount for amount in shown if _grade_of_three(amount * 3, scoring) is grade)
    return next(alike, shown[0])


def _printed(value: Decimal, places: int) -> Decimal:
    """Of 99.999 that is 99.99, as 100.00 would say that nothing is wanting; of 0.001 it is 0.01."""
    shown = _rounded(value, places, ROUND_HALF_UP)
    if shown == value or shown not in (ZERO, HUNDRED):
        return shown
    return _rounded(value, places, ROUND_CEILING if value > shown else ROUND_FLOOR)


def _rounded(value: Decimal, places: int, way: str) -> Decimal:
    return value.quantize(Decimal(10) ** -places, way)


def _grade_of_three(whole: Decimal, scoring: Scoring) -> Grade:
    """By the sum of the three parts: unlike their mean it is exact."""
    reached = (grade for grade, least in scoring.bands if whole >= least * 3)
    return next(reached, Grade.NOT_COMPLETED)
