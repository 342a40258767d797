"""Settings for a sample on SQLite or on a PostgreSQL server of its own."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import postgres_server
import pytest
from needs import missing

from dondoc.settings import Settings

EITHER = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]
"""Both databases as a fixture's parameters; the longer one is run by `make slow`."""


def mostly_slow(days: Collection[date], quick: date) -> list[Any]:
    """Days as parameters of a test: `make test` looks at one, `make slow` at the others."""
    assert quick in days
    slow = pytest.mark.slow
    return [pytest.param(day, id=str(day), marks=() if day == quick else slow) for day in days]


def first_quick(seeds: Collection[int], quick: int = 2) -> list[Any]:
    """Seeds as parameters of a test: `make test` plays the first ones, `make slow` the others."""
    marks = [() if nth < quick else pytest.mark.slow for nth in range(len(seeds))]
    return [pytest.param(seed, marks=mark) for seed, mark in zip(seeds, marks, strict=True)]


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
