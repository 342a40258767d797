"""A deliverer as a process of its own, started by `together`.

It reads its task from standard input and prints what it did as a line of JSON.
"""

import json
import pickle
import sys
from dataclasses import asdict, dataclass, field
from datetime import datetime

from dondoc.db import open_engine
from dondoc.services.deliver.outlets import Outlets
from dondoc.services.deliver.policy import Policy
from dondoc.services.deliver.run import deliver
from dondoc.services.remind.office import Office


@dataclass(frozen=True)
class Task:
    """All that a deliverer must know; `database`: a URL with its password."""

    database: str = field(repr=False)
    outlets: Outlets
    now: datetime
    office: Office
    policy: Policy


def main() -> None:
    """Delivers. The task comes from the parent, through a pipe that nobody else can write to."""
    task = pickle.loads(sys.stdin.buffer.read())  # noqa: S301
    assert isinstance(task, Task)
    engine = open_engine(task.database)
    done = deliver(engine, task.outlets, task.now, task.office, task.policy)
    sys.stdout.write(json.dumps(asdict(done)) + "\n")
