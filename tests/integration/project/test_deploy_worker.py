"""Beyond one process: a guarded Prefect server, a work pool, and a worker that runs the flows."""

import base64
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psutil
import pytest
from factory import district
from sqlmodel import select

from dondoc.clock import at
from dondoc.clockwork.children import Children
from dondoc.clockwork.environment import free_port
from dondoc.clockwork.server import start_server, wait_until_healthy
from dondoc.clockwork.wake import AUTH_VARIABLE, wake
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.settings import Settings
from dondoc.store.database import open_engine, reading, writing
from models.assignment import Checkpoint
from models.rules.checkpoints import Act
from models.rules.stages import Stage

pytestmark = [pytest.mark.slow, pytest.mark.prefect, pytest.mark.timeout(240)]

DEPLOY = Path(__file__).parents[3] / "deploy"
BIN = Path(sys.executable).parent
CREDENTIALS = "admin:only-for-this-test"
FIRST_PORT = 24200
PATIENCE_SECONDS = 90.0


class Site:
    """A database with one recorded report, and Prefect's processes beside it."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.database_url = database_url
        self.port = free_port(FIRST_PORT)
        self.api_url = f"http://127.0.0.1:{self.port}/api"
        self.elsewhere = folder / "elsewhere"
        self.elsewhere.mkdir()
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DONDOC_", "PREFECT_"))
        }
        self.environment = inherited | {
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "DONDOC_HOME": str(folder / "var"),
            "DONDOC_DATABASE_URL": database_url,
            "DO_NOT_TRACK": "1",
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_API_URL": self.api_url,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_API_AUTH_STRING": CREDENTIALS,
            "PREFECT_API_AUTH_STRING": CREDENTIALS,
            "PREFECT_WORKER_QUERY_SECONDS": "1",
        }

    def deploy(self) -> None:
        """Runs deploy/deploy.sh, from a folder that has nothing to do with the project."""
        script = shutil.copytree(DEPLOY, self.elsewhere / "deploy") / "deploy.sh"
        done = subprocess.run(
            ["sh", script], env=self.environment, cwd=self.elsewhere,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Asks Prefect's API; a body makes it a POST.

        Its SQLite may be busy for a moment, which it says with 503: its own clients ask again.
        """
        token = base64.b64encode(CREDENTIALS.encode()).decode()
        headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.api_url}{path}", data, headers)
        for _ in range(20):
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                if error.code != 503:
                    raise
                time.sleep(1)
        raise AssertionError(f"{path}: busy for too long")

    def stage(self) -> Stage:
        engine = open_engine(self.database_url)
        with reading(engine) as session:
            stage = session.exec(select(Checkpoint)).one().stage
        engine.dispose()
        return stage


@pytest.fixture
def site(tmp_path: Path, sqlite_url: str) -> Site:
    engine = open_engine(sqlite_url)
    with writing(engine) as session:
        ref = district(session).checkpoint(date(2022, 3, 31), date(2022, 1, 10))
        report = ActInput(Act.REPORT, ref, "an", value=Decimal(7))
        Recorder(session, at(date(2022, 2, 1)), tmp_path / "evidence").record(report)
    engine.dispose()
    return Site(tmp_path, sqlite_url)


@pytest.fixture
def children(site: Site, tmp_path: Path) -> Iterator[Children]:
    """Prefect's server, up and guarded; afterwards nothing that it or a worker started lives."""
    logs = tmp_path / "logs"
    logs.mkdir()
    with Children(site.environment, logs) as children:
        start_server(children, site.port)
        wait_until_healthy(site.api_url, children)
        yield children
        started = [
            one
            for child in children.running.values()
            for parent in [psutil.Process(child.process.pid)]
            for one in [parent, *parent.children(recursive=True)]
        ]
    assert not [one for one in started if _lives(one)]


def _lives(process: psutil.Process) -> bool:
    """Whether it still runs; one that only waits to be buried does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _wait_for(true: Callable[[], bool], logs: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if true():
            return
        time.sleep(0.3)
    pytest.fail("\n".join(path.read_text(errors="replace")[-3000:] for path in logs.iterdir()))


def test_a_worker_moves_what_was_recorded(
    site: Site, children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.deploy()
    deployed = site.ask("/deployments/filter", {})
    assert {one["name"]: one["entrypoint"] for one in deployed} == {
        name: f"flows.{name}.{name}" for name in ("advance", "remind", "deliver", "digest")
    }
    assert [one["pull_steps"] or [] for one in deployed] == [[]] * 4

    assert site.stage() is not Stage.REPORTED
    worker = ["worker", "start", "--pool", "dondoc", "--type", "process"]
    children.start("worker", [str(BIN / "prefect"), *worker])
    advance = site.ask("/deployments/name/advance/advance")["id"]
    run = site.ask(f"/deployments/{advance}/create_flow_run", {})["id"]
    _wait_for(
        lambda: site.ask(f"/flow_runs/{run}")["state_type"] in ("COMPLETED", "FAILED", "CRASHED"),
        children.logs,
    )
    assert site.ask(f"/flow_runs/{run}")["state_type"] == "COMPLETED"
    _wait_for(lambda: site.stage() is Stage.REPORTED, children.logs)

    settings = Settings(prefect_api_url=site.api_url)
    monkeypatch.delenv(AUTH_VARIABLE, raising=False)
    assert not wake(settings)
    monkeypatch.setenv(AUTH_VARIABLE, CREDENTIALS)
    assert wake(settings)
