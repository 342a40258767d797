"""A due date that was moved, as a digest keeps it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class MovedItem:
    """A checkpoint whose due date was moved: out of the quarter, into it or within it.

    `counted`: whether the quarter's counts contain it, which go by the date in force. `how`: the
    act that moved it last, or "plan"; "" in what was kept before this was asked. `late`: working
    days by the date in force, which count; `first_late`: by the first, where a decision moved it.
    """

    ref: str
    title: str
    unit: str
    original_due_on: date
    due_on: date
    counted: bool
    how: str = ""
    moved_on: date | None = None
    reason: str = ""
    late: int | None = None
    first_late: int | None = None
