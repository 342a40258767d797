"""Our own steps, each in a process of its own, so that its memory is its own."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from reminders.cache import compiled
from reminders.data import Size
from reminders.databases import Server
from reminders.spent import FailedError, Spent

BENCH = Path(__file__).resolve().parent.parent
REAPED_AFTER = 0.3
"""Seconds until a database server has counted what a connection that has gone had used."""


@dataclass(frozen=True)
class Place:
    """Where our steps work: an installation's folder on a database server."""

    server: Server
    home: Path

    def step(self, name: str, database: str, *more: object) -> dict[str, float]:
        """Runs a step of reminders.worker on a database (by URL) and gives what it printed."""
        words = [name, str(self.home), database, *map(str, more)]
        # The key that seals addresses lies in the installation's folder, found by its name.
        variables = os.environ | {"PYTHONPATH": str(BENCH), "DONDOC_HOME": str(self.home)}
        variables |= compiled()
        done = subprocess.run(
            [sys.executable, "-m", "reminders.worker", *words],
            cwd=BENCH, env=variables, check=False, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise FailedError(f"{name} ended with {done.returncode}: {done.stderr[-2000:]}")
        found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return found

    def spent(self, name: str, database: str, *more: object) -> tuple[Spent, dict[str, float]]:
        """What a step spent, the database server's processor included, and what it made."""
        before, start = self.server.cpu(), time.perf_counter()
        made = self.step(name, database, *more)
        whole = time.perf_counter() - start
        time.sleep(REAPED_AFTER)
        return Spent(
            seconds=made["seconds"],
            cpu=made["cpu"] + self.server.cpu() - before,
            peak_mb=made["peak_mb"],
            letters=int(made.get("sent", 0)),
            start=whole - made["seconds"],
            start_cpu=made["start_cpu"],
        ), made


def filled(place: Place, name: str, size: Size) -> str:
    """The URL of a new database with items of this size in it."""
    url = place.server.database(name)
    place.step("fill", url, size.open, size.due, size.people)
    return url


def decided(place: Place, url: str, size: Size) -> Spent:
    """Scan, decide, queue. Raises FailedError when not every due item came out of it."""
    spent, made = place.spent("decide", url)
    if (made["nudges"], made["messages"]) != (size.due, size.people):
        raise FailedError(f"of {size} came {made['nudges']} nudges, {made['messages']} messages")
    return spent


def delivered(place: Place, url: str, port: int, letters: int) -> Spent:
    """Sends what is queued. Raises FailedError when not every letter went."""
    spent, _ = place.spent("deliver", url, port)
    if spent.letters != letters:
        raise FailedError(f"{spent.letters} of {letters} letters were sent")
    return spent
