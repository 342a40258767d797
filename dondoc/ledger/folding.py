"""Going through the ledger from its first line, and comparing what it says with what stands."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select

from dondoc.ledger.plain import Plain, columns_of, plain_row
from dondoc.ledger.readable import readable_rows
from dondoc.ledger.registry import COVERED
from dondoc.ledger.unrolling import lines_by_row
from dondoc.ledger.writing import page_digest
from models.tables import metadata

_PAGE, _LINE = metadata.tables["ledger_page"], metadata.tables["ledger_line"]
_BATCH = 1000
ROW = ""
"""Stands for the column where a whole row is missing or was slipped in."""


@dataclass(frozen=True)
class Difference:
    """A column of which the ledger says something else (`in_ledger`) than stands there (`now`).

    `column` is ROW for a row that the ledger does not know (`now` is "there"), or of which it
    knows and that is gone (`in_ledger` is "there"). `between`: it differed before it was last
    changed, and what was made of it then stands on what somebody had put there.
    """

    table: str
    row_id: int
    column: str
    now: Any
    in_ledger: Any
    between: bool = False


def broken_pages(connection: Connection) -> Iterator[int]:
    """The pages whose digest does not come out, and those missing before them."""
    previous, number = "", 0
    pages = connection.execute(select(_PAGE).order_by(_PAGE.c.id), execution_options=_STREAM)
    lines = _lines_by_page(connection)
    group = next(lines, None)
    for page in pages:
        number += 1
        while group is not None and group[0] < page.id:
            group = next(lines, None)
        own: Sequence[Any] = ()
        if group is not None and group[0] == page.id:
            own = [tuple(line[1:]) for line in group[1]]
        digest = page_digest(previous, page.cause, own)
        right = page.previous == previous and digest == page.digest and page.lines == len(own)
        if not right or page.id != number:
            yield page.id
        previous, number = page.digest, page.id


_STREAM = {"yield_per": _BATCH}


def _lines_by_page(connection: Connection) -> Iterator[tuple[int, Iterator[Any]]]:
    query = select(_LINE.c.page_id, _LINE.c.row_table, _LINE.c.row_id, _LINE.c.change)
    rows = connection.execute(query.order_by(_LINE.c.id), execution_options=_STREAM)
    return groupby(rows, key=itemgetter(0))


def differences(connection: Connection) -> Iterator[Difference]:
    """Everything that is not as the ledger says, table by table, in portions of rows."""
    for table in COVERED:
        yield from differences_of(connection, table)


def differences_of(
    connection: Connection, table: str, there: Collection[str] | None = None
) -> Iterator[Difference]:
    """What is not as the ledger says in one table. `there`: the columns that it has so far."""
    details, rows = _folded_rows(connection, table), _rows(connection, table, there)
    row, other = next(details, None), next(rows, None)
    while row is not None or other is not None:
        if other is None or (row is not None and row[0] < other[0]):
            assert row is not None
            yield from row[2]
            if row[1] is not None:
                yield Difference(table, row[0], ROW, None, "there")
            row = next(details, None)
        elif row is None or other[0] < row[0]:
            yield Difference(table, other[0], ROW, "there", None)
            other = next(rows, None)
        else:
            yield from _compare(table, row, other[1])
            row, other = next(details, None), next(rows, None)


FoldedRow = tuple[int, Plain | None, list[Difference]]
"""A row's key, what the ledger says of it at last (None: it was removed), and what broke off."""


def _compare(table: str, details: FoldedRow, now: Plain) -> Iterator[Difference]:
    key, row, broken = details
    if row is None:
        yield Difference(table, key, ROW, "there", None)
        return
    names = [name for name, value in now.items() if row.get(name) != value]
    yield from (difference for difference in broken if difference.column not in names)
    for name in names:
        yield Difference(table, key, name, now[name], row.get(name))


def _rows(
    connection: Connection, table: str, there: Collection[str] | None
) -> Iterator[tuple[int, Plain]]:
    columns = [column for column in columns_of(table) if there is None or column.name in there]
    names = [column.name for column in columns]
    for key, values in readable_rows(connection, table, columns):
        yield key, plain_row(table, names, values)


def _folded_rows(connection: Connection, table: str) -> Iterator[FoldedRow]:
    for key, group in groupby(lines_by_row(connection, table), key=itemgetter(0)):
        yield _fold(table, key, (_change(line[2]) for line in group))


def _fold(table: str, key: int, changes: Iterator[Any]) -> FoldedRow:
    row: Plain | None = None
    broken: dict[str, Difference] = {}
    for change in changes:
        if "added" in change:
            if row is not None:  # SQLite gives the number of a row that is gone to the next one
                broken[ROW] = Difference(table, key, ROW, None, "there", True)
            row = change["added"]
        elif "set" in change:
            broken |= _before_portion(table, key, row, change["was"])
            row = None if row is None else row | change["set"]
        elif "removed" in change:
            broken |= _before_removal(table, key, row, change["removed"])
            row = None
        else:
            row = {} if row is None else row
            for name, (old, new) in change["changed"].items():
                if row.get(name) != old:
                    broken[name] = Difference(table, key, name, old, row.get(name), True)
                row[name] = new
    return key, row, list(broken.values())


def _before_portion(table: str, key: int, row: Plain | None, was: Plain) -> dict[str, Difference]:
    """What a row was when the software changed it with many others; of most nothing is said."""
    return {
        name: Difference(table, key, name, value, row.get(name), True)
        for name, value in was.items()
        if row is not None and row.get(name) != value
    }


def _before_removal(
    table: str, key: int, row: Plain | None, removed: Plain
) -> dict[str, Difference]:
    """What a row was when the software removed it, where the ledger knew it otherwise.

    An upgrade that finds a row gone says nothing of what it was.
    """
    if row is None:
        slipped_in = Difference(table, key, ROW, "there", None, True)
        return {ROW: slipped_in} if removed else {}
    return {
        name: Difference(table, key, name, value, row.get(name), True)
        for name, value in removed.items()
        if row.get(name) != value
    }


def _change(text: str) -> dict[str, Any]:
    """What a line says; nothing where somebody wrote into it what no line is.

    Its page does not come out then, and the row differs.
    """
    try:
        change = json.loads(text)
    except (ValueError, RecursionError):
        return {"changed": {}}
    return change if _is_change(change) else {"changed": {}}


def _is_change(change: Any) -> bool:
    names = ("added", "removed", "changed")
    if not isinstance(change, dict):
        return False
    if change.keys() == {"set", "was"}:
        return True  # made by dondoc.ledger.portions from a line that was looked at
    if len(change) != 1:
        return False
    ((name, columns),) = change.items()
    if name not in names or not isinstance(columns, dict):
        return False
    pairs = columns.values() if name == "changed" else ()
    return all(isinstance(pair, list) and len(pair) == 2 for pair in pairs)
