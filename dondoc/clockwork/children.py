"""Processes that end with their parent, however it ends.

Each child leads a process group of its own. A guard process waits for the parent's end of a pipe
to close, which the kernel does even after `kill -9`, and then ends every group.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

GRACE_SECONDS = 4.0
_POLL_SECONDS = 0.1
_GUARD = Path(__file__).with_name("guard.py")


@dataclass
class Child:
    """A process to keep running: restarted when it dies."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes]
    restarts: int = 0

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.process.poll()


@dataclass
class Children:
    """The child processes of `dondoc up`."""

    environment: dict[str, str]
    logs: Path
    running: dict[str, Child] = field(default_factory=dict)
    _guard: "subprocess.Popen[bytes] | None" = None

    def __enter__(self) -> "Children":
        self._guard = subprocess.Popen(  # noqa: S603 (our own script)
            [sys.executable, str(_GUARD)], stdin=subprocess.PIPE, start_new_session=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, name: str, command: list[str]) -> Child:
        """Starts a process; its output goes to a file of its own among the logs."""
        with self.log_of(name).open("ab") as log:
            process = self._spawn(command, log, subprocess.DEVNULL)
        child = Child(name, command, process)
        self.running[name] = child
        return child

    def run(self, name: str, command: list[str]) -> "subprocess.Popen[bytes]":
        """Starts a process that ends by itself; its standard output is read by the caller."""
        with self.log_of(name).open("ab") as log:
            return self._spawn(command, log, subprocess.PIPE)

    def log_of(self, name: str) -> Path:
        """The file in which a process's output is kept."""
        return self.logs / f"{name}.log"

    def wait_until(self, name: str, ready: Callable[[], bool], patience: float) -> None:
        """Returns once a process is `ready`; asks it again and again for `patience` seconds.

        Raises RuntimeError naming its log when it takes longer, or has ended.
        """
        deadline = time.monotonic() + patience
        child = self.running[name]
        while time.monotonic() < deadline and child.exit_code is None:
            if ready():
                return
            time.sleep(_POLL_SECONDS)
        raise RuntimeError(str(self.log_of(name)))

    def restart_dead(self) -> list[Child]:
        """Starts again whatever died; says which."""
        dead = [child for child in self.running.values() if child.exit_code is not None]
        for child in dead:
            again = self.start(child.name, child.command)
            again.restarts = child.restarts + 1
        return dead

    def end(self, name: str) -> None:
        """Ends one child, if there is one, with all that it started; it is not started again."""
        child = self.running.pop(name, None)
        if child is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=GRACE_SECONDS)

    def restart(self, name: str) -> None:
        """Ends a child that is there and starts it again."""
        if child := self.running.get(name):
            self.end(name)
            self.start(name, child.command)

    def stop(self) -> None:
        """Ends every child: first politely, then for certain. The guard does it."""
        if self._guard is None or self._guard.stdin is None:
            return
        with contextlib.suppress(OSError):
            self._guard.stdin.close()
        self._guard.wait()
        for child in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=GRACE_SECONDS)
        self._guard = None

    def _spawn(self, command: list[str], log: IO[bytes], output: int) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(  # noqa: S603 (our own commands, no shell)
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log if output == subprocess.DEVNULL else output,
            stderr=log,
            start_new_session=True,
        )
        self._watch(process.pid)
        return process

    def _watch(self, pid: int) -> None:
        if self._guard is None or self._guard.stdin is None:
            raise RuntimeError("children are started inside the with block")
        self._guard.stdin.write(f"{pid}\n".encode())
        self._guard.stdin.flush()
