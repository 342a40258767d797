"""Late corrections as plain values that are kept with a digest as JSON."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class LateCorrection:
    """A result of a closed period that was corrected after its digest was approved, and why."""

    ref: str
    title: str
    unit: str
    quarter: str
    corrected_on: date
    reason: str
    old: Decimal | None
    new: Decimal | None
    old_delivered: bool | None
    new_delivered: bool | None
    old_quality: Decimal | None
    new_quality: Decimal | None
    unit_of_measure: str = ""
