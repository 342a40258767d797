"""The database: engines that behave alike on SQLite and PostgreSQL, and transactions."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, InvalidRequestError
from sqlmodel import Session

from dondoc.vault import CurrentVault
from models.columns import seal_with
from models.tables import metadata

BUSY_TIMEOUT_MS = 30_000
POOL_SIZE = 20
"""So many requests are answered at once, with a connection each."""
_WRITING, _GLANCING = "dondoc_writing", "dondoc_glancing"
_TRANSACTION, _READS_ONLY = "dondoc_transaction", "dondoc_reads_only"
_GIVEN_BACK, _TRUSTED_FOR = "dondoc_given_back", 1.0
"""Seconds for which a connection that was in use is taken to be alive without asking it."""


def open_engine(url: str) -> Engine:
    """An engine for a database URL; PostgreSQL is spoken to through psycopg.

    SQLite: write-ahead log, foreign keys, and a wait instead of "database is locked".
    What a statement that failed was about stands in no error, and so in no log.
    Raises ArgumentError for any other kind of database.
    """
    # Whoever opens a database knows all tables: rows point at tables that they do not import.
    assert metadata.tables
    seal_with(CurrentVault())
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        driver = parsed.set(drivername="postgresql+psycopg")
        # The connection used last is taken first: its statements are planned already.
        options = {"pool_size": POOL_SIZE, "pool_use_lifo": True, "hide_parameters": True}
        engine = create_engine(driver, **options)
        event.listen(engine, "before_cursor_execute", _note_writing)
        event.listen(engine, "checkin", _note_time)
        event.listen(engine, "checkout", partial(_ask_if_alive, engine.dialect))
        return engine
    if parsed.get_backend_name() != "sqlite":
        raise ArgumentError(parsed.get_backend_name())
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, pool_size=POOL_SIZE, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: `_begin_sqlite` does, and says how.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: one that starts reading and then wants to write
    # would be refused ("database is locked") whenever another writer came between.
    writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A transaction that may write: committed as a whole, or undone as a whole."""
    with Session(engine.execution_options(**{_WRITING: True})) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A transaction that only reads; what is changed in it by mistake is undone."""
    with Session(engine) as session:
        yield session
        session.expunge_all()  # what was read stays readable after the transaction
        if session.in_transaction():
            _end_reading(session.connection())
        session.rollback()


@contextmanager
def glancing(engine: Engine) -> Iterator[Session]:
    """Reads a few things one by one, as a page does; a statement that changes something raises.

    Each statement on PostgreSQL is its own transaction: at its isolation they see no less of
    others' work within one, and to begin and end it would take as long as two more statements.
    """
    if engine.dialect.name != "postgresql":
        with reading(engine) as session:
            yield session
        return
    options = {"isolation_level": "AUTOCOMMIT", _GLANCING: True}
    with Session(engine.execution_options(**options)) as session:
        yield session
        session.expunge_all()


def _end_reading(connection: Connection) -> None:
    """Ends a transaction that only read by a commit of the driver; the rollback finds none then."""
    if connection.info.get(_READS_ONLY):
        connection.connection.commit()


def _note_writing(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
    """Notes whether a transaction on PostgreSQL has only read so far.

    psycopg forgets its prepared statements with every rollback, and planning them anew costs
    more than most pages do; a transaction that only read ends as well with a commit.
    """
    info, begun = connection.info, connection.get_transaction()
    only_reads = statement.lstrip().startswith(("SELECT", "WITH"))
    if not only_reads and connection.get_execution_options().get(_GLANCING):
        raise InvalidRequestError("whoever glances must change nothing")
    if info.get(_TRANSACTION) is not begun:
        info[_TRANSACTION], info[_READS_ONLY] = begun, True
    if not only_reads:
        info[_READS_ONLY] = False


def _note_time(_connection: object, record: Any) -> None:
    record.info[_GIVEN_BACK] = time.monotonic()


def _ask_if_alive(dialect: Dialect, connection: Any, record: Any, _proxy: object) -> None:
    """The pool connects anew where the server has gone; asking each time is one more statement."""
    rested = time.monotonic() - record.info.get(_GIVEN_BACK, time.monotonic())
    if rested < _TRUSTED_FOR:
        return
    try:
        alive = dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error:
        alive = False
    if not alive:
        raise DisconnectionError("the connection is lost")


def is_postgresql(session: Session) -> bool:
    """Whether the session talks to PostgreSQL."""
    return session.get_bind().dialect.name == "postgresql"
