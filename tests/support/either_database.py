"""Settings for a sample on SQLite or on a PostgreSQL server of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import postgres_server
import pytest
from needs import missing

from dondoc.settings import Settings

EITHER = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]
"""Both databases as a fixture's parameters; the longer one is run by `make slow`."""


@contextmanager
def settings_on(database: str, home: Path) -> Iterator[Settings]:
    """Where the sample lies in a database of that kind; fails or skips where there is none."""
    if database == "sqlite":
        yield Settings(home=home, embedded="sample")
        return
    programs = postgres_server.programs()
    if programs is None:
        missing("PostgreSQL")
    assert programs is not None
    with postgres_server.running(programs) as url:
        yield Settings(home=home, embedded="sample", database_url=url)
