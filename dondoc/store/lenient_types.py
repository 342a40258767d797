"""Days and moments of SQLite, which keeps any text in their columns: no row keeps others back."""

from typing import Any

from sqlalchemy import Date, DateTime, Dialect
from sqlalchemy.dialects import sqlite

from models.unreadable_value import or_unreadable


class LenientDate(sqlite.DATE):
    """A day; what is none is read as an `UnreadableValue`."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """How a day is read."""
        return or_unreadable(super().result_processor(dialect, coltype))


class LenientDateTime(sqlite.DATETIME):
    """A moment; what is none is read as an `UnreadableValue`."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """How a moment is read."""
        return or_unreadable(super().result_processor(dialect, coltype))


def read_leniently(dialect: Dialect) -> None:
    """Lets an engine of this dialect read days and moments so."""
    dialect.colspecs = {**dialect.colspecs, Date: LenientDate, DateTime: LenientDateTime}
