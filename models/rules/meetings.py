"""How a meeting stands on a day."""

from datetime import date
from enum import StrEnum


class MeetingState(StrEnum):
    """How a meeting stands: ahead, its day is there, it has concluded, or it is not held."""

    AHEAD = "ahead"
    OPEN = "open"
    CONCLUDED = "concluded"
    CALLED_OFF = "called_off"


def meeting_state(held_on: date, today: date, *, concluded: bool, called_off: bool) -> MeetingState:
    """How it stands today. `concluded`: a conclusion of it stands."""
    if called_off:
        return MeetingState.CALLED_OFF
    if concluded:
        return MeetingState.CONCLUDED
    return MeetingState.AHEAD if today < held_on else MeetingState.OPEN
