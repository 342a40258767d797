"""Reading covered rows by key."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from dondoc.ledger.plain import columns_of
from models.tables import metadata

BATCH = 1000
RowValues = Sequence[Any]
"""The covered columns of a row, in their order."""


def rows_of(
    connection: Connection, table_name: str, keys: Sequence[int], *, hold: bool = False
) -> dict[int, RowValues]:
    """The values of covered columns by key. `hold`: nobody else changes them meanwhile."""
    key, columns = metadata.tables[table_name].c.id, columns_of(table_name)
    rows: dict[int, RowValues] = {}
    for portion in portions(keys):
        query = select(key, *columns).where(key.in_(portion)).order_by(key)
        if hold:
            query = query.with_for_update(key_share=True)
        for row in connection.execute(query):
            rows[row[0]] = row[1:]
    return rows


def portions(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """Keys in portions of a size that a statement can name."""
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]
