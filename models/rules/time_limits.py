"""Leases, counts and sessions end after a time of their own, whatever a clock said meanwhile.

A clock that was ahead and is put right leaves moments behind that are still to come. What lies
further ahead than its own length can reach is void: else it would hold, or count, for as long as
the clock was ahead.
"""

from datetime import datetime, timedelta

SKEW = timedelta(minutes=1)
"""So far the clocks of two computers may differ."""


def latest(now: datetime) -> datetime:
    """The latest moment that can have passed by now on some computer's clock."""
    return now + SKEW


def latest_end(now: datetime, length: timedelta) -> datetime:
    """The latest end of something of this length that has begun by now."""
    return latest(now) + length


def passed_within(moment: datetime, now: datetime, length: timedelta) -> bool:
    """Whether something happened so short a time ago; what is still to come has not happened."""
    return now - length < moment <= latest(now)
