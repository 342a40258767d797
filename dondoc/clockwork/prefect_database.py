"""Prefect's own database: whether it is damaged, and how it makes room for a new one.

Nothing of the office is in it: schedules and the list of past runs are made anew.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

_NAME = "prefect.db"
_PARTS = ("", "-wal", "-shm")
_ELSEWHERE = (
    "PREFECT_API_DATABASE_CONNECTION_URL",
    "PREFECT_SERVER_DATABASE_CONNECTION_URL",
)
_PATIENCE_SECONDS = 2.0


def prefect_database(environment: Mapping[str, str]) -> Path | None:
    """The file in our data folder; None where an administrator gave Prefect another database."""
    if any(environment.get(name) for name in _ELSEWHERE):
        return None
    return Path(environment["PREFECT_HOME"]) / _NAME


def is_damaged(file: Path) -> bool:
    """Whether SQLite itself says that the file is no sound database.

    One that is not there, locked or not to be read now is not called damaged.
    """
    if not file.exists():
        return False
    try:
        opened = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=_PATIENCE_SECONDS)
        with closing(opened) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)])
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:  # "file is not a database", "database disk image is malformed"
        return True


def set_aside(file: Path, moment: datetime) -> Path:
    """Moves the database out of the way under a name that says when; an earlier one goes.

    Its server must have ended.
    """
    aside = file.with_name(f"{_NAME}.damaged-{moment:%Y%m%d-%H%M%S}")
    for former in file.parent.glob(f"{_NAME}.damaged-*"):
        former.unlink()
    for part in _PARTS:
        source = file.with_name(file.name + part)
        if source.exists():
            source.replace(aside.with_name(aside.name + part))
    return aside
