"""In force on a day: holdings, seats, committees, names of units, and whatever else has dates."""

from datetime import date


def on_day(start: date | None, end: date | None, day: date) -> bool:
    """Whether something is in force on a day; both its ends count, None is open."""
    return (start is None or start <= day) and (end is None or day <= end)


def overlaps(
    start: date | None, end: date | None, other_start: date | None, other_end: date | None
) -> bool:
    """Whether two periods share a day; both ends count, None is open."""
    return (end is None or other_start is None or other_start <= end) and (
        other_end is None or start is None or start <= other_end
    )
