"""The background task that drains at once, woken by web and command line."""

import asyncio
from typing import Any

from prefect import Task

from dondoc.services.integrations.webhooks.send import TELLER
from flows.advance import advance
from flows.office import office


class AdvanceNow:
    """Runs the advance flow at once.

    A class and not a function: Prefect keys a function by a hash of its code, which whoever
    wakes it without importing Prefect (dondoc/clockwork/wake.py) could not know.
    """

    def __call__(self) -> None:
        asyncio.run(advance())
        TELLER.wake(office)


class TaskWithoutResult(Task[[], None]):
    """A task whose results are kept nowhere: a task worker keeps every one, and nobody reads it."""

    def with_options(self, **_options: Any) -> "TaskWithoutResult":
        """Itself: the worker asks for a copy that keeps its results."""
        return self


advance_now = TaskWithoutResult(fn=AdvanceNow(), name="advance_now", persist_result=False)
