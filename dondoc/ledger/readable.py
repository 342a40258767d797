"""Reading rows in which somebody may have put what no column of ours holds.

A stage that does not exist, a day like 31 February or half of a JSON text must be named like any
other change, and must not keep the audit from naming the rest.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Select, Text, cast, select
from sqlalchemy.exc import DBAPIError

from dondoc.ledger.row_values import portions
from models.tables import metadata
from models.unreadable_value import refuse_unreadable

UNREADABLE = (LookupError, ValueError, ArithmeticError, TypeError, AttributeError, DBAPIError)
"""What comes of a value that its column cannot hold."""


def readable_rows(
    connection: Connection, table: str, columns: Sequence[Column[Any]]
) -> Iterator[tuple[int, Sequence[Any]]]:
    """Rows by key; a value that cannot be read is the text that stands there."""
    key = metadata.tables[table].c.id
    query = select(key, *columns).order_by(key)
    keys = connection.execute(select(key).order_by(key)).scalars().all()
    for portion in portions(keys):
        here = query.where(key.between(portion[0], portion[-1]))
        try:
            rows = connection.execute(here).all()
            refuse_unreadable(value for row in rows for value in row)
        except UNREADABLE:
            rows = [_row(connection, query.where(key == number), columns) for number in portion]
        for row in rows:
            yield row[0], row[1:]


def _row(connection: Connection, query: Select[Any], columns: Sequence[Column[Any]]) -> Any:
    try:
        row = connection.execute(query).one()
        refuse_unreadable(row)
        return row
    except UNREADABLE:
        key, *_ = query.selected_columns
        cells = [_cell(connection, query, column) for column in columns]
        return (connection.scalar(query.with_only_columns(key)), *cells)


def _cell(connection: Connection, query: Select[Any], column: Column[Any]) -> Any:
    for expression in (column, cast(column, Text)):
        try:
            value = connection.scalar(query.with_only_columns(expression))
            refuse_unreadable([value])
            return value
        except UNREADABLE:
            continue
    return "?"
