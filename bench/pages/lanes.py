"""How long "my work" takes while twelve exports are asked for at once, with and without lanes."""

import argparse
import statistics
import tempfile
import threading
import time
from pathlib import Path

from reminders import databases

from pages.data import OFFICIAL, SECRETARIAT
from pages.load import Target
from pages.run import COOKIE, asked, filled_with
from pages.servers import ours

SIZE = (10_000, 2_800, 200)
EXPORTS, READERS = 12, 4
BEFORE, SECONDS, AFTERWARDS = 2.0, 5.0, 1.0
MODULES = {"with the quick lane": "dondoc.web", "without": "pages.one_lane"}


def main() -> None:
    """Prints the medians, and how many times as long it takes without."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    times: dict[str, list[float]] = {name: [] for name in MODULES}
    with tempfile.TemporaryDirectory(prefix="dondoc-bench-") as name:
        folder = Path(name)
        with databases.sqlite(folder) as server:
            url = server.database("pages")
            cookies = filled_with(folder / "home", url, *SIZE)
            for _ in range(rounds):
                for way, module in MODULES.items():
                    times[way].append(_median(folder / "home", url, module, cookies))
    quick, slow = (statistics.median(each) * 1000 for each in times.values())
    print(f"my work among exports: {quick:.0f} ms; without the lane: {slow:.0f} ms;", end=" ")
    print(f"ratio {slow / quick:.1f}")


def _median(home: Path, url: str, module: str, cookies: dict[str, str]) -> float:
    """The median of the quick page's times while the exports are made."""
    from postgres_server import free_port

    port = free_port()
    export, page = (
        Target("127.0.0.1", port, path, f"{COOKIE}={cookies[who]}")
        for path, who in (("/overdue.xlsx", SECRETARIAT), ("/work", OFFICIAL))
    )
    with ours(home, url, port, 1, module):
        asked(home, page, READERS, 1.0)
        seconds = BEFORE + SECONDS + AFTERWARDS
        crowd = threading.Thread(target=asked, args=(home, export, EXPORTS, seconds))
        crowd.start()
        time.sleep(BEFORE)
        times = asked(home, page, READERS, SECONDS)
        crowd.join()
    return statistics.median(times)
