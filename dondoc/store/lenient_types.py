"""Days, moments and yes or no of SQLite, which keeps any text: no row keeps others back.

Measured by `bench/bench_lenient.py`. An amount and a choice read themselves (`models/columns.py`).
A whole number is not looked at: every row has many, and a function for each takes a third more.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, Dialect
from sqlalchemy.dialects import sqlite

from models.unreadable_value import UNREADABLE, or_unreadable, unreadable_value

MAX_DAYS = 10_000
"""That are remembered: 27 years."""


class _Days(dict[Any, Any]):
    """Days by the text that stands for them: a year has few, and rows have many."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, stored: object) -> Any:
        day = self._read(stored)
        if day is not UNREADABLE and len(self) < MAX_DAYS:
            self[stored] = day
        return day


class LenientDate(sqlite.DATE):
    """A day; what is none is read as an `UnreadableValue`."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """How a day is read: mostly by the look-up alone, which takes less than reading it."""
        read = or_unreadable(super().result_processor(dialect, coltype))
        return None if read is None else _Days(read).__getitem__


class LenientDateTime(sqlite.DATETIME):
    """A moment; what is none is read as an `UnreadableValue`."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """How a moment is read."""
        return or_unreadable(super().result_processor(dialect, coltype))


class _Answers(dict[Any, bool | None]):
    """What may stand in a column of yes or no; any other value is unreadable."""

    def __missing__(self, value: object) -> Any:
        return unreadable_value()


_ANSWERS = _Answers({None: None, 0: False, 1: True})


class LenientBoolean(Boolean):
    """Yes or no; a text is read as an `UnreadableValue`, where it would pass for a yes."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """How an answer is read: by the look-up itself, without a function of ours around it."""
        return _ANSWERS.__getitem__


def read_leniently(dialect: Dialect) -> None:
    """Lets an engine of this dialect read these so."""
    lenient = {Date: LenientDate, DateTime: LenientDateTime, Boolean: LenientBoolean}
    dialect.colspecs = {**dialect.colspecs, **lenient}
