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


def why_not_absence(first: date, last: date, today: date) -> str:
    """Why these days are no absence to record, in a word; '' where they are.

    An absence is recorded once it has begun: what is only planned changes nothing yet.
    """
    if last < first:
        return "days_crossed"
    if (last - first).days >= MOST_DAYS:
        return "too_long"
    return "not_begun" if first > today else ""
