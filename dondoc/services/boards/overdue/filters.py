"""What somebody wants to see of the board, as plain values that can stand in an address."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dondoc.services.programme.frames import ProgrammeRules
from models.rules.calendar import OutsideCalendarError
from models.rules.due_dates import last_due_within, last_late_by, last_overdue
from models.rules.due_parts import DuePart


class SortOrder(StrEnum):
    """What the rows are sorted by. `WORST`: unit by unit, those with the latest work first."""

    WORST = "worst"
    LATE = "late"
    UNIT = "unit"
    OFFICIAL = "official"
    INDICATOR = "indicator"
    PERCENT = "percent"


@dataclass(frozen=True)
class BoardFilters:
    """Filters, all of which must hold, and the order.

    `late`: at least so many working days late. `position_id`: which position answers for it;
    `person_id`: whose it is, by the day that counts. `down`: the latest first, or the words and
    figures from the end.
    """

    shown: DuePart = DuePart.OVERDUE
    group_id: int | None = None
    unit_id: int | None = None
    position_id: int | None = None
    person_id: int | None = None
    category: str = ""
    late: int = 0
    text: str = ""
    order: SortOrder = SortOrder.LATE
    down: bool = True


@dataclass(frozen=True)
class Limits:
    """The due dates between the states on one day, each the latest of its state."""

    overdue: date
    soon: date


def limits_on(today: date, frame: ProgrammeRules) -> Limits:
    """Where one state ends and the next begins on a day."""
    soon = last_due_within(frame.rules.due_soon_days, today, frame.calendar)
    return Limits(last_overdue(today, frame.calendar), soon)


def late_limit(filters: BoardFilters, today: date, frame: ProgrammeRules) -> date | None:
    """The latest due date that is late enough; None where lateness does not matter.

    Nothing is late by more days than the calendar knows.
    """
    if filters.late <= 0:
        return None
    try:
        return last_late_by(filters.late, today, frame.calendar)
    except OutsideCalendarError:
        return frame.calendar.first
