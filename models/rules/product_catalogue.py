"""Which conversion coefficient counts: that of the day on which the period, or the work, began.

Every product has a conversion coefficient from a catalogue that the office issues (Decree
335/2025/NĐ-CP, Art. 13). What people knew when they began is what counts: a catalogue or a tie
that comes later changes no quarter that has begun, and so never anybody's result backwards.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from models.rules.own_rules import quarter_begin


class CountingFrom(StrEnum):
    """Which day counts: the first of the quarter, or the one on which the work was assigned."""

    QUARTER_BEGAN = "quarter_began"
    ASSIGNED = "assigned"


class CoefficientDay(NamedTuple):
    """The day whose catalogue and tie count for a piece of work, and why that day."""

    day: date
    why: CountingFrom


class DatedEntry(NamedTuple):
    """Something that holds from a day on, in the order in which it was recorded."""

    key: int
    day: date


def counting_day(due_on: date, assigned_on: date | None) -> CoefficientDay:
    """Of work that is due in a quarter: its first day, or when the work came, where that is later.

    `assigned_on`: None where history does not say.
    """
    began = quarter_begin(due_on)
    if assigned_on is None or assigned_on <= began:
        return CoefficientDay(began, CountingFrom.QUARTER_BEGAN)
    return CoefficientDay(assigned_on, CountingFrom.ASSIGNED)


def entry_on(entries: Iterable[DatedEntry], day: date) -> DatedEntry | None:
    """What holds on a day: what was recorded last of all that begin by then."""
    begun = [each for each in entries if each.day <= day]
    return begun[-1] if begun else None
