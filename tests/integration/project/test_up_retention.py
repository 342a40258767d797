"""What Prefect keeps of past runs: thrown away when it is old, while what is recent stays."""

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from postgres_server import free_port
from running_home import Home, wait_for

pytestmark = [pytest.mark.prefect, pytest.mark.slow, pytest.mark.timeout(600)]

OVER = "state_type = 'COMPLETED'"
TABLES = {
    "flow runs": f"SELECT count(*) FROM flow_run WHERE {OVER}",
    "their states": f"SELECT count(*) FROM flow_run_state WHERE flow_run_id IN "
    f"(SELECT id FROM flow_run WHERE {OVER})",
    "tables of moves, letters and digests": "SELECT count(*) FROM artifact",
    "runs of the background task": "SELECT count(*) FROM task_run",
    "events": "SELECT count(*) FROM events",
}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A sample that has worked for a moment and was woken by an act; it is stopped."""
    home = Home(tmp_path / "var")
    home.environment["DONDOC_WEB_PORT"] = str(free_port())
    home.process = home.up()
    before = home.reported()
    home.files_report("DV01@YL/Q2")
    wait_for(lambda: home.reported() == before + 1, home.logs)
    wait_for(lambda: all(counts(home).values()), home.logs)
    stop(home)
    yield home
    stop(home)


def stop(home: Home) -> None:
    if home.process.poll() is None:
        home.process.send_signal(signal.SIGTERM)
        home.process.wait(timeout=60)


def ask(home: Home, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home.folder / "prefect" / "prefect.db", timeout=30)) as database:
        rows: list[tuple[object, ...]] = database.execute(query).fetchall()
        database.commit()
        return rows


def counts(home: Home) -> dict[str, object]:
    return {name: ask(home, query)[0][0] for name, query in TABLES.items()}


def make_older(home: Home, days: int) -> list[object]:
    """As if all that is over had been so many days ago; the runs, by number."""
    for table, columns in {
        "flow_run": ("end_time", "created"),
        "task_run": ("end_time", "created"),
        "events": ("occurred", "created"),
        "event_resources": ("occurred", "created"),
    }.items():
        changes = ", ".join(
            f"{column} = strftime('%Y-%m-%d %H:%M:%f000', {column}, '-{days} days')"
            for column in columns
        )
        ask(home, f"UPDATE {table} SET {changes} WHERE {columns[0]} IS NOT NULL")
    return [row[0] for row in ask(home, f"SELECT id FROM flow_run WHERE {OVER}")]


def left(home: Home, runs: list[object]) -> int:
    """How many of these runs, and rows that belong to them or to a background task, there are."""
    mine = ", ".join(f"'{run}'" for run in runs)
    return sum(
        int(str(ask(home, query)[0][0]))
        for query in (
            f"SELECT count(*) FROM flow_run WHERE id IN ({mine})",
            f"SELECT count(*) FROM flow_run_state WHERE flow_run_id IN ({mine})",
            f"SELECT count(*) FROM artifact WHERE flow_run_id IN ({mine})",
            "SELECT count(*) FROM task_run WHERE end_time < datetime('now', '-7 days')",
            "SELECT count(*) FROM events WHERE occurred < datetime('now', '-1 day')",
        )
    )


def test_what_is_over_for_longer_than_a_week_goes_and_leaves_nothing_behind(home: Home) -> None:
    runs = make_older(home, 8)
    assert left(home, runs) > len(runs)
    home.process = home.up()
    wait_for(lambda: left(home, runs) == 0, home.logs)


def test_what_was_a_few_days_ago_can_still_be_looked_at(home: Home) -> None:
    runs = make_older(home, 6)
    tasks = counts(home)["runs of the background task"]
    home.process = home.up()
    wait_for(lambda: left(home, []) == 0, home.logs)  # events of days ago are thrown away
    assert left(home, runs) >= 2 * len(runs)
    assert counts(home)["runs of the background task"] == tasks


def test_nothing_is_kept_of_what_a_background_task_gives(home: Home) -> None:
    storage = home.folder / "prefect" / "storage"
    assert not storage.exists() or not list(storage.iterdir())
    assert ask(home, "SELECT count(*) FROM artifact WHERE type IS NULL") == [(0,)]
    assert ask(home, "SELECT count(*) FROM task_run WHERE flow_run_id IS NOT NULL") == [(0,)]
