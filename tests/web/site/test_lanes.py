"""What takes long keeps nobody waiting for a page that is read in a moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import anyio
import httpx
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from dondoc.web.site.lanes import OTHERS, quick

PATIENCE = 20


def test_a_page_read_in_a_moment_waits_behind_none_that_takes_long() -> None:
    """As many exports as the server works on at once, and others that wait behind them."""
    app, ends = FastAPI(), threading.Event()

    @app.get("/export")
    def export() -> bool:
        return ends.wait(PATIENCE)

    @app.get("/work")
    @quick
    def work() -> str:
        return "mở"

    async def visit() -> str:
        current_default_thread_limiter().total_tokens = OTHERS
        async with (
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://t") as client,
            anyio.create_task_group() as tasks,
        ):
            for _ in range(2 * OTHERS):
                tasks.start_soon(client.get, "/export")
            await anyio.wait_all_tasks_blocked()
            try:
                with anyio.fail_after(PATIENCE / 2):
                    answer = await client.get("/work")
            finally:
                ends.set()
            return str(answer.json())

    # In a thread of its own: a browser of other tests has a loop running in this one.
    with ThreadPoolExecutor() as threads:
        assert threads.submit(anyio.run, visit).result() == "mở"
