"""A deliverer as a process of its own, for `deliver_together`.

It reads its task from standard input and prints what it did as a line of JSON.
"""

import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy import Engine

from dondoc.collecting import seldom_collecting
from dondoc.services.delivery.channels_in_use import ChannelsInUse
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.result import DeliverResult
from dondoc.services.delivery.run import deliver
from dondoc.services.reminders.letters.sender import LettersSender
from dondoc.store.database import open_engine


@dataclass(frozen=True)
class DeliverTask:
    """All that a deliverer must know; `database`: a URL with its password."""

    database: str = field(repr=False)
    open_channels: ChannelsInUse
    now: datetime
    office: LettersSender
    policy: Policy


def start(task: DeliverTask) -> Callable[[], DeliverResult]:
    """Starts a helper; what it gives waits for its end and says what it did."""
    # Not `-m`: a task is unpickled under the name that the module has here.
    command = [sys.executable, "-c", f"from {DeliverTask.__module__} import main; main()"]
    process = subprocess.Popen(  # noqa: S603 (our own module)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    # Through a pipe and not as arguments: the URLs hold passwords.
    process.stdin.write(pickle.dumps(task))
    process.stdin.close()
    process.stdin = None

    def finish() -> DeliverResult:
        output, _ = process.communicate()
        return DeliverResult.of(json.loads(output)) if process.returncode == 0 else DeliverResult()

    return finish


def main() -> None:
    """Delivers. The task comes from the parent, through a pipe that nobody else can write to."""
    task = pickle.loads(sys.stdin.buffer.read())  # noqa: S301
    assert isinstance(task, DeliverTask)
    with seldom_collecting():
        done = work(open_engine(task.database), task)
    sys.stdout.write(json.dumps(asdict(done)) + "\n")


def work(engine: Engine, task: DeliverTask) -> DeliverResult:
    """Delivers what is left to helpers."""
    return deliver(engine, task.open_channels, task.now, task.office, task.policy)
