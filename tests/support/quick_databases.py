"""Databases of the tests' own processes: SQL is compiled once, and no disk is waited for.

Almost each test opens a database of its own, and none must outlast a power failure. SQLAlchemy
keeps what it compiled for each engine and for each dialect; here all engines of a kind keep it
together, and their dialects count as one.
"""

from functools import wraps
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.default import DefaultDialect

from dondoc.store import database

_COMPILED: dict[Any, Any] = {}


def _alike(one: DefaultDialect, other: object) -> bool:
    return type(one) is type(other)


def _of_its_kind(one: DefaultDialect) -> int:
    return hash(type(one))


@wraps(create_engine)
def _sharing(*address: Any, **options: Any) -> Engine:
    engine = create_engine(*address, **options)
    engine.update_execution_options(compiled_cache=_COMPILED)
    return engine


_prepared = database._prepare_sqlite


@wraps(_prepared)
def _without_waiting(connection: Any, record: object) -> None:
    _prepared(connection, record)
    connection.execute("PRAGMA synchronous = OFF")


def open_databases_quickly() -> None:
    """From now on, in this process."""
    kind: Any
    for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        kind.__eq__, kind.__hash__ = _alike, _of_its_kind
        kind._type_memos = WeakKeyDictionary()
    database.create_engine = _sharing  # type: ignore[assignment]
    database._prepare_sqlite = _without_waiting
