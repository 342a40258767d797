"""Reports that were sent back: when they came, and how long they lay."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ReturnedReport:
    """A report that was sent back: when it was due, and the day in Viet Nam on which it came."""

    due_on: date
    reported_on: date


@dataclass(frozen=True, order=True)
class Wait:
    """How long a report lay that was sent back without a new date, or found wrong: the days."""

    reported_on: date
    returned_on: date
