"""Prefect's own database: what counts as damaged, and how it makes room for a new one."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dondoc.clockwork.prefect_database import is_damaged, prefect_database, set_aside

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A sound database of some pages, with a write-ahead log like Prefect's."""
    path = tmp_path / "prefect.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE run (name TEXT)")
        connection.executemany("INSERT INTO run VALUES (?)", [("x" * 500,)] * 500)
    return path


def test_a_sound_database_is_not_called_damaged(file: Path) -> None:
    assert not is_damaged(file)


def test_one_that_is_not_there_is_not_called_damaged(tmp_path: Path) -> None:
    assert not is_damaged(tmp_path / "prefect.db")


def test_one_that_is_being_written_is_not_called_damaged(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        assert not is_damaged(file)


@pytest.mark.parametrize("start", [0, 4096 * 3])
def test_bytes_written_over_are_noticed(file: Path, start: int) -> None:
    with file.open("r+b") as damaged:
        damaged.seek(start)
        damaged.write(os.urandom(4096 * 4))
    assert is_damaged(file)


def test_it_is_set_aside_whole_and_only_the_last_one_is_kept(file: Path) -> None:
    file.with_name("prefect.db-wal").write_bytes(b"log")
    (file.parent / "prefect.db.damaged-20260101-000000").write_bytes(b"older")
    aside = set_aside(file, NOON)
    assert not file.exists()
    assert sorted(path.name for path in file.parent.iterdir()) == [
        aside.name, f"{aside.name}-wal"
    ]  # fmt: skip


def test_a_database_that_an_administrator_chose_is_left_alone() -> None:
    ours = {"PREFECT_HOME": "/var/x"}
    assert prefect_database(ours) == Path("/var/x/prefect.db")
    theirs = {"PREFECT_API_DATABASE_CONNECTION_URL": "postgresql+asyncpg://p/prefect"}
    assert prefect_database(ours | theirs) is None
