"""What steps take that are measured by turns, and a bar that shows how far a long run is."""

import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

_WIDTH = 40


class Spent:
    """By step: processor time of this process, and time by the clock, in seconds."""

    def __init__(self) -> None:
        self.took: dict[str, float] = defaultdict(float)
        self.by_clock: dict[str, float] = defaultdict(float)

    @contextmanager
    def on(self, step: str) -> Iterator[None]:
        """What the block takes is the step's."""
        begun, clock = time.process_time(), time.perf_counter()
        yield
        self.took[step] += time.process_time() - begun
        self.by_clock[step] += time.perf_counter() - clock

    def table(self) -> str:
        """A line a step."""
        return "\n".join(
            f"{step:10}{took:9.2f} s of the processor{self.by_clock[step]:9.2f} s by the clock"
            for step, took in self.took.items()
        )


def bar(done: int, in_all: int) -> None:
    """Shows on a terminal how far it is; elsewhere nothing."""
    if sys.stderr.isatty():
        full = _WIDTH * done // max(1, in_all)
        end = "\n" if done == in_all else ""
        line = f"\r[{'#' * full}{'.' * (_WIDTH - full)}] {done:,} / {in_all:,}{end}"
        print(line, end="", file=sys.stderr, flush=True)
