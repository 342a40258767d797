"""One deadline for a whole exchange with somebody else's server, however slowly it trickles.

Libraries limit each single wait, so a byte every few seconds holds them for ever. Here the
connections that a thread makes are noted through the interpreter's audit events, which no library
can go around, and shut down when time is up: whoever reads from them sees the end.
"""

import os
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any

LETTER_SECONDS = 120.0
"""For a letter with all that it takes: a connection, encryption, signing in."""
_MAX_KNOWN = 32
_LOOK_SECONDS, _IDLE_LOOKS = 0.1, 5


class Connections:
    """The connections that one client has made, known by number and inode.

    A client wraps, passes on and keeps them as it likes. A number that was given to another
    file meanwhile has another inode.
    """

    def __init__(self) -> None:
        self._known: deque[tuple[int, int]] = deque(maxlen=_MAX_KNOWN)

    def note(self, connection: socket.socket) -> None:
        """Remembers one that is about to be made."""
        number = connection.fileno()
        with suppress(OSError):  # one that is closed already
            self._known.append((number, os.fstat(number).st_ino))

    def shut(self) -> None:
        """Ends all that are still open; who reads from one sees its end."""
        for number, inode in tuple(self._known):
            with suppress(OSError), socket.socket(fileno=os.dup(number)) as same:
                if inode and os.fstat(same.fileno()).st_ino == inode:
                    same.shutdown(socket.SHUT_RDWR)


@dataclass(eq=False)
class Deadline:
    """When an exchange ends at the latest; `passed`: it was ended."""

    ends: float
    connections: Connections
    passed: bool = False

    def end_if_due(self) -> None:
        """Ends the exchange once its time is up."""
        if time.monotonic() >= self.ends:
            self.passed = True
            self.connections.shut()


_current: ContextVar[Deadline | None] = ContextVar("_current", default=None)


@contextmanager
def deadline(seconds: float, connections: Connections) -> Iterator[Deadline]:
    """Within the block, what this thread says over these connections ends in so many seconds.

    New ones belong to them. Asking for a host's address is not ended; it has limits of its own.
    """
    _install()
    limit = Deadline(time.monotonic() + seconds, connections)
    token = _current.set(limit)
    _WATCH.add(limit)
    try:
        yield limit
    finally:
        _WATCH.remove(limit)
        _current.reset(token)


@cache
def _install() -> None:
    """Audit hooks cannot be removed; this one does nothing outside of `deadline`."""
    sys.addaudithook(_note)


def _note(event: str, args: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    limit = _current.get()
    if limit is not None:
        if limit.passed:
            raise TimeoutError("time is up")
        limit.connections.note(args[0])


@dataclass
class _Watch:
    """The thread that looks at all deadlines of this process; there is none while there are none.

    A process with a second thread may not be copied (see `delivery/forked.py`).
    """

    limits: set[Deadline] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    thread: threading.Thread | None = None

    def add(self, limit: Deadline) -> None:
        with self.lock:
            self.limits.add(limit)
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._end_due, daemon=True, name="deadlines")
                self.thread.start()

    def remove(self, limit: Deadline) -> None:
        with self.lock:
            self.limits.discard(limit)

    def _end_due(self) -> None:
        idle = 0
        while True:
            time.sleep(_LOOK_SECONDS)
            with self.lock:
                limits = tuple(self.limits)
                idle = 0 if limits else idle + 1
                if idle >= _IDLE_LOOKS:
                    self.thread = None
                    return
            for limit in limits:
                limit.end_if_due()


_WATCH = _Watch()
