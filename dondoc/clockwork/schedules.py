"""The schedules as a child process of `dondoc up`: they remind, deliver, compile, and catch up."""

import sys

from dondoc.clockwork.children import Children

NAME = "schedules"


def start_schedules(children: Children) -> None:
    """Starts them unless they are there."""
    if NAME not in children.running:
        children.start(NAME, [sys.executable, "-m", "flows.serving"])
