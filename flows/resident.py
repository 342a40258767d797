"""The resident process: `python -m flows.resident` serves the task that web and CLI wake.

It drains once when it starts, for what was recorded while nobody could be woken.
"""

from prefect.task_worker import serve

from flows.artifacts import announce
from flows.waiting import wait_for_api
from flows.waking import AdvanceNow, advance_now


def main() -> None:
    """Serves until it is stopped."""
    wait_for_api()
    # Prefect tells of events from a thread that remembers where it began: begun within the first
    # run, it would take everything that follows for a part of that run, and lose it with it.
    announce("dondoc.resident.started", "dondoc.resident", {})
    AdvanceNow()()
    serve(advance_now, limit=1)


if __name__ == "__main__":
    main()
