"""Lines that say of thousands of rows at once what became of them.

Reminders and letters are written by portions of thousands. Reading each row before and after, and
a line for each, would take longer than the work itself; whoever writes a portion knows what it
writes, so it says so, column by column, and one line of the ledger holds it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from dondoc.ledger.plain import names_of, plain, text_of
from dondoc.ledger.writing import Line

PORTION_KEY = 0
"""Stands where the key of a row stands on a line of its own."""

NOTED: Mapping[str, bool] = {"dondoc_noted": True}
"""Execution options of a statement that changes a portion and is noted by `note` afterwards."""

_LAST_KEY = 2**63 - 1
"""A greater one is no row's, and no database could be asked about it."""

_PORTIONS, _OWED = "dondoc_portions", "dondoc_owed"
_NEW, _ROWS, _SAME, _OWN, _WAS = "new", "rows", "same", "own", "was"
_PARTS: Mapping[str, type] = {_NEW: bool, _ROWS: list, _SAME: dict, _OWN: dict, _WAS: dict}


def note(
    connection: Connection, table: str, keys: Sequence[int], columns: Mapping[str, Sequence[Any]],
    *, new: bool = False, was: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Notes what columns of these rows are now, as columns of equal length; one value: of all.

    `was`: what columns of all of them were before, where the statement itself asks for that.
    """
    connection.info.get(_OWED, set()).discard(table)
    covered = {name: column for name, column in columns.items() if name in names_of(table)}
    if not keys or not covered:
        return
    values = {name: _plain(column, len(keys)) for name, column in covered.items()}
    change = {
        _NEW: new,
        _ROWS: list(keys),
        _SAME: {name: column[0] for name, column in values.items() if len(column) == 1},
        _OWN: {name: column for name, column in values.items() if len(column) > 1},
        _WAS: {name: plain(value) for name, value in (was or {}).items()},
    }
    lines: list[Line] = connection.info.setdefault(_PORTIONS, [])
    lines.append((table, PORTION_KEY, text_of({"portion": change})))


def _plain(column: Sequence[Any], rows: int) -> list[Any]:
    assert len(column) in (1, rows)
    try:
        known = {value: plain(value) for value in set(column)}
    except TypeError:  # lists and the like, which have no place in a set
        return [plain(value) for value in column]
    return list(known.values()) if len(known) == 1 else [known[value] for value in column]


def is_noted(options: Mapping[str, Any]) -> bool:
    """Whether a statement with these execution options is one of a portion that is noted."""
    return NOTED.items() <= options.items()


def owe(connection: Connection, table: str) -> None:
    """Notes that a statement was sent as one that is noted."""
    connection.info.setdefault(_OWED, set()).add(table)


def forget(connection: Connection) -> None:
    """Forgets what was noted in a transaction that is over."""
    connection.info.pop(_PORTIONS, None)
    connection.info.pop(_OWED, None)


def noted(connection: Connection) -> list[Line]:
    """The lines of this transaction. Raises RuntimeError where a note was forgotten."""
    if owed := connection.info.get(_OWED):
        raise RuntimeError(f"rows of {', '.join(sorted(owed))} were written and not noted")
    lines: list[Line] = connection.info.get(_PORTIONS, [])
    return lines


def is_new(line: Line) -> bool:
    """Whether a line of a portion says of new rows."""
    return line[2].startswith(f'{{"portion":{{"{_NEW}":true')


def changes_of(text: str) -> Iterator[tuple[int, str]]:
    """What a line says of each row, in the form of a line of its own; nothing where it is none."""
    portion = _portion(text)
    if portion is None:
        return
    rows, own = portion[_ROWS], portion[_OWN]
    for place, key in enumerate(rows):
        values = portion[_SAME] | {name: column[place] for name, column in own.items()}
        change = {"added": values} if portion[_NEW] else {"set": values, "was": portion[_WAS]}
        yield key, text_of(change)


def _portion(text: str) -> dict[str, Any] | None:
    try:
        portion = json.loads(text)["portion"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not isinstance(portion, dict):
        return None
    right = all(isinstance(portion.get(name), kind) for name, kind in _PARTS.items())
    return portion if right and _is_even(portion) else None


def _is_even(portion: Mapping[str, Any]) -> bool:
    """Whether every column has a value for every row."""
    rows = portion[_ROWS]
    columns = portion[_OWN].values()
    whole = all(type(row) is int and 0 < row <= _LAST_KEY for row in rows)
    return whole and all(
        isinstance(column, list) and len(column) == len(rows) for column in columns
    )
