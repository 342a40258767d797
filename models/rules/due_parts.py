"""The parts of a board: what is to be done about each checkpoint, and cuts through the whole."""

from enum import StrEnum

from models.rules.due import DueFacts, DueState
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


def part_of(due: DueFacts, state: DueState, *, due_soon: bool) -> DuePart:
    """The part that a live checkpoint belongs to on the day for which `state` was judged."""
    if due.done:
        return DuePart.DONE
    if due.stage in SETTLED:
        return DuePart.MISSING if due.missing else DuePart.UNDELIVERED
    if due.stage is Stage.REPORTED:
        return DuePart.WAITING
    if state is DueState.OVERDUE:
        return DuePart.OVERDUE
    return DuePart.DUE_SOON if due_soon else DuePart.IN_TIME
