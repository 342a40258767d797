"""Lines of the ledger in the order of the rows that they are about, portions among them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from heapq import merge

from sqlalchemy import Connection, select

from dondoc.ledger.portions import PORTION_KEY, changes_of
from dondoc.ledger.registry import BY_PORTIONS
from models.tables import metadata

_LINE = metadata.tables["ledger_line"]
_STREAM = {"yield_per": 1000}

RowLine = tuple[int, int, str]
"""The key of a row, the number of a line, and what it says of the row."""


def lines_by_row(connection: Connection, table: str) -> Iterator[RowLine]:
    """What the ledger says of each row of a table, in the order in which it was written."""
    own = _own_lines(connection, table)
    if table not in BY_PORTIONS:
        yield from own
        return
    # A file of its own that goes away by itself: the rows of years do not fit into memory.
    with closing(sqlite3.connect("")) as store:
        store.execute("CREATE TABLE line (row_id INTEGER, id INTEGER, change TEXT)")
        store.executemany("INSERT INTO line VALUES (?, ?, ?)", _unrolled(connection, table))
        portions = store.execute("SELECT row_id, id, change FROM line ORDER BY row_id, id")
        yield from merge(own, portions)


def _own_lines(connection: Connection, table: str) -> Iterator[RowLine]:
    query = select(_LINE.c.row_id, _LINE.c.id, _LINE.c.change).where(_LINE.c.row_table == table)
    if table in BY_PORTIONS:
        query = query.where(_LINE.c.row_id != PORTION_KEY)
    query = query.order_by(_LINE.c.row_id, _LINE.c.id)
    rows = connection.execute(query, execution_options=_STREAM)
    yield from ((row_id, line_id, change) for row_id, line_id, change in rows.tuples())


def _unrolled(connection: Connection, table: str) -> Iterator[RowLine]:
    query = select(_LINE.c.id, _LINE.c.change)
    query = query.where(_LINE.c.row_table == table, _LINE.c.row_id == PORTION_KEY)
    options = {"yield_per": 1}  # a line may hold thousands of rows
    for line_id, text in connection.execute(query.order_by(_LINE.c.id), execution_options=options):
        for key, change in changes_of(text):
            yield key, line_id, change
