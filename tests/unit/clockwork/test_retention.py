"""What the scheduler keeps of past runs goes after a week, and Prefect understands that it does."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from dondoc.clock import wall_clock
from dondoc.clockwork.retention import EVENTS_KEPT_FOR, KEPT_FOR, retention_environment
from flows import forgetting

WEEK_AND_A_DAY = timedelta(days=8)


def test_prefect_reads_how_long_runs_and_events_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.settings.models.server.events import ServerEventsSettings
    from prefect.settings.models.server.services import ServerServicesDBVacuumSettings

    for name, value in retention_environment().items():
        monkeypatch.setenv(name, value)
    vacuum = ServerServicesDBVacuumSettings()
    assert {"events", "flow_runs", "orphans"} <= vacuum.enabled_vacuum_types
    assert vacuum.retention_period == KEPT_FOR
    assert ServerEventsSettings().retention_period == EVENTS_KEPT_FOR


@dataclass
class Run:
    created: datetime
    ended: bool
    id: UUID = field(default_factory=uuid4)


@dataclass
class Server:
    """Keeps runs of the background task, and answers as Prefect's client does."""

    runs: list[Run]

    async def read_task_runs(self, *, task_run_filter: Any, limit: int, **_: Any) -> list[Run]:
        ended = task_run_filter.end_time.before_ is not None
        assert task_run_filter.flow_run_id.is_null_ is True
        return [run for run in self.runs if run.ended is ended][:limit]

    async def delete_task_run(self, key: UUID) -> None:
        self.runs = [run for run in self.runs if run.id != key]


def test_old_background_runs_go_ended_or_never_begun_and_young_ones_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = wall_clock()
    old = [Run(now - WEEK_AND_A_DAY, ended=n % 2 == 0) for n in range(450)]
    young = [Run(now - timedelta(days=1), ended=ended) for ended in (True, False)]
    server = Server([*old, *young])

    @asynccontextmanager
    async def client() -> Any:
        yield server

    monkeypatch.setattr(forgetting, "get_client", client)
    with ThreadPoolExecutor(1) as thread:  # beside whatever loop a browser's tests have left
        gone = thread.submit(lambda: asyncio.run(forgetting.forget_background_runs())).result(60)
    assert gone == len(old)
    assert server.runs == young
