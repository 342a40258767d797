"""Noting which covered rows a transaction touches, whichever service writes them.

It listens to the statements themselves, so no service has to remember to say what it changed,
and a new column is covered from the day it exists.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Insert, Table, Update, and_, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import Delete, operators
from sqlalchemy.sql.elements import (
    BinaryExpression,
    BindParameter,
    BooleanClauseList,
    ColumnElement,
)

from dondoc.ledger.plain import names_of
from dondoc.ledger.portions import forget, is_new, is_noted, noted, owe
from dondoc.ledger.registry import COVERED
from dondoc.ledger.row_values import rows_of
from dondoc.ledger.unseen import refuse_table, refuse_text
from dondoc.ledger.writing import Before, write_page
from models.tables import metadata

_LEAVES_ALONE = (postgresql.dml.OnConflictDoNothing, sqlite.dml.OnConflictDoNothing)
_TOUCHED = "dondoc_touched"
_COVERED = frozenset(COVERED)

Touched = dict[str, dict[int, Before]]
"""By table and key: what the row was before the transaction, None for one that was not there."""


def watch(engine: Engine) -> None:
    """Writes a page of the ledger at the end of every transaction that changes covered rows."""
    event.listen(engine, "before_cursor_execute", refuse_text)
    event.listen(engine, "before_execute", _before)
    event.listen(engine, "after_execute", _after)
    event.listen(engine, "begin", _forget)
    event.listen(engine, "rollback", _forget)
    event.listen(engine, "commit", _write)


def _forget(connection: Connection) -> None:
    if not connection.invalidated:  # what was noted is gone with a connection that was lost
        connection.info.pop(_TOUCHED, None)
        forget(connection)


def _write(connection: Connection) -> None:
    touched: Touched = connection.info.pop(_TOUCHED, {})
    portions = noted(connection)
    if touched or portions:
        new = [line for line in portions if is_new(line)]
        changed = [line for line in portions if not is_new(line)]
        write_page(connection, touched, new, changed)
    forget(connection)


def _covered(connection: Connection, statement: Any) -> str | None:
    """The table that a statement changes, where the ledger covers it."""
    if not isinstance(statement, Insert | Update | Delete):
        return None
    refuse_table(connection, statement)
    table = statement.table
    ours = isinstance(table, Table) and table.metadata is metadata and table.name in _COVERED
    return str(table.name) if ours else None  # type: ignore[union-attr]


def _touched(connection: Connection, table: str) -> dict[int, Before]:
    touched: Touched = connection.info.setdefault(_TOUCHED, {})
    return touched.setdefault(table, {})


def _before(
    connection: Connection, statement: Any, multiparams: Sequence[Any], single: Any, options: Any
) -> None:
    """Keeps what rows are before they are changed, and keeps others from changing them."""
    table = _covered(connection, statement)
    if table is None:
        return
    sets = multiparams or [single or {}]
    if is_noted(options):
        owe(connection, table)
        return
    if isinstance(statement, Insert) or not _reaches(table, statement, sets[0]):
        return
    known = _touched(connection, table)
    keys = set(_keys(connection, statement, sets)) - known.keys()
    if keys:
        rows = rows_of(connection, table, sorted(keys), hold=True)
        known |= {key: row for key, row in rows.items() if key not in known}


def _reaches(table: str, statement: Any, values: Mapping[str, Any]) -> bool:
    """Whether a statement may change a column that the ledger covers."""
    if not isinstance(statement, Update):
        return True
    sets = [getattr(column, "key", column) for column in statement._values or ()]
    pairs = [getattr(column, "key", column) for column, _ in statement._ordered_values or ()]
    return not {*sets, *pairs, *values}.isdisjoint(names_of(table))


def _keys(
    connection: Connection, statement: Any, sets: Sequence[Mapping[str, Any]]
) -> Iterator[int]:
    """The keys of the rows that a statement means; a few more do no harm."""
    conditions = list(_parts(statement._where_criteria))
    wanted = _named_key(statement.table, conditions)
    if wanted is not None:
        yield from (values.get(wanted.key, wanted.value) for values in sets)
        return
    key = metadata.tables[statement.table.name].c.id
    query = select(key).where(and_(True, *statement._where_criteria))
    for values in sets:
        yield from connection.execute(query, values).scalars()


def _parts(conditions: Iterable[Any]) -> Iterator[Any]:
    for condition in conditions:
        if isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
            yield from _parts(condition.clauses)
        else:
            yield condition


def _named_key(table: Any, conditions: Iterable[ColumnElement[Any]]) -> BindParameter[Any] | None:
    for condition in conditions:
        if (
            isinstance(condition, BinaryExpression)
            and condition.operator is operators.eq
            and getattr(condition.left, "name", None) == "id"
            and getattr(condition.left, "table", None) is not None
            and condition.left.table.name == table.name
            and isinstance(condition.right, BindParameter)
        ):
            return condition.right
    return None


def _after(
    connection: Connection, statement: Any, _executemany: object, _single: object, options: Any,
    result: Any,
) -> None:  # fmt: skip
    """Notes the keys of new rows."""
    table = _covered(connection, statement)
    if table is None or not isinstance(statement, Insert) or is_noted(options):
        return
    known = _touched(connection, table)
    for key in _new_keys(table, statement, result):
        known.setdefault(key, None)


def _new_keys(table: str, statement: Any, result: Any) -> list[int]:
    """The keys that new rows were given, by whoever wrote them or by the database."""
    sets = result.context.compiled_parameters
    after = statement._post_values_clause
    if after is not None and not isinstance(after, _LEAVES_ALONE):
        raise RuntimeError(f"the ledger must know which rows of {table} an upsert changes")
    if all(values.get("id") is not None for values in sets):
        return [values["id"] for values in sets]
    if after is None:
        keys = [row[0] for row in result.inserted_primary_key_rows if row[0] is not None]
        if len(keys) == len(sets):
            return keys
    raise RuntimeError(f"the ledger must know the keys of new rows of {table}")
