"""Databases for the tests: each test gets an empty one of its own, with the newest schema."""

import os
import shutil
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from dondoc.db import open_engine
from dondoc.migrate import upgrade

sys.path.insert(0, str(Path(__file__).parent))
import postgres_server

# One key for all tests of a run, the processes that they start included.
os.environ.setdefault("DONDOC_SECRET_KEY", "a key for the tests of dondoc only")

_numbers = count()


def missing(what: str) -> None:
    """Skips, or fails where the continuous integration was meant to have it."""
    line = f"{what} is not installed: these tests are skipped"
    if os.environ.get("DONDOC_TESTS_REQUIRE_ALL"):
        pytest.fail(line)
    pytest.skip(line)


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


def _admin(url: str, statement: str) -> None:
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    _admin(postgres_url, "CREATE DATABASE template_dondoc")
    engine = open_engine(postgres_url.replace("/postgres", "/template_dondoc"))
    upgrade(engine)
    engine.dispose()
    return postgres_url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of an empty SQLite database."""
    path = tmp_path / "dondoc.sqlite"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def fresh_postgres_url(postgres_template: str) -> str:
    """The URL of an empty PostgreSQL database."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    _admin(postgres_template, f"CREATE DATABASE {name} TEMPLATE template_dondoc")
    return postgres_template.replace("/postgres", f"/{name}")


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
    yield engine
    engine.dispose()
