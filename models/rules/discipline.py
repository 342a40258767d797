"""Discipline and concluded degradation, as evaluations count them.

Decree 335/2025/NĐ-CP Art. 20: whoever was disciplined in the year, or of whom degradation was
concluded, has not completed their tasks. 366-QĐ/TW Art. 11: a collective is excellent only where
no unit or leader of it was disciplined.
"""

from datetime import date, timedelta
from enum import StrEnum


class DisciplineKind(StrEnum):
    """What a paper says: a discipline, or that somebody's degradation was concluded."""

    DISCIPLINE = "discipline"
    DEGRADATION = "degradation"


MOST_DAYS_BETWEEN = 366
"""A paper that takes effect later than a year after it was signed is a slip of the pen."""


def why_not_discipline(
    kind: DisciplineKind | None,
    of_unit: bool,
    signed_on: date | None,
    effective_on: date | None,
    today: date,
) -> tuple[str, ...]:
    """Everything why this is nothing to record, a word each; None: not known.

    A paper is recorded once it is signed, and takes effect on that day at the earliest.
    """
    found = ["unit_degraded"] if of_unit and kind is DisciplineKind.DEGRADATION else []
    if signed_on is not None and signed_on > today:
        found.append("not_signed")
    if signed_on is not None and effective_on is not None:
        if effective_on < signed_on:
            found.append("effect_before")
        if effective_on - signed_on > timedelta(days=MOST_DAYS_BETWEEN):
            found.append("effect_too_late")
    return tuple(found)


def counts_in(effective_on: date, first: date, last: date, as_of: date) -> bool:
    """Whether it counts in these days: in those in which it takes effect, once it has.

    The Decree speaks of the year. That a quarter bears what takes effect in it, and no later
    quarter does, is a reading.
    """
    return first <= effective_on <= min(last, as_of)
