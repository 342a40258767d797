"""Writing pages of the ledger."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, Connection, Text, bindparam, func, insert, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from dondoc.ledger.plain import names_of, plain, plain_row, text_of
from dondoc.ledger.registry import AS_A_WHOLE
from dondoc.ledger.row_values import RowValues, rows_of
from models.tables import metadata

_LOCK = 1_930_520_024
"""Names the lock that puts pages in one order on PostgreSQL. It is taken last before a commit,
so whoever holds it waits for nobody."""

PAGE_LINES = 5000
_PAGE = metadata.tables["ledger_page"]

Before = RowValues | None
"""What a row is or was; None for one that is not there."""

Line = tuple[str, int, str]
"""A table, the key of a row in it, and what became of the row."""


def write_page(
    connection: Connection, touched: Mapping[str, Mapping[int, Before]],
    first: Sequence[Line] = (), last: Sequence[Line] = (),
) -> None:  # fmt: skip
    """Writes down what rows are now that were touched; `touched` says what they were.

    `first`, `last`: lines that stand before and after those.
    """
    write_lines(connection, [*first, *_lines(connection, touched), *last])


def write_lines(connection: Connection, lines: Sequence[Line], cause: str = "") -> None:
    """Adds lines, on as many pages as they need."""
    if not lines:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    last = select(_PAGE.c.id, _PAGE.c.digest).order_by(_PAGE.c.id.desc()).limit(1)
    number, previous = connection.execute(last).tuples().first() or (0, "")
    for start in range(0, len(lines), PAGE_LINES):
        part, number = lines[start : start + PAGE_LINES], number + 1
        digest = page_digest(previous, cause, part)
        row = {"id": number, "cause": cause, "lines": len(part)}
        connection.execute(insert(_PAGE), {**row, "previous": previous, "digest": digest})
        _insert(connection, number, part)
        previous = digest


def page_digest(previous: str, cause: str, lines: Iterable[Line]) -> str:
    """SHA-256 over the page before, the cause and the lines in their order."""
    digest = hashlib.sha256(f"{previous}\n{cause}\n".encode())
    for table, key, change in lines:
        digest.update(f"{table} {key} {change}\n".encode())
    return digest.hexdigest()


def added(table: str, values: RowValues) -> str:
    """A new row; what is empty is left out."""
    row = plain_row(table, names_of(table), values)
    return text_of({"added": {name: value for name, value in row.items() if value is not None}})


def _lines(connection: Connection, touched: Mapping[str, Mapping[int, Before]]) -> Iterator[Line]:
    for table in sorted(touched):
        before = touched[table]
        after = rows_of(connection, table, sorted(before))
        for key in sorted(before):
            change = _change(table, before[key], after.get(key))
            if change is not None:
                yield table, key, change


def _change(table: str, before: Before, after: Before) -> str | None:
    if before == after:
        return None
    if before is None:
        return added(table, after or ())
    if after is None:
        return text_of({"removed": plain_row(table, names_of(table), before)})
    if table in AS_A_WHOLE:
        old, new = (plain_row(table, names_of(table), values) for values in (before, after))
        return text_of({"changed": {name: [old[name], new[name]] for name in new}})
    pairs = zip(names_of(table), before, after, strict=True)
    changed = {name: [plain(old), plain(new)] for name, old, new in pairs if old != new}
    return text_of({"changed": changed})


_INSERT = "INSERT INTO ledger_line (page_id, row_table, row_id, change) VALUES (?, ?, ?, ?)"
_UNNEST = text(
    "INSERT INTO ledger_line (page_id, row_table, row_id, change)"
    " SELECT :page, t, k, c FROM unnest(:tables, :keys, :changes)"
    " WITH ORDINALITY AS line (t, k, c, n) ORDER BY n"
).bindparams(
    bindparam("tables", type_=ARRAY(Text)),
    bindparam("keys", type_=ARRAY(BigInteger)),
    bindparam("changes", type_=ARRAY(Text)),
)


def _insert(connection: Connection, page: int, lines: Sequence[Line]) -> None:
    if connection.dialect.name == "postgresql":
        tables, keys, changes = ([line[part] for line in lines] for part in range(3))
        values: dict[str, Any] = {"page": page, "tables": tables, "keys": keys}
        connection.execute(_UNNEST, {**values, "changes": changes})
        return
    rows = [(page, *line) for line in lines]
    connection.exec_driver_sql(_INSERT, rows)
