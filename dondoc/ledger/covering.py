"""Writing down what an upgrade comes upon: rows from before the ledger, and what migrations moved.

What differed from the ledger before the upgrade is left so: an upgrade clears nobody.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, inspect

from dondoc.ledger.folding import ROW, Difference, differences_of
from dondoc.ledger.plain import text_of
from dondoc.ledger.registry import COVERED
from dondoc.ledger.row_values import BATCH, rows_of
from dondoc.ledger.writing import Line, added, write_lines

UPGRADE = "upgrade"
"""The cause on the pages of an upgrade."""

Known = frozenset[tuple[str, int, str]]


def differences_then(connection: Connection) -> Known:
    """What differs from the ledger before an upgrade; nothing where there is no ledger yet."""
    tables = inspect(connection)
    if not tables.has_table("ledger_line"):
        return frozenset()
    return frozenset(
        (difference.table, difference.row_id, difference.column)
        for table in COVERED
        if tables.has_table(table)
        for difference in differences_of(
            connection, table, {column["name"] for column in tables.get_columns(table)}
        )
    )


def cover(connection: Connection, known: Known) -> None:
    """Takes the database as it is now into the ledger, but for what differed before."""
    for table in COVERED:
        changes: dict[int, list[Difference]] = defaultdict(list)
        for difference in differences_of(connection, table):
            if (
                not difference.between
                and (table, difference.row_id, difference.column) not in known
            ):
                changes[difference.row_id].append(difference)
        keys = sorted(changes)
        for start in range(0, len(keys), BATCH):
            portion = {key: changes[key] for key in keys[start : start + BATCH]}
            write_lines(connection, list(_lines(connection, table, portion)), UPGRADE)


def _lines(
    connection: Connection, table: str, changes: dict[int, list[Difference]]
) -> Iterator[Line]:
    new = [
        key
        for key, differences in changes.items()
        if differences[0].column == ROW and differences[0].now
    ]
    rows = rows_of(connection, table, new)
    for key, row_changes in changes.items():
        if key in rows:
            yield table, key, added(table, rows[key])
        else:
            yield table, key, _changed(row_changes)


def _changed(differences: Sequence[Difference]) -> str:
    if differences[0].column == ROW:
        return text_of({"removed": {}})
    return text_of(
        {
            "changed": {
                difference.column: [difference.in_ledger, difference.now]
                for difference in differences
            }
        }
    )
