"""Prefect's database is damaged, or Prefect does not start: pages and acts go on under `up`."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_server import free_port
from running_home import Home, wait_for

from dondoc.clockwork.pages import is_served

pytestmark = [pytest.mark.prefect, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A data folder; what `home.process` is, is stopped at the end."""
    home = Home(tmp_path / "var")
    home.environment["DONDOC_WEB_PORT"] = str(free_port())
    yield home
    home.process.send_signal(signal.SIGTERM)
    home.process.wait(timeout=60)


def served(home: Home) -> bool:
    return is_served(int(home.environment["DONDOC_WEB_PORT"]))


def damage(home: Home) -> None:
    """Writes over every byte of Prefect's database, and of its log."""
    for file in (home.folder / "prefect").glob("prefect.db*"):
        if file.suffix != ".db-shm":
            size = file.stat().st_size
            with file.open("r+b") as open_file:
                open_file.write(os.urandom(size))


def set_aside(home: Home) -> list[Path]:
    return list((home.folder / "prefect").glob("prefect.db.damaged-*[0-9]"))


def test_a_database_that_is_damaged_under_up_is_made_anew_and_acts_move(home: Home) -> None:
    home.process = home.up()
    before = home.reported()
    damage(home)
    home.files_report("DV01@YL/Q2")
    assert served(home)
    wait_for(lambda: home.reported() == before + 1, home.logs)
    wait_for(lambda: bool(set_aside(home)), home.logs)
    assert served(home)
    wait_for(lambda: str(set_aside(home)[0]) in home.said, home.logs)
    wait_for((home.folder / "prefect" / "prefect.db").exists, home.logs)
    home.files_report("DV01@VT/Q2")
    wait_for(lambda: home.reported() == before + 2, home.logs)


def test_up_starts_on_a_damaged_database_with_a_new_one(home: Home) -> None:
    (home.folder / "prefect").mkdir(parents=True)
    (home.folder / "prefect" / "prefect.db").write_bytes(os.urandom(100_000))
    home.process = home.up()
    assert str(set_aside(home)[0]) in home.said
    assert home.listened
    before = home.reported()
    home.files_report("DV01@YL/Q2")
    wait_for(lambda: home.reported() == before + 1, home.logs)


def test_pages_and_acts_go_on_although_prefect_cannot_start(home: Home) -> None:
    nowhere = home.folder.parent / "nowhere" / "prefect.db"
    home.environment["PREFECT_API_DATABASE_CONNECTION_URL"] = f"sqlite+aiosqlite:///{nowhere}"
    home.process = home.up()
    assert served(home)
    wait_for(lambda: home.run("status")["pending"] == 0, home.logs)
    before = home.reported()
    home.files_report("DV01@YL/Q2")
    wait_for(lambda: home.reported() == before + 1, home.logs)
    nowhere.parent.mkdir()  # mended: it is started again by itself
    wait_for(lambda: "đã trả lời" in home.said, home.logs)
