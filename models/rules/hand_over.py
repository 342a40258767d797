"""Handing a position over: days that are worth a second look, and an end that is taken back."""

from datetime import date, timedelta

FAR_AHEAD, FAR_BACK = timedelta(days=60), timedelta(days=365)
"""A hand-over further away than that is more often a mistyped year than meant."""

_DAY = timedelta(days=1)


def is_far(day: date, today: date) -> bool:
    """Whether somebody is asked if they mean that day."""
    return not today - FAR_BACK <= day <= today + FAR_AHEAD


def end_before(since: date, former: date | None) -> date:
    """The last day of whoever hands over, who would have stayed until `former` (None: open)."""
    last = since - _DAY
    return last if former is None else min(former, last)


def end_once_called_off(former: date | None, successor_end: date | None) -> date | None:
    """The last day of whoever stays on after all.

    As it was before, and no later than the successor's own end: then the next one comes.
    """
    ends = [day for day in (former, successor_end) if day is not None]
    return min(ends, default=None)
