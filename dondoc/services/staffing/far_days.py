"""Days that may be mistyped: asked about before anything is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from dondoc.errors import BadInput, DondocError
from dondoc.services.organisation.changes import SettingsChange
from models.rules.hand_over import is_far

FIRST, LAST = date(1990, 1, 1), date(2100, 1, 1)


class FarDayError(BadInput):
    """A day that may be mistyped: far away, or past, so that results would be somebody else's.

    It is asked about before anything is written. `mark`: of the results that were named; '' where
    there are none.
    """

    mark = ""


Meant = bool | str
"""Whether a day is meant. A text: that it is, with just the results of which it is the mark."""

NOTHING_PASSES = "-"
"""The day is meant, and no result was named."""


def within_bounds(day: date) -> None:
    """Raises BadInput for a day on which nobody can have held anything."""
    if not FIRST <= day <= LAST:
        raise BadInput("staffing.error.day", day=f"{day:%d/%m/%Y}")


@contextmanager
def mistyped_first(acting: SettingsChange, day: date, sure: Meant) -> Iterator[None]:
    """Whatever does not fit a far day: first it is asked whether that day is meant at all."""
    try:
        yield
    except DondocError:
        near_or_meant(acting, day, sure)
        raise


def near_or_meant(acting: SettingsChange, day: date, sure: Meant) -> None:
    """Raises BadInput for a day out of all bounds, FarDayError for a far one that is not meant.

    Asked after `passing_meant`: what is confirmed once must have been shown with all that it does.
    """
    within_bounds(day)
    if not sure and is_far(day, acting.today):
        far = "ahead" if day > acting.today else "back"
        days = abs((day - acting.today).days)
        raise FarDayError(f"staffing.error.far_{far}", day=f"{day:%d/%m/%Y}", n=days)
