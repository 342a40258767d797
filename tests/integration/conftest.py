"""Databases for the tests: each test gets an empty one of its own, with the newest schema."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import postgres_server
import pytest
from needs import missing
from postgres_databases import Databases
from sqlalchemy import Engine

from dondoc.store import cache
from dondoc.store.database import open_engine
from dondoc.store.migrate import upgrade

# One key for all tests of a run, the processes that they start included.
os.environ.setdefault("DONDOC_SECRET_KEY", "a key for the tests of dondoc only")


@pytest.fixture(scope="session")
def libreoffice() -> None:
    """LibreOffice's own converter, for workbooks that our writer did not make."""
    if shutil.which("soffice") is None:
        missing("LibreOffice")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    bin_dir = postgres_server.programs()
    if bin_dir is None:
        missing("PostgreSQL")
        return
    with postgres_server.running(bin_dir) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_databases(postgres_url: str) -> Databases:
    return Databases(postgres_url)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of an empty SQLite database."""
    path = tmp_path / "dondoc.sqlite"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def fresh_postgres_url(postgres_databases: Databases) -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    url = postgres_databases.lend()
    yield url
    postgres_databases.take_back(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database, of both kinds in turn."""
    name = "sqlite_url" if request.param == "sqlite" else "fresh_postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An empty database with the newest schema, of both kinds in turn."""
    engine = open_engine(database_url)
    # A database that is lent again is empty, and what was counted in it is another test's.
    cache.forget()
    yield engine
    engine.dispose()
