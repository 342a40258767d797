"""When somebody is reminded of a step of an evaluation: each rung once, missed ones collapse."""

from datetime import date
from enum import StrEnum

from models.rules.calendar import WorkingCalendar

AGAIN_AFTER = 5
"""Working days after the last one, at which it is said once more."""


class StepRung(StrEnum):
    """From the day on which it can be done; on the last working days; once over; and again."""

    OPENED = "opened"
    ENDS = "ends"
    OVER = "over"
    OVER_AGAIN = "over_again"


def rung_reached(until: date, today: date, calendar: WorkingCalendar) -> StepRung:
    """The latest rung that is reached on a day. `until`: the last day of the step."""
    left = calendar.between(today, until)
    if today > until:
        return StepRung.OVER_AGAIN if -left >= AGAIN_AFTER else StepRung.OVER
    return StepRung.ENDS if left <= 1 else StepRung.OPENED
