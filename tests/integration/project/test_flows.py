"""The flows on a real Prefect server: few calls, readable artifacts, nothing done twice."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from bulk_year import many_checkpoints
from postgres_server import free_port
from samples import sample_in_the_morning
from sqlmodel import func, select

from dondoc.clockwork.children import Children
from dondoc.clockwork.environment import prefect_environment
from dondoc.clockwork.server import server_command, wait_until_healthy
from dondoc.services.evidence.store import Attachment, store
from dondoc.settings import Settings
from dondoc.store.database import reading, writing
from dondoc.workplace import Workplace, open_workplace
from models.assignment import Checkpoint
from models.rules.stages import Stage

# `make test` runs the flows through `dondoc up`, in test_up.py.
pytestmark = [pytest.mark.prefect, pytest.mark.timeout(300), pytest.mark.slow]

RUN = (
    "import asyncio, json; from flows.{name} import {name};"
    "print('RESULT' + json.dumps(asyncio.run({name}(**{given}))))"
)


@dataclass(frozen=True)
class Server:
    """A Prefect server that logs every request, and the environment of its clients."""

    url: str
    log: Path
    environment: dict[str, str]

    @property
    def calls(self) -> int:
        """Requests answered so far, but for the waiting ones."""
        return sum("/api/health" not in line for line in self.log.read_text().splitlines())

    def run(self, name: str, **given: str) -> dict[str, Any]:
        """Runs a flow in a process of its own; gives its result."""
        done = subprocess.run(
            [sys.executable, "-c", RUN.format(name=name, given=given)],
            env=self.environment, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()[-3000:]
        line = next(one for one in done.stdout.decode().splitlines() if one.startswith("RESULT"))
        result: dict[str, Any] = json.loads(line.removeprefix("RESULT"))
        return result

    def artifacts(self, key: str) -> list[dict[str, Any]]:
        body = json.dumps({"artifacts": {"key": {"any_": [key]}}}).encode()
        request = urllib.request.Request(
            f"{self.url}/artifacts/filter", data=body, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            found: list[dict[str, Any]] = json.load(answer)
        return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("flows") / "var"


@pytest.fixture(scope="module")
def workplace(home: Path) -> Workplace:
    home.mkdir()
    opened = open_workplace(Settings(home=home), "sample")
    with writing(opened.engine) as session:
        many_checkpoints(session, 10_000)
    return sample_in_the_morning(opened, date(2022, 2, 8))


@pytest.fixture(scope="module")
def server(workplace: Workplace, home: Path) -> Iterator[Server]:
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("DONDOC_")},
        **prefect_environment(workplace.settings, url),
        "DONDOC_HOME": str(home),
        "PREFECT_SERVER_LOGGING_LEVEL": "INFO",
    }
    command = [part if part != "warning" else "info" for part in server_command(port)]
    with Children(environment, home) as children:
        children.start("prefect-server", command)
        wait_until_healthy(url, children)
        yield Server(url, home / "prefect-server.log", environment)


def test_ten_thousand_moves_take_few_calls_and_a_repeat_does_nothing(
    server: Server, workplace: Workplace
) -> None:
    before = server.calls
    moved = server.run("advance")
    calls = server.calls - before
    assert moved["moved"] == 10_000
    assert 0 < calls < 100
    with reading(workplace.engine) as session:
        stages = session.exec(select(Checkpoint.stage, func.count()).group_by(Checkpoint.stage))
        assert dict(stages.all()) == {Stage.IN_PROGRESS: 10_000}
    again = server.run("advance")
    assert (again["moved"], again["applied"]) == (0, 0)
    shown = server.artifacts("moves")
    assert len(shown) == 1
    assert len(json.loads(shown[0]["data"])) == 500
    assert "10000" in shown[0]["description"]


def test_reminders_are_decided_delivered_and_shown(server: Server, workplace: Workplace) -> None:
    old = workplace.clock().now() - timedelta(days=2)
    with writing(workplace.engine) as session:
        store(session, workplace.evidence, Attachment("a.png", b"of a draft that is gone"), old)
    decided = server.run("remind")
    assert decided["messages"] > 0
    assert decided["files_swept"] == 1
    assert json.loads(server.artifacts("reminded")[0]["data"])
    delivered = server.run("deliver")
    assert (delivered["sent"], delivered["failed"]) == (decided["messages"], 0)
    assert server.run("remind")["messages"] == 0
    assert server.run("deliver")["sent"] == 0


def test_the_digest_is_an_artifact_and_the_same_one_is_not_made_twice(server: Server) -> None:
    assert server.run("digest", quarter="2022-Q1")["created"] is True
    assert server.run("digest", quarter="2022-Q1")["created"] is False
    assert "2022" in server.artifacts("digest")[0]["data"]


def test_a_day_that_owes_no_digest_compiles_none(server: Server) -> None:
    assert server.run("digest") == {
        "quarter": None, "as_of": "2022-02-08", "created": False, "files": [],
    }  # fmt: skip
