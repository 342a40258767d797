"""Evaluation of one checkpoint by a dated rule set: the numbers are data, the shape is here.

Quantity, quality and progress are each a percentage. The deductions follow
Decree 335/2025/NĐ-CP: each failed review takes a part off quality and a lateness takes a part
off progress, unless an objective cause is confirmed.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
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

    `quantity`: percent achieved; None when there was nothing to measure by a ratio.
    """

    met: bool | None
    quantity: Decimal | None
    quality: Decimal | None
    failed_reviews: int
    late: bool
    missing: bool
    objective_cause: bool = False


@dataclass(frozen=True)
class Score:
    """Percentages from 0 up, the mean of the three, and the grade that the bands give it."""

    quantity: Decimal
    quality: Decimal
    progress: Decimal
    total: Decimal
    grade: Grade


def score(performance: Performance, scoring: Scoring) -> Score:
    """The score of one checkpoint; silence scores nothing at all."""
    if performance.missing:
        return Score(ZERO, ZERO, ZERO, ZERO, Grade.NOT_COMPLETED)
    quantity = _rounded(_quantity(performance, scoring), scoring.places)
    quality = _rounded(_quality(performance, scoring), scoring.places)
    progress = _rounded(_progress(performance, scoring), scoring.places)
    total = _rounded((quantity + quality + progress) / 3, scoring.places)
    return Score(quantity, quality, progress, total, _grade(total, scoring))


def _quality(performance: Performance, scoring: Scoring) -> Decimal:
    full = HUNDRED if performance.quality is None else performance.quality
    failed = 0 if performance.objective_cause else performance.failed_reviews
    return max(ZERO, full - scoring.failed_review_off * failed)


def _progress(performance: Performance, scoring: Scoring) -> Decimal:
    late = performance.late and not performance.objective_cause
    return max(ZERO, HUNDRED - (scoring.lateness_off if late else ZERO))


def _quantity(performance: Performance, scoring: Scoring) -> Decimal:
    if performance.quantity is None:
        return ZERO if performance.met is False else HUNDRED
    return max(ZERO, min(performance.quantity, scoring.quantity_cap))


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _grade(total: Decimal, scoring: Scoring) -> Grade:
    reached = (grade for grade, least in scoring.bands if total >= least)
    return next(reached, Grade.NOT_COMPLETED)
