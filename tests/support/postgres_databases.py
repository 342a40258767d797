"""Databases on the tests' PostgreSQL server: made once, emptied and used again.

Making one writes ten megabytes and six hundred files, which takes longer than most tests.
"""

import os
from contextlib import suppress
from itertools import count

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from dondoc.store.database import open_engine
from dondoc.store.migrate import upgrade
from models.tables import metadata

TEMPLATE = "template_dondoc"
LARGE = 4_000_000
"""Bytes of a table. One that was larger leaves so much room behind that it would slow others."""

_STOP_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_LARGEST = "SELECT max(pg_table_size(oid)) FROM pg_class WHERE relkind = 'r'"
_COUNT_ANEW = (
    "SELECT setval(format('%I.%I', schemaname, sequencename), 1, false)"
    " FROM pg_sequences WHERE last_value IS NOT NULL"
)


class Databases:
    """Empty databases with the newest schema. `url`: the server's maintenance database."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url).set(drivername="postgresql+psycopg")
        self._numbers = count()
        self._spare: list[str] = []
        self._run("postgres", f"CREATE DATABASE {TEMPLATE}")
        engine = open_engine(self._url(TEMPLATE))
        upgrade(engine)
        engine.dispose()

    def lend(self) -> str:
        """The URL of an empty database; `take_back` it."""
        return self._url(self._spare.pop() if self._spare else self._made(TEMPLATE))

    def bare(self) -> str:
        """The URL of a database without any table."""
        return self._url(self._made("template1"))

    def take_back(self, url: str) -> None:
        """Empties a database for the next test, or drops it where that would not do."""
        name = make_url(url).database or ""
        with suppress(OperationalError):  # a lock that is still held: it is dropped
            if self._emptied(name):
                self._spare.append(name)
                return
        self._run("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    def _made(self, template: str) -> str:
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        self._run("postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def _emptied(self, name: str) -> bool:
        tables = "; ".join(f'DELETE FROM "{table}"' for table in metadata.tables)
        # As a replica it heeds neither foreign keys nor the guard of history.
        (largest,) = self._run(
            name, "SET lock_timeout = '2s'", _STOP_OTHERS, "SET session_replication_role = replica",
            tables, _COUNT_ANEW, _LARGEST,
        )  # fmt: skip
        return bool(largest < LARGE)

    def _run(self, name: str, *statements: str) -> tuple[int, ...]:
        """Runs statements one by one; gives the first row of the last."""
        engine = create_engine(self._url(name), isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                for statement in statements:
                    result = connection.execute(text(statement))
                return tuple(result.one()) if result.returns_rows else ()
        finally:
            engine.dispose()

    def _url(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)
