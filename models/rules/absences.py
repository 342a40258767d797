"""Absence with a good reason: sick, on maternity leave, studying, on another duty.

Decree 335/2025/NĐ-CP Art. 21: whoever is absent with a good reason is graded on the time worked.
"""

from datetime import date
from enum import StrEnum


class AbsenceReason(StrEnum):
    """Why somebody was away."""

    SICK = "sick"
    MATERNITY = "maternity"
    STUDY = "study"
    DUTY_ELSEWHERE = "duty_elsewhere"
    LEAVE = "leave"
    OTHER = "other"


MOST_DAYS = 400
"""Longer than a year is a change of position, not an absence."""


def why_not_absence(first: date | None, last: date | None, today: date) -> tuple[str, ...]:
    """Everything why these days are no absence to record, a word each; None: not known.

    An absence is recorded once it has begun: what is only planned changes nothing yet.
    """
    found = ["not_begun"] if first is not None and first > today else []
    if first is not None and last is not None:
        if last < first:
            found.append("days_crossed")
        if (last - first).days >= MOST_DAYS:
            found.append("too_long")
    return tuple(found)
