"""`dondoc up`, as a person starts it: real Prefect, real processes, a home of its own."""

import signal
import socket
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from running_home import DONDOC, Home, wait_for
from samples import sample_in_the_morning

from dondoc.clock import wall_clock
from dondoc.services.sample.fill import SAMPLE_DAY
from dondoc.settings import Settings
from dondoc.workplace import open_workplace
from models.rules.checkpoints import HANOI

pytestmark = [pytest.mark.prefect, pytest.mark.timeout(400)]


def family(process: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    """A process and everything that it started."""
    root = psutil.Process(process.pid)
    return [root, *root.children(recursive=True)]


def gone(processes: list[psutil.Process]) -> bool:
    """Whether none of them is alive; one that only waits to be buried is dead."""
    return not any(
        process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The sample at work; `home.process` is what keeps it so."""
    home = Home(tmp_path_factory.mktemp("up") / "var")
    home.process = home.up()
    yield home
    home.process.send_signal(signal.SIGTERM)
    home.process.wait(timeout=30)


def test_it_opens_the_sample_and_does_the_main_job(home: Home) -> None:
    if not 7 <= wall_clock().astimezone(HANOI).hour < 19:  # its letters wait for a working morning
        sample_in_the_morning(open_workplace(Settings(home=home.folder), "sample"), SAMPLE_DAY)
        home.run("deliver", "--as-of", f"{SAMPLE_DAY + timedelta(days=3)}")
    status = home.run("status")
    assert status["sample"] is True
    checkpoints = status["checkpoints"]
    parts = ("done_in_time", "done_late", "open_in_time", "overdue")
    assert sum(checkpoints[part] for part in parts) == checkpoints["total"]
    assert all(checkpoints[part] for part in (*parts, "due_soon"))
    assert status["pending"] == 0
    assert status["messages"]["sent"] == len(list((home.folder / "mailbox").glob("*.eml"))) > 0
    assert (home.folder / "mailbox" / "index.html").exists()
    assert list((home.folder / "digests").glob("2022-Q1-*.vi.html"))


def test_it_says_that_it_is_ready_when_it_can_be_woken(home: Home) -> None:
    assert home.listened
    assert "resident.log" not in home.said


def test_it_refuses_a_second_start_on_the_same_data(home: Home) -> None:
    second = subprocess.run(
        [DONDOC, "up"], env=home.environment, capture_output=True, check=False, timeout=60
    )
    assert second.returncode == 1
    assert b"Traceback" not in second.stderr


def test_a_recorded_act_moves_at_once(home: Home) -> None:
    before = home.reported()
    home.files_report("DV01@YL/Q2")
    wait_for(lambda: home.reported() == before + 1, home.logs)


def test_acts_are_taken_while_prefect_is_dead_and_move_when_it_is_back(home: Home) -> None:
    before = home.reported()
    server = next(
        one for one in psutil.process_iter(["cmdline"])
        if str(home.port) in (one.info["cmdline"] or []) and "uvicorn" in one.info["cmdline"]
    )  # fmt: skip
    server.kill()
    home.files_report("DV01@VT/Q2")
    wait_for(lambda: home.reported() == before + 1, home.logs)


@pytest.mark.slow
def test_nothing_is_left_after_kill_9_and_a_second_start_goes_on(home: Home) -> None:
    home.files_report("DV01@BX/Q2")
    moved = home.run("assignment", "show", "DV01@BX")
    processes = family(home.process)
    home.process.kill()
    home.process.wait()
    wait_for(lambda: gone(processes), home.logs)
    with socket.socket() as taken:  # somebody else has the port: the next one is used
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", home.port))
        taken.listen()
        home.process = home.up()
        assert f":{home.port}" not in home.said
    again = home.run("assignment", "show", "DV01@BX")
    assert len(again["events"]) >= len(moved["events"])
    processes = family(home.process)
    home.process.send_signal(signal.SIGINT)
    assert home.process.wait(timeout=30) == 0
    assert gone(processes)


@pytest.mark.slow
def test_a_real_installation_begins_empty(tmp_path: Path) -> None:
    home = Home(tmp_path / "var")
    process = home.up("--no-sample")
    assert "plan load" in home.said
    process.terminate()
    process.wait(timeout=30)
    assert (home.folder / "dondoc.sqlite").exists()
    assert not (home.folder / "sample.sqlite").exists()
