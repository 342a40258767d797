"""The whole comparison in one run: our pages on PostgreSQL, then Redmine's list."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from reminders import databases
from reminders.data import Size
from reminders.ours import BENCH
from reminders.sink import MissingError

from pages.data import OFFICIAL, SECRETARIAT
from pages.load import Target
from pages.servers import ours, redmines

FULL = Size(open=100_000, due=28_000, people=1_000)
AT_ONCE = 20
COOKIE = "dondoc_session"
PAGES = (
    ("overdue board", SECRETARIAT, "/overdue"),
    ("overdue board, filtered", SECRETARIAT, "/overdue?q=dang%20vien&late=2&sort=unit"),
    ("my work", OFFICIAL, "/work"),
    ("item page", SECRETARIAT, "/items/2022/N5@U7"),
    ("search", SECRETARIAT, "/search?q=giai%20phong%20mat%20bang"),
    ("preview", SECRETARIAT, "/preview"),
)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10, help="for each page")
    parser.add_argument("--scale", type=int, default=1, help="so many times smaller")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sqlite", action="store_true", help="ours on SQLite instead")
    parser.add_argument("--no-peer", action="store_true")
    given = parser.parse_args()
    size = Size(FULL.open // given.scale, FULL.due // given.scale, FULL.people // given.scale)
    kind = databases.sqlite if given.sqlite else databases.postgresql
    with tempfile.TemporaryDirectory(prefix="dondoc-bench-") as name:
        folder = Path(name)
        try:
            with kind(folder) as server:
                own = _ours(server, folder, size, given.seconds, given.workers)
        except MissingError as missing:
            print(missing)
            return
        if not given.no_peer:
            try:
                _peer(folder, size, given.seconds, own)
            except MissingError as missing:
                print(missing)


def _ours(
    server: databases.Server, folder: Path, size: Size, seconds: float, workers: int
) -> float:
    print(f"{size.open:,} assignments on {server.name}, {AT_ONCE} requests at once")
    home = folder / "home"
    url = server.database("pages")
    cookies = filled_with(home, url, size.open, size.due, size.people)
    from postgres_server import free_port

    port, board = free_port(), 0.0
    with ours(home, url, port, workers):
        for name, who, path in PAGES:
            target = Target("127.0.0.1", port, path, f"{COOKIE}={cookies[who]}", "</html>")
            p95 = _shown(name, _times(home, target, seconds))
            board = board or p95
    return board


def _peer(folder: Path, size: Size, seconds: float, own: float) -> None:
    from postgres_server import free_port

    port = free_port()
    with redmines(folder, size, port):
        path = "/issues?set_filter=1&sort=due_date&per_page=50"
        target = Target("127.0.0.1", port, path, must='id="issue-')
        p95 = _shown("Redmine's issue list", _times(folder, target, max(seconds, 20)))
    print(f"Redmine's list / our overdue board, p95: {p95 / own:.1f}")


def _times(home: Path, target: Target, seconds: float) -> list[float]:
    """Asked for a moment first, so that what is compiled once is compiled."""
    asked(home, target, AT_ONCE, min(2.0, seconds))
    return asked(home, target, AT_ONCE, seconds)


def filled_with(home: Path, url: str, *numbers: int) -> dict[str, str]:
    """Fills a database; the cookies of two people by their codes."""
    lines = _python("pages.data", home, url, *numbers).splitlines()
    return dict(line.split() for line in lines)


def asked(home: Path, target: Target, at_once: int, seconds: float) -> list[float]:
    """How long each answer took, in seconds."""
    words = json.dumps(asdict(target)), at_once, seconds
    times: list[float] = json.loads(_python("pages.load", home, *words))
    return times


def _shown(name: str, times: list[float]) -> float:
    """Prints a line in milliseconds; gives the 95th percentile in seconds."""
    steps = statistics.quantiles(times, n=100)
    print(
        f"{name:28} p50 {steps[49] * 1000:8.1f} ms   p95 {steps[94] * 1000:8.1f} ms"
        f"   slowest {max(times) * 1000:8.1f} ms   {len(times):6} answers",
        flush=True,
    )
    return steps[94]


def _python(module: str, home: Path, *words: object) -> str:
    home.mkdir(exist_ok=True)
    paths = os.pathsep.join(map(str, (BENCH, BENCH.parent, BENCH.parent / "tests/support")))
    variables = os.environ | {"PYTHONPATH": paths, "DONDOC_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, words)],
        cwd=BENCH, env=variables, check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise MissingError(f"{module} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout
