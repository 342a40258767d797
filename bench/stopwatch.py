"""What every benchmark here shares: a fresh database, a stopwatch, and a table of ratios."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="dondoc-bench-") as name:
        yield Path(name)


def seconds(work: Callable[[], object], runs: int = 1) -> float:
    """The median time of some runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def show(what: str, ours: float, limit_name: str, limit: float) -> None:
    """One line: ours, the limit of the same run, and how many times the limit ours is."""
    print(f"{what}: {ours:.3f} s; {limit_name}: {limit:.3f} s; ratio {ours / limit:.1f}")
