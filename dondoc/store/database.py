"""The database: engines that behave alike on SQLite and PostgreSQL, and transactions."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlmodel import Session

from dondoc.ledger.watching import watch
from dondoc.store.attempts import note_done, repeated
from dondoc.store.lenient_types import read_leniently
from dondoc.vault import CurrentVault
from models.columns import seal_with
from models.tables import metadata

BUSY_TIMEOUT_MS = 30_000
Result = TypeVar("Result")

POOL_SIZE = 20
"""So many requests are answered at once, with a connection each."""
_WRITING, _READING = "dondoc_writing", "dondoc_reading"
_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
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
        # The connection used last is taken first: its statements are planned already (the other
        # way round "my work" of bench/bench_web.py takes 7% more processor time).
        options = {"pool_size": POOL_SIZE, "pool_use_lifo": True, "hide_parameters": True}
        engine = create_engine(driver, **options)
        event.listen(engine, "checkin", _note_time)
        event.listen(engine, "checkout", partial(_ask_if_alive, engine.dialect))
        watch(engine)
        return engine
    if parsed.get_backend_name() != "sqlite":
        raise ArgumentError(parsed.get_backend_name())
    if parsed.database:
        Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(parsed, pool_size=POOL_SIZE, hide_parameters=True)
    read_leniently(engine.dialect)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    watch(engine)
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
    note_done()


def written(engine: Engine, work: Callable[[Session], Result]) -> Result:
    """What work gives that is done in a transaction of its own.

    Where PostgreSQL ends it because of another (a deadlock, or order that cannot be kept), the
    whole of it is done once more: nothing of the first try is left.
    """

    def once() -> Result:
        with writing(engine) as session:
            return work(session)

    return repeated(once)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A transaction that only reads, and sees one moment however many statements it asks.

    What others commit meanwhile is not there: figures that are read one after the other belong
    together. What is changed by mistake raises on PostgreSQL, and is undone on SQLite.
    """
    # SQLite's readers see one state anyway, that of their first statement (write-ahead log).
    moment = engine.execution_options(**_SNAPSHOT) if _is_postgresql(engine) else engine
    with Session(moment, info={_READING: True}) as session:
        try:
            yield session
        finally:
            session.expunge_all()  # what was read stays readable after the transaction
            if session.in_transaction() and session.is_active and _is_postgresql(engine):
                _end_reading(session.connection())
            session.rollback()


def _end_reading(connection: Connection) -> None:
    """Ends a transaction that only read by a commit of the driver; the rollback finds none then.

    psycopg forgets its prepared statements with every rollback, and planning them anew costs
    more than most pages do: the server of `bench/bench_web.py` takes 2.3 times as long in all,
    measured as processor time.
    """
    from psycopg.pq import TransactionStatus  # it takes its time, and SQLite needs none of it

    driver = connection.connection.driver_connection
    if driver is not None and driver.info.transaction_status == TransactionStatus.INTRANS:
        driver.commit()


def _note_time(_connection: object, record: Any) -> None:
    record.info[_GIVEN_BACK] = time.monotonic()


def _ask_if_alive(dialect: Dialect, connection: Any, record: Any, _proxy: object) -> None:
    """The pool connects anew where the server has gone; asking each time is one more statement.

    With the pool's own way of asking (`pool_pre_ping`), "my work" of `bench/bench_web.py` takes 3
    to 5% more processor time, and the server up to a fifth more.
    """
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


def sees_one_moment(session: Session) -> bool:
    """Whether all that the session asks is of one moment (see `reading`)."""
    return bool(session.info.get(_READING))


def _is_postgresql(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"
