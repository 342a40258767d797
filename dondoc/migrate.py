"""Brings a database to the newest schema (Alembic)."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, select

_LOCK = 1_930_520_022
"""Names the lock that keeps two migrations of one PostgreSQL database apart."""

MIGRATIONS = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine) -> None:
    """Applies every migration that the database lacks, in one transaction.

    One that is up to date is only read.
    """
    if is_current(engine):
        return
    config = _config()
    with engine.execution_options(dondoc_writing=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            # Several processes may open an empty database at once: one builds it, the others
            # wait and then find nothing left to do. On SQLite the writing transaction does that.
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == ScriptDirectory.from_config(_config()).get_current_head()
