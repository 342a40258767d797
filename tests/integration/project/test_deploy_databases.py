"""The script that prepares PostgreSQL for the compose installation, on a real server."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import postgres_server
import pytest
from needs import missing
from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from dondoc.store.database import open_engine
from dondoc.store.migrate import is_current, upgrade

pytestmark = pytest.mark.postgres

SCRIPT = Path(__file__).parents[3] / "deploy" / "databases.sh"
PASSWORD = "it's-only-for-this-test"


def _run(url: URL, user: str, statement: str, database: str = "postgres") -> object:
    engine = _engine(url, user, database)
    with engine.connect() as connection:
        result = connection.execute(text(statement))
        value = result.scalar() if result.returns_rows else None
    engine.dispose()
    return value


def _engine(url: URL, user: str, database: str) -> Engine:
    own = url.set(drivername="postgresql+psycopg", username=user, database=database)
    return create_engine(own, isolation_level="AUTOCOMMIT")


@pytest.fixture(scope="module")
def prepared() -> Iterator[URL]:
    """A server on which the script has run, as it is run on an empty volume."""
    bin_dir = postgres_server.programs()
    if bin_dir is None:
        missing("PostgreSQL")
        return
    with postgres_server.running(bin_dir) as address:
        url = make_url(address)
        # The tests' server belongs to "dondoc", the image's to "postgres".
        _run(url, "dondoc", "CREATE ROLE postgres SUPERUSER LOGIN")
        _run(url, "postgres", "ALTER ROLE dondoc RENAME TO first_owner")
        environment = {
            "PATH": f"{bin_dir}{os.pathsep}{os.environ['PATH']}",
            "PGHOST": str(url.host),
            "PGPORT": str(url.port),
            "POSTGRES_USER": "postgres",
            "DATABASE_PASSWORD_DONDOC": PASSWORD,
            "DATABASE_PASSWORD_PREFECT": PASSWORD[::-1],
        }
        done = subprocess.run(
            ["sh", SCRIPT], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout == ""
        yield url


def test_its_owner_can_bring_the_schema_up_to_date(prepared: URL) -> None:
    own = prepared.set(username="dondoc", database="dondoc")
    engine = open_engine(own.render_as_string(hide_password=False))
    upgrade(engine)
    assert is_current(engine)
    engine.dispose()


def test_prefect_can_install_the_extension_that_its_schema_needs(prepared: URL) -> None:
    _run(prepared, "prefect", "CREATE EXTENSION pg_trgm", database="prefect")


@pytest.mark.parametrize(("user", "other"), [("dondoc", "prefect"), ("prefect", "dondoc")])
def test_neither_reaches_the_database_of_the_other(prepared: URL, user: str, other: str) -> None:
    with pytest.raises(OperationalError, match="permission denied"):
        _run(prepared, user, "SELECT 1", database=other)


@pytest.mark.parametrize("user", ["dondoc", "prefect"])
def test_both_have_a_password_and_no_privilege(prepared: URL, user: str) -> None:
    query = (
        "SELECT rolpassword LIKE 'SCRAM%' AND NOT rolsuper AND NOT rolcreatedb"
        f" AND NOT rolcreaterole FROM pg_authid WHERE rolname = '{user}'"
    )
    assert _run(prepared, "postgres", query) is True
