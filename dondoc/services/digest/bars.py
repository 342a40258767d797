"""The small bar beside a unit's counts: where its segments begin and how wide they are."""

from decimal import Decimal

from models.rules.totals import Counts

_ORDER = ("done_in_time", "done_late", "open_in_time", "overdue")


def segments(counts: Counts) -> list[tuple[str, str, str]]:
    """(due state, start, width) in percent of the bar, without the empty ones."""
    if not counts.total:
        return []
    segments_drawn, start = [], Decimal(0)
    for state in _ORDER:
        width = Decimal(getattr(counts, state)) * 100 / counts.total
        if width:
            segments_drawn.append((state, f"{start:.2f}", f"{width:.2f}"))
        start += width
    return segments_drawn
