"""The resident process: serves the background task that web and command line wake.

`python -m flows.resident`. It drains once when it starts, for what was recorded while it
was away.
"""

from prefect import task
from prefect.task_worker import serve

from dondoc.clockwork.wake import WAKE_TASK_KEY
from flows.advance import advance
from flows.waiting import wait_for_api


@task(name="advance_now")
async def advance_now() -> None:
    """Runs the advance flow at once."""
    await advance()


advance_now.task_key = WAKE_TASK_KEY

if __name__ == "__main__":
    wait_for_api()
    serve(advance_now, limit=1)
