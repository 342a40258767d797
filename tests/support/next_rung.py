"""When an audience hears next."""

from collections.abc import Iterable

from dondoc.services.reminders.ladder.reached import next_rungs
from models.rules.ladder import Step


def next_rung(steps: Iterable[Step], days_after: int) -> int | None:
    """The first day after `days_after` among one audience's steps, None when none is left."""
    return min((rung for _, rung in next_rungs(steps, days_after, days_after)), default=None)
