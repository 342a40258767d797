"""Thousands of rows in one statement, on either database.

SQLAlchemy's own bulk insert looks at every value of every row; here a column is prepared at a
time, and the few values that most columns have are prepared once. SQLite checks a row against
the lists of known values three times faster when many rows come in one statement. With
SQLAlchemy's own insert, `bench/bench_reminders.py --scale 10 --no-peers` takes 1.4 times the
processor time to decide on gathered letters, and 1.2 times on single ones.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    Integer,
    String,
    Table,
    any_,
    bindparam,
    func,
    literal,
    select,
    update,
)
from sqlmodel import Session, SQLModel

from dondoc.ledger.portions import NOTED, note
from dondoc.ledger.registry import BY_PORTIONS
from dondoc.store.chunks import chunks
from dondoc.store.database import is_postgresql
from dondoc.store.keys import reserve_keys
from models.tables import metadata

_ROWS = 500
"""Of one statement on SQLite, which takes at most 32,766 parameters."""


def among(session: Session, column: Any, ids: Iterable[int]) -> ColumnElement[bool]:
    """`column IN ids` with one parameter, however many there are."""
    wanted_ids = list(ids)
    if is_postgresql(session):
        condition: ColumnElement[bool] = column == any_(literal(wanted_ids, ARRAY(Integer)))
        return condition
    listed = func.json_each(json.dumps(wanted_ids)).table_valued("value")
    return column.in_(select(listed.c.value))  # type: ignore[no-any-return]


def among_bound(column: Any, name: str, *, postgresql: bool) -> ColumnElement[bool]:
    """`column IN ids` in a query that is built once; `bound` makes the value of its parameter."""
    if postgresql:
        condition: ColumnElement[bool] = column == any_(bindparam(name, type_=ARRAY(Integer)))
        return condition
    listed = func.json_each(bindparam(name, type_=String)).table_valued("value")
    return column.in_(select(listed.c.value))  # type: ignore[no-any-return]


def bound(session: Session, ids: Iterable[int]) -> Any:
    """The ids as the parameter of `among_bound`."""
    wanted_ids = list(ids)
    return wanted_ids if is_postgresql(session) else json.dumps(wanted_ids)


def reserve(session: Session, model: type[SQLModel], count: int) -> list[int]:
    """Keys that nobody else will use: SQLite has one writer at a time, PostgreSQL a sequence."""
    table = metadata.tables[str(model.__tablename__)]
    session.flush()
    return reserve_keys(session.connection(), table, count)


def insert_columns(
    session: Session, model: type[SQLModel], columns: Mapping[str, Sequence[Any]]
) -> int:
    """Adds rows given as columns of equal length, without those that exist; says how many.

    Every column without a default in the database must be given, `id` too. The ledger hears of it.
    """
    done = _inserted(session, metadata.tables[str(model.__tablename__)], columns)
    _note_new(session, model, columns, done)
    return done


def _note_new(
    session: Session, model: type[SQLModel], columns: Mapping[str, Sequence[Any]], done: int
) -> None:
    table = str(model.__tablename__)
    if table not in BY_PORTIONS:
        return
    ids = columns["id"]
    written = columns
    if done < len(ids):
        key = metadata.tables[table].c.id
        there = set(session.scalars(select(key).where(key.between(min(ids), max(ids)))))
        here = [place for place, row in enumerate(ids) if row in there]
        written = {name: [column[place] for place in here] for name, column in columns.items()}
    note(session.connection(), table, written["id"], written, new=True)


def _inserted(session: Session, table: Table, columns: Mapping[str, Sequence[Any]]) -> int:
    dialect = session.get_bind().dialect
    ready = {
        name: _prepared(table.c[name].type, values, dialect) for name, values in columns.items()
    }
    # What all rows share travels once.
    alike = {
        name: values[0] for name, values in ready.items() if name != "id" and len(set(values)) == 1
    }
    differ = {name: values for name, values in ready.items() if name not in alike}
    names = ", ".join([*alike, *differ])
    insert = f"INSERT INTO {table.name} ({names}) SELECT"
    if dialect.name == "postgresql":
        kinds = {name: table.c[name].type.compile(dialect=dialect) for name in columns}
        shared = "".join(f"%s::{kinds[name]}, " for name in alike)
        arrays = ", ".join(f"%s::{kinds[name]}[]" for name in differ)
        sql = f"{insert} {shared}rows.* FROM unnest({arrays}) AS rows ON CONFLICT DO NOTHING"
        return _run(session, sql, (*alike.values(), *differ.values()))
    done = 0
    for rows in chunks(list(zip(*differ.values(), strict=True)), _ROWS):
        marks = ", ".join([f"({_marks(len(differ))})"] * len(rows))
        numbered = ", ".join(f"column{n}" for n in range(1, len(differ) + 1))
        shared = "".join("?, " for _ in alike)
        sql = f"{insert} {shared}{numbered} FROM (VALUES {marks}) WHERE true ON CONFLICT DO NOTHING"
        done += _run(session, sql, (*alike.values(), *chain.from_iterable(rows)))
    return done


def update_columns(
    session: Session,
    model: type[SQLModel],
    ids: Sequence[int],
    columns: Mapping[str, Sequence[Any]],
    stored: Mapping[str, Sequence[Any]] | None = None,
) -> None:
    """Sets columns of rows that exist, each row's own values, given as columns of equal length.

    `stored`: columns whose values have the form already in which the database keeps them.
    The ledger hears of it.
    """
    _update(session, model, ids, columns, stored)
    if str(model.__tablename__) in BY_PORTIONS:
        note(session.connection(), str(model.__tablename__), ids, columns)


def set_all(
    session: Session, model: type[SQLModel], ids: Sequence[int], values: Mapping[str, Any]
) -> None:
    """Sets the same values in all these rows. The ledger hears of it."""
    table = metadata.tables[str(model.__tablename__)]
    change = update(table).where(among(session, table.c.id, ids)).values(**values)
    session.connection().execute(change, execution_options=NOTED)
    columns = {name: [value] for name, value in values.items()}
    note(session.connection(), table.name, ids, columns)


def _update(
    session: Session, model: type[SQLModel], ids: Sequence[int],
    columns: Mapping[str, Sequence[Any]], stored: Mapping[str, Sequence[Any]] | None,
) -> None:  # fmt: skip
    table = metadata.tables[str(model.__tablename__)]
    dialect = session.get_bind().dialect
    ready = {
        name: _prepared(table.c[name].type, values, dialect) for name, values in columns.items()
    }
    ready |= {name: list(values) for name, values in (stored or {}).items()}
    if dialect.name == "postgresql":
        kinds = [table.c[name].type.compile(dialect=dialect) for name in ("id", *ready)]
        arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
        rows = f"unnest({arrays}) AS rows (id, {', '.join(ready)})"
        sets = ", ".join(f"{name} = rows.{name}" for name in ready)
        sql = f"UPDATE {table.name} SET {sets} FROM {rows} WHERE {table.name}.id = rows.id"  # noqa: S608
        _run(session, sql, (list(ids), *ready.values()))
        return
    sets = ", ".join(f"{name} = ?" for name in ready)
    sql = f"UPDATE {table.name} SET {sets} WHERE id = ?"  # noqa: S608 - no values
    sets_of_rows = list(zip(*ready.values(), ids, strict=True))
    session.connection().exec_driver_sql(sql, sets_of_rows, execution_options=NOTED)


def _run(session: Session, sql: str, parameters: tuple[Any, ...]) -> int:
    done = session.connection().exec_driver_sql(sql, parameters, execution_options=NOTED)
    return done.rowcount


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _prepared(kind: Any, values: Sequence[Any], dialect: Any) -> list[Any]:
    """The values as the driver takes them."""
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return list(values)
    if isinstance(kind, JSON):  # its values cannot be told apart quickly
        return [process(value) for value in values]
    known = {value: process(value) for value in set(values)}
    return [known[value] for value in values]
