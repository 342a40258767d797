"""Keeping Prefect's server at work, with a small server of our own that starts at once."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from postgres_server import free_port
from running_home import wait_for

from dondoc.clockwork import server, upkeep
from dondoc.clockwork.children import Children
from dondoc.clockwork.upkeep import ServerUpkeep

SERVER = """
import sqlite3, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
def ask(statement):
    with sqlite3.connect(sys.argv[1]) as database:
        return database.execute(statement).fetchall()
ask("CREATE TABLE IF NOT EXISTS run (name TEXT)")
ask("INSERT INTO run VALUES ('x')")
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(200)
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        try:
            ask("SELECT count(*) FROM run")
            self.answer(200)
        except sqlite3.Error:
            self.answer(503)
    def answer(self, status):
        self.send_response(status)
        self.end_headers()
    def log_request(self, *_):
        pass
HTTPServer(("127.0.0.1", int(sys.argv[2])), Handler).serve_forever()
"""
DIES = "raise SystemExit(3)"
SLEEPS = [sys.executable, "-c", "import time; time.sleep(300)"]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "prefect.db"


@pytest.fixture
def kept(tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServerUpkeep]:
    """Asked as often as somebody looks; its server is ours."""

    def command(port: int) -> list[str]:
        return [sys.executable, "-c", SERVER, str(database), str(port)]

    monkeypatch.setattr(server, "server_command", command)
    monkeypatch.setattr(upkeep, "ASK_SECONDS", 0.0)
    port = free_port()
    with Children(dict(os.environ), tmp_path) as children:
        yield ServerUpkeep(children, f"http://127.0.0.1:{port}/api", port, database, ("resident",))
        for name in tuple(children.running):
            children.end(name)


def damage(database: Path) -> None:
    with database.open("r+b") as file:
        file.write(os.urandom(database.stat().st_size))


def set_aside(database: Path) -> list[Path]:
    return list(database.parent.glob("prefect.db.damaged-*"))


def answers(kept: ServerUpkeep) -> bool:
    kept.watch()
    kept.children.restart_dead()
    return kept.silent_for() == 0.0


def test_a_sound_database_is_left_alone(kept: ServerUpkeep, database: Path) -> None:
    assert kept.start() is None
    assert kept.wait() is None
    assert answers(kept)
    assert set_aside(database) == []


def test_a_damaged_one_is_set_aside_before_a_start(kept: ServerUpkeep, database: Path) -> None:
    database.write_bytes(os.urandom(5000))
    assert [kept.start()] == set_aside(database)
    assert kept.wait() is None
    assert answers(kept)


def test_one_with_which_a_start_fails_is_set_aside(kept: ServerUpkeep, database: Path) -> None:
    with closing(sqlite3.connect(database)) as foreign, foreign:  # sound, and of another kind
        foreign.execute("CREATE VIEW run AS SELECT 1 AS name")
    assert kept.start() is None
    assert [kept.wait()] == set_aside(database) != []
    assert answers(kept)


def test_one_damaged_at_work_is_replaced_and_what_needs_the_server_starts_again(
    kept: ServerUpkeep, database: Path
) -> None:
    kept.start()
    kept.wait()
    resident = kept.children.start("resident", SLEEPS)
    assert answers(kept)
    damage(database)
    wait_for(lambda: kept.watch() is not None)
    assert len(set_aside(database)) == 1
    assert resident.exit_code is not None
    assert kept.children.running["resident"].exit_code is None
    wait_for(lambda: answers(kept))


def test_a_part_that_nobody_asks_for_is_found_damaged_after_a_while(
    kept: ServerUpkeep, database: Path
) -> None:
    kept.start()
    kept.wait()
    with closing(sqlite3.connect(database)) as more, more:
        more.execute("CREATE TABLE log (text TEXT)")
        more.executemany("INSERT INTO log VALUES (?)", [("x" * 900,)] * 100)
    with database.open("r+b") as file:
        file.seek(-40_000, os.SEEK_END)
        file.write(os.urandom(8_000))
    assert answers(kept)
    assert set_aside(database) == []
    kept._next_reading = 0.0
    assert kept.watch() is not None


def test_a_killed_server_keeps_its_database(kept: ServerUpkeep, database: Path) -> None:
    kept.start()
    kept.wait()
    assert answers(kept)
    kept.children.running[server.NAME].process.kill()
    kept.children.running[server.NAME].process.wait()
    wait_for(lambda: answers(kept))
    assert set_aside(database) == []


def test_where_nothing_helps_it_is_set_aside_once_and_the_silence_counted(
    kept: ServerUpkeep, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(database)) as sound, sound:
        sound.execute("CREATE TABLE run (name TEXT)")
    monkeypatch.setattr(server, "server_command", lambda _: [sys.executable, "-c", DIES])
    kept.start()
    with pytest.raises(RuntimeError, match=r"prefect-server\.log"):
        kept.wait()
    for _ in range(3):
        kept.children.running[server.NAME].process.wait()
        assert not answers(kept)
    assert len(set_aside(database)) == 1
    assert kept.silent_for() > 0


def test_a_server_that_is_not_ours_is_only_asked(kept: ServerUpkeep, database: Path) -> None:
    kept.port = 0
    database.write_bytes(os.urandom(5000))
    assert kept.start() is None
    assert kept.wait() is None
    assert kept.watch() is None
    assert kept.silent_for() > 0
    assert set_aside(database) == []
