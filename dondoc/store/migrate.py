"""Brings a database to the newest schema (Alembic).

Nearly every database that is opened has it already. Seeing that takes one row and a look into
the migrations' files; Alembic, which takes a quarter of a second to load, is only for the rest.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, func, select, text

from dondoc.errors import BadInput
from dondoc.ledger.unseen import PAST_LEDGER

if TYPE_CHECKING:
    from alembic.config import Config

_LOCK = 1_930_520_022
"""Names the lock that keeps two migrations of one PostgreSQL database apart."""

MIGRATIONS = Path(__file__).parent.parent / "migrations"
_REVISION = re.compile(r"""^((?:down_)?revision) = (?:"([^"]+)"|'([^']+)')""", re.MULTILINE)


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine) -> None:
    """Applies every migration that the database lacks, in one transaction.

    One that is up to date is only read. Raises BadInput for one that is at an unknown step.
    """
    if is_current(engine):
        return
    if unknown := _steps_of(engine) - {fields["revision"] for fields in _headers()}:
        raise BadInput("database.unknown_step", found=", ".join(sorted(unknown)))
    with _past_ledger(engine).connect() as connection:
        if connection.dialect.name == "sqlite":
            with _unwatched(connection):
                _migrate(connection)
        else:
            _migrate(connection)


def _past_ledger(engine: Engine) -> Engine:
    """What migrations change is written down as a whole, when they are done."""
    return engine.execution_options(dondoc_writing=True, **PAST_LEDGER)


def _migrate(connection: Connection) -> None:
    from alembic import command

    from dondoc.ledger.covering import cover, differences_then

    config = _config()
    with connection.begin():
        if connection.dialect.name == "postgresql":
            # Several processes may open an empty database at once: one builds it, the others
            # wait and then find nothing left to do. On SQLite the writing transaction does that.
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        config.attributes["connection"] = connection
        known = differences_then(connection)
        command.upgrade(config, "head")
        cover(connection, known)
        if connection.dialect.name == "sqlite":
            astray = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            assert not astray, astray


@contextmanager
def _unwatched(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, which its references must not see.

    They can only be switched off outside a transaction; what points nowhere afterwards is
    found before the commit.
    """
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema."""
    return _steps_of(engine) == newest()


def has_schema(engine: Engine) -> bool:
    """Whether the database is one of ours, of whatever step: an empty one is none."""
    return bool(_steps_of(engine))


def _steps_of(engine: Engine) -> set[str]:
    """The last migration that a database has had; none for an empty one."""
    with engine.connect() as connection:
        if not connection.dialect.has_table(connection, "alembic_version"):
            return set()
        return set(connection.scalars(text("SELECT version_num FROM alembic_version")))


def newest() -> set[str]:
    """The migrations that none comes after: one, unless two were made side by side."""
    headers = _headers()
    return {fields["revision"] for fields in headers} - {
        fields.get("down_revision", "") for fields in headers
    }


def _headers() -> list[dict[str, str]]:
    """What each migration's file says of itself."""
    return [
        {
            name: double or single
            for name, double, single in _REVISION.findall(path.read_text("utf-8"))
        }
        for path in (MIGRATIONS / "versions").glob("*.py")
    ]
