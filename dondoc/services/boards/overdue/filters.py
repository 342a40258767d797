"""What somebody wants to see of the board, as plain values that can stand in an address."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dondoc.services.programme.frames import ProgrammeRules
from models.rules.calendar import OutsideCalendarError
from models.rules.due import DueFacts, DueState
from models.rules.due_dates import last_due_within, last_late_by, last_overdue
from models.rules.stages import SETTLED, Stage


class DuePart(StrEnum):
    """Parts of the whole by what is to be done, and cuts through it.

    Overdue is what nobody has reported; a late report that waits is no longer anybody's to urge.
    The cuts: what is to be urged (overdue or due soon), requests for an extension, the four due
    states as every other page and paper counts them, and everything.
    """

    TO_URGE = "to_urge"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    IN_TIME = "in_time"
    WAITING = "waiting"
    DONE = "done"
    MISSING = "missing"
    UNDELIVERED = "undelivered"
    EXTENSION = "extension"
    STATE_OVERDUE = "state_overdue"
    STATE_OPEN = "state_open"
    STATE_DONE_LATE = "state_done_late"
    STATE_DONE_IN_TIME = "state_done_in_time"
    ALL = "all"


PARTS = (
    DuePart.OVERDUE,
    DuePart.DUE_SOON,
    DuePart.IN_TIME,
    DuePart.WAITING,
    DuePart.DONE,
    DuePart.MISSING,
    DuePart.UNDELIVERED,
)
"""Every live checkpoint is in exactly one of these."""


URGED = (DuePart.OVERDUE, DuePart.DUE_SOON)
"""The parts of which `TO_URGE` is made."""


OPEN = frozenset({*URGED, DuePart.IN_TIME, DuePart.TO_URGE})
"""What nobody has reported."""


STATES = {
    DuePart.STATE_OVERDUE: DueState.OVERDUE,
    DuePart.STATE_OPEN: DueState.OPEN_IN_TIME,
    DuePart.STATE_DONE_LATE: DueState.DONE_LATE,
    DuePart.STATE_DONE_IN_TIME: DueState.DONE_IN_TIME,
}
"""Every live checkpoint is in exactly one of these, too."""


LATE = frozenset({DueState.OVERDUE, DueState.DONE_LATE})
"""States of what came late, or has not come: what was never reported cannot have come in time."""


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

    def open_place(self, due_on: date) -> DuePart:
        """The part of what nobody has reported."""
        if due_on <= self.overdue:
            return DuePart.OVERDUE
        return DuePart.DUE_SOON if due_on <= self.soon else DuePart.IN_TIME


def place_of(due: DueFacts, limits: Limits) -> DuePart:
    """The part that a live checkpoint belongs to."""
    if due.done:
        return DuePart.DONE
    if due.stage in SETTLED:
        return DuePart.MISSING if due.missing else DuePart.UNDELIVERED
    return DuePart.WAITING if due.stage is Stage.REPORTED else limits.open_place(due.due_on)


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
