"""Deliverers that are copies of this process: they need not start, so they pay for few letters.

What they save is measured in `processes`; helpers that were started instead took 1.7 times the
processor time and were no faster (docs/adr/0020).
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import Engine

from dondoc.services.delivery.result import DeliverResult

_TASKS, _FILES = Path("/proc/self/task"), Path("/proc/self/fd")


def may_fork(engine: Engine) -> bool:
    """Whether a copy of this process can work; the engine's idle connections are closed.

    A thread may hold a lock that its copy would wait for forever. And a copy may not use, nor
    even know of, an open SQLite database: its locks are not copied, and SQLite believes that
    they are (https://www.sqlite.org/howtocorrupt.html, 2.6).
    """
    if sys.platform != "linux":  # elsewhere nobody says whether there are threads
        return False
    engine.dispose()
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    return len(list(_TASKS.iterdir())) == 1 and not (file and _is_open(file))


def _is_open(database: str) -> bool:
    where = os.path.realpath(database)
    return any(os.path.realpath(path) == where for path in _FILES.iterdir())


def start(work: Callable[[], DeliverResult]) -> Callable[[], DeliverResult]:
    """Starts a copy that does the work; what it gives waits for its end and says what it did."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _do(work, writing)
    os.close(writing)

    def finish() -> DeliverResult:
        with os.fdopen(reading) as pipe:
            text = pipe.read()
        os.waitpid(pid, 0)
        return DeliverResult.of(json.loads(text)) if text else DeliverResult()

    return finish


def _do(work: Callable[[], DeliverResult], writing: int) -> None:
    """Never returns: what the parent has begun (files, transactions, tests) is its own to end."""
    code = 1
    try:
        text = json.dumps(asdict(work()))
        with os.fdopen(writing, "w") as pipe:
            pipe.write(text)
        code = 0
    finally:
        os._exit(code)
