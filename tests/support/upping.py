"""`dondoc up` for the stories: the sample, real Prefect, the real pages, a home of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

DONDOC = Path(sys.executable).with_name("dondoc")
PATIENCE = 150.0


@dataclass
class Up:
    """What runs, and where: `url` of its pages; `said` is what it told who started it."""

    home: Path
    url: str
    said: str

    @property
    def mailbox(self) -> str:
        """The address of the folder's list of letters."""
        return (self.home / "mailbox" / "index.html").as_uri()


@contextmanager
def dondoc_up(folder: Path) -> Iterator[Up]:
    """Starts it and waits until it says how to stop it; stops it at the end."""
    web, prefect = free_ports()
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DONDOC_", "PREFECT_"))
    } | {
        "DONDOC_HOME": str(folder / "var"),
        "DONDOC_WEB_PORT": str(web),
        "DONDOC_PREFECT_PORT": str(prefect),
    }
    told = folder / "up.txt"
    with told.open("wb") as out:
        process = subprocess.Popen(
            [DONDOC, "up"],
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    try:
        _wait(process, told)
        yield Up(folder / "var", f"http://127.0.0.1:{web}", told.read_text(encoding="utf-8"))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait(process: "subprocess.Popen[bytes]", told: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while "Ctrl" not in told.read_text(encoding="utf-8"):
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"it did not come up\n{told.read_text(encoding='utf-8')}")
        time.sleep(0.1)  # another process: it says when it is there


def free_ports() -> tuple[int, int]:
    """Two that nobody listens at."""
    with closing(socket.socket()) as one, closing(socket.socket()) as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]
