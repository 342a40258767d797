"""Delivering with several processes when there is much to send: Python uses one processor each."""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from dondoc.db import reading
from dondoc.services.deliver.claim import channels_due
from dondoc.services.deliver.helper import Task
from dondoc.services.deliver.outlets import Outlets
from dondoc.services.deliver.policy import Policy
from dondoc.services.deliver.result import DeliverResult
from dondoc.services.deliver.run import deliver
from dondoc.services.remind.office import Office

_MOST_HELPERS = 3


def deliver_together(
    engine: Engine,
    outlets: Outlets,
    now: datetime,
    office: Office,
    policy: Policy | None = None,
) -> DeliverResult:
    """Like `deliver`, with helpers where they help.

    A helper is one more deliverer and may be killed like any: nothing depends on it.
    """
    policy = policy or Policy()
    leave = policy.leave | outlets.alone()
    url = engine.url.render_as_string(hide_password=False)
    task = Task(url, outlets.shared(), now, office, replace(policy, leave=leave))
    helpers = [_start(task) for _ in range(_helpers(engine, task))]
    result = deliver(engine, outlets, now, office, policy)
    for finish in helpers:
        result.add(finish())
    return result


def _helpers(engine: Engine, task: Task) -> int:
    if task.policy.most_messages is not None:
        return 0
    with reading(engine) as session:
        due = channels_due(session, task.now, task.policy.wall())
    letters = sum(count for name, count in due.items() if name not in task.policy.leave)
    return min((os.cpu_count() or 1) - 1, _MOST_HELPERS, letters // task.policy.worth_a_process)


def _start(task: Task) -> Callable[[], DeliverResult]:
    """Starts a helper; what it gives waits for its end and says what it did."""
    # Not `-m`: a task is unpickled under the name that the module has here.
    command = [sys.executable, "-c", f"from {Task.__module__} import main; main()"]
    helper = subprocess.Popen(  # noqa: S603 (our own module)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert helper.stdin is not None
    # Through a pipe and not as arguments: the URLs hold passwords.
    helper.stdin.write(pickle.dumps(task))
    helper.stdin.close()
    helper.stdin = None

    def finish() -> DeliverResult:
        said, _ = helper.communicate()
        result = DeliverResult()
        if helper.returncode == 0:
            result.add(DeliverResult.of(json.loads(said)))
        return result

    return finish
