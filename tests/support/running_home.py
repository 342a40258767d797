"""An installation in a folder of its own, run by the command."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from postgres_server import free_port

from dondoc.clockwork.wake import api_url, is_listening
from dondoc.settings import Settings

DONDOC = Path(sys.executable).with_name("dondoc")


READY = "Ctrl"


PATIENCE = 150.0


class Home:
    """A data folder, and what runs on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DONDOC_", "PREFECT_"))
        } | {"DONDOC_HOME": str(folder), "DONDOC_PREFECT_PORT": str(self.port)}
        self.output = folder.parent / "up.txt"
        self.process: subprocess.Popen[bytes]
        self.listened = False

    def up(self, *options: str) -> "subprocess.Popen[bytes]":
        """Starts `dondoc up` and waits until it says how to stop it."""
        with self.output.open("wb") as out:
            process = subprocess.Popen(
                [DONDOC, "up", *options],
                env=self.environment,
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                preexec_fn=_hear_the_keyboard,  # noqa: PLW1509 (no threads here)
            )
        wait_for(lambda: READY in self.said or process.poll() is not None, self.logs)
        assert process.poll() is None, self.logs()
        noted = api_url(Settings(home=self.folder))
        self.listened = noted is not None and is_listening(noted)
        return process

    def once(self) -> None:
        """Runs `dondoc up --once` to its end, which is a good one."""
        with self.output.open("wb") as out:
            done = subprocess.run(
                [DONDOC, "up", "--once"],
                env=self.environment,
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                timeout=2 * PATIENCE,
                check=False,
            )
        assert done.returncode == 0, self.logs()

    @property
    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def logs(self) -> str:
        parts = [self.said]
        parts += [path.read_text(errors="replace")[-3000:] for path in self.folder.rglob("*.log")]
        return "\n".join(parts)

    def run(self, *command: str) -> dict[str, Any]:
        """Runs a command beside it and reads its JSON."""
        done = subprocess.run(
            [DONDOC, *command, "--json"], env=self.environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def reported(self) -> int:
        """How many checkpoints the flow has moved to "reported"."""
        count: int = self.run("status")["stages"]["reported"]
        return count

    def files_report(self, ref: str) -> None:
        unit = ref.partition("@")[2].partition("/")[0]
        self.run("report", ref, "--by", f"CB-{unit}1", "--value", "7")


def wait_for(true: Callable[[], bool], explain: Callable[[], str] = str) -> None:
    """Waits until something holds; fails with an explanation when it does not."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if true():
            return
        time.sleep(0.2)
    pytest.fail(f"waited in vain\n{explain()}")


def _hear_the_keyboard() -> None:
    """Tests that a shell runs in the background inherit that Ctrl+C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
