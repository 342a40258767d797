"""What a run of something spent: time, processor and memory, ours and other people's alike."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Spent:
    """`seconds`: from start to end; `cpu`: of the processor; `peak_mb`: memory at the most.

    `letters`: how many were sent; `note`: what a reader must know beside the numbers.
    `start` and `start_cpu`: what came before, until the program could begin, where it is apart.
    """

    seconds: float
    cpu: float
    peak_mb: float
    letters: int = 0
    note: str = ""
    start: float = 0.0
    start_cpu: float = 0.0

    def times(self, factor: float, idle: "Spent | None" = None) -> "Spent":
        """What so many times the work would take; what a run without work takes stays once."""
        once, cpu = (idle.seconds, idle.cpu) if idle else (0.0, 0.0)
        return replace(
            self,
            seconds=once + (self.seconds - once) * factor,
            cpu=cpu + (self.cpu - cpu) * factor,
            letters=round(self.letters * factor),
        )

    def then(self, other: "Spent", *, started: bool = False) -> "Spent":
        """With what is done next, as one program would; its one start included, unless `started`.

        The service that sends reminders every day is started once.
        """
        start, cpu = (0.0, 0.0) if started else (self.start, self.start_cpu)
        return Spent(
            seconds=start + self.seconds + other.seconds,
            cpu=cpu + self.cpu + other.cpu,
            peak_mb=max(self.peak_mb, other.peak_mb),
            letters=self.letters + other.letters,
        )


class FailedError(Exception):
    """A measured program ended with an error; says which, and the end of what it wrote."""


def spent_by(command: Sequence[str | Path], environment: Mapping[str, str], log: Path) -> Spent:
    """Runs a program to its end, with what it prints in `log`.

    Memory is that of the largest process of all it started. Raises FailedError.
    """
    start = time.perf_counter()
    with log.open("wb") as output:
        program = subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=output, stderr=output, cwd=log.parent
        )
        _, status, usage = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode:
        end = log.read_text(encoding="utf-8", errors="replace")[-800:]
        raise FailedError(f"{command[0]} ended with {program.returncode}: {end}")
    return Spent(
        seconds=time.perf_counter() - start,
        cpu=usage.ru_utime + usage.ru_stime,
        peak_mb=usage.ru_maxrss / 1024,
    )
