"""Throwing away what Prefect keeps of the background task; of flow runs its own server does.

Its server deletes flow runs, with their logs and tables, and events (see
dondoc/clockwork/retention.py). What is left are the runs of a task that belongs to no flow run.
"""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    TaskRunFilter,
    TaskRunFilterEndTime,
    TaskRunFilterFlowRunId,
)
from prefect.client.schemas.sorting import TaskRunSort
from prefect.exceptions import ObjectNotFound

from dondoc.clock import wall_clock
from dondoc.clockwork.retention import KEPT_FOR

_BATCH = 200


async def forget_background_runs() -> int:
    """Deletes the runs that ended, or were asked for and never begun, long ago; says how many."""
    before, deleted = wall_clock() - KEPT_FOR, 0
    async with get_client() as client:
        while runs := await _old_runs(client, before):
            for run in runs:
                with suppress(ObjectNotFound):  # somebody else does the same
                    await client.delete_task_run(run)
            deleted += len(runs)
    return deleted


async def _old_runs(client: PrefectClient, before: datetime) -> list[UUID]:
    alone = TaskRunFilterFlowRunId(is_null_=True)
    ended = TaskRunFilter(flow_run_id=alone, end_time=TaskRunFilterEndTime(before_=before))
    never = TaskRunFilter(flow_run_id=alone, end_time=TaskRunFilterEndTime(is_null_=True))
    first = TaskRunSort.EXPECTED_START_TIME_ASC
    runs = [
        *await client.read_task_runs(task_run_filter=ended, limit=_BATCH),
        *await client.read_task_runs(task_run_filter=never, sort=first, limit=_BATCH),
    ]
    return [run.id for run in runs if run.created is not None and run.created < before]
