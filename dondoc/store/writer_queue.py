"""Who may write to SQLite now: deliverers queue up, threads and processes alike.

SQLite has one writer at a time, and whoever meets another sleeps for longer than a letter
takes before it looks again; a lock of the system wakes the next one at once. The lock is a
file beside the database, and ends with the process that holds it, however that ends.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine

_ENDING = "-pen"


@dataclass(frozen=True)
class WriterQueue:
    """A queue of those who write.

    `path`: the file that processes queue up at; '' where the database sees to it itself.
    """

    path: str = ""
    _threads: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Within the block nobody else writes who waits in the queue."""
        if not self.path:
            yield
            return
        with self._threads:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
            finally:
                os.close(file)  # which gives the lock up


def writer_queue_of(engine: Engine) -> WriterQueue:
    """The queue of a database: PostgreSQL needs none, nor does one that lives in memory."""
    name = engine.url.database if engine.dialect.name == "sqlite" else None
    return WriterQueue(f"{name}{_ENDING}") if name and name != ":memory:" else WriterQueue()
