"""Attempts, written down the moment they are over: the only thing written between two letters."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.exc import InterfaceError, OperationalError

from dondoc.channels.outcome import Outcome
from dondoc.services.delivery.frozen_letters import Sendable
from dondoc.services.delivery.job import Job, patiently
from dondoc.services.reach.masked_addresses import without
from models.message import Attempt

_COLUMNS = (
    "message_id", "number", "at", "channel", "contact_id", "status", "answer", "reason",
    "wait_seconds", "about_address", "settled",
)  # fmt: skip


class AttemptLog:
    """One connection, kept over many attempts, for one thread; close it, or use `with`.

    Each attempt is a transaction of one statement, given to the driver as it is: through
    SQLAlchemy a single letter costs a third more of the processor on SQLite
    (bench/bench_reminders.py, "deliver, single").
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._dialect = job.engine.dialect
        self._now = _as_driver_takes("at", job.now, job.engine.dialect)
        self._raw: Any = None
        self._statement = _statement("?" if self._dialect.name == "sqlite" else "%s")
        driver: Any = job.engine.dialect.dbapi
        # Connecting raises SQLAlchemy's errors, the rest the driver's own.
        self._away = (
            OperationalError, InterfaceError, driver.OperationalError, driver.InterfaceError,
        )  # fmt: skip

    def note(self, sendable: Sendable, outcome: Outcome) -> bool:
        """Writes an attempt down. False: there is one of that number already.

        Then somebody else has taken the message over. Waits for a database that is away: what
        was sent must not be forgotten.
        """
        row = self._row(sendable, outcome)
        seconds = self._job.policy.patience.total_seconds()
        return patiently(lambda: self._insert(row), seconds, self._away)

    def _row(self, sendable: Sendable, outcome: Outcome) -> tuple[Any, ...]:
        wait = outcome.retry_after
        return (
            sendable.message_id,
            sendable.number,
            self._now,
            sendable.channel,
            sendable.contact_id,
            outcome.status,
            without(outcome.answer, sendable.frozen.address),
            outcome.reason,
            None if wait is None else int(wait.total_seconds()),
            outcome.about_address,
            False,
        )

    def _insert(self, row: Sequence[Any]) -> bool:
        try:
            return self._written(self._connected(), row)
        except self._away:
            self.close()
            raise

    def _written(self, raw: Any, row: Sequence[Any]) -> bool:
        return int(raw.execute(self._statement, row).rowcount) == 1

    def _connected(self) -> Any:
        if self._raw is None:
            fairy = self._job.engine.raw_connection()
            self._raw = fairy.driver_connection
            # Not given back to the pool: nobody else wants a connection with these settings.
            fairy.detach()
            _prepare(self._raw, self._dialect)
        return self._raw

    def close(self) -> None:
        """Gives its connection back."""
        if self._raw is not None:
            self._raw.close()
            self._raw = None


def _prepare(raw: Any, dialect: Dialect) -> None:
    """No waiting for the disk after each letter.

    A process that is killed loses nothing: what is committed is with the operating system (the
    SQLite log) or with the server. Only a power failure, or a crash of the PostgreSQL server,
    could lose attempts, and at most those of one portion: settling it is a transaction that
    waits for the disk, and all before with it.
    """
    if dialect.name == "sqlite":
        raw.execute("PRAGMA synchronous = NORMAL")
        # Clearing the log waits for the disk: that is left to those who wait for it anyhow.
        raw.execute("PRAGMA wal_autocheckpoint = 0")
        return
    raw.rollback()
    raw.autocommit = True
    raw.execute("SET synchronous_commit = off")


def _statement(mark: str) -> str:
    """With a place for each value."""
    places, names = ", ".join(mark for _ in _COLUMNS), ", ".join(_COLUMNS)
    once = "ON CONFLICT (message_id, number) DO NOTHING"
    return f"INSERT INTO attempt ({names}) VALUES ({places}) {once}"  # noqa: S608 - no values


def _as_driver_takes(column: str, value: Any, dialect: Dialect) -> Any:
    kind = Attempt.__table__.c[column].type  # type: ignore[attr-defined]
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    return value if process is None else process(value)
