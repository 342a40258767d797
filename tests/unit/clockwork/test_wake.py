"""Waking over HTTP: what a server is sent, and what is made of its answer."""

import base64
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from dondoc.clockwork.wake import (
    AUTH_VARIABLE,
    WAKE_TASK_KEY,
    as_running,
    forget_address,
    is_answering,
    note_address,
    wake,
)
from dondoc.settings import Settings

CREDENTIALS = "quản-trị:mật:khẩu"


@dataclass
class Asked:
    """What the server was asked: a path, the Authorization header and the body each."""

    url: str = ""
    answer: int = 201
    busy: int = 0
    location: str = ""
    requests: list[tuple[str, str | None, Any]] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Asked]:
    asked = Asked()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.requests.append((self.path, self.headers["Authorization"], body))
            asked.busy -= 1
            self._answer(503 if asked.busy >= 0 else asked.answer)

        def do_GET(self) -> None:
            asked.requests.append((self.path, self.headers["Authorization"], None))
            self._answer(200)

        def _answer(self, status: int) -> None:
            self.send_response(status)
            if asked.location:
                self.send_header("Location", asked.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        asked.url = f"http://127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        yield asked
        http.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(AUTH_VARIABLE, raising=False)


def _settings(server: Asked) -> Settings:
    return Settings(prefect_api_url=f"{server.url}/api")


def test_it_asks_for_the_background_task(server: Asked) -> None:
    assert wake(_settings(server))
    [(path, authorization, body)] = server.requests
    assert path == "/api/task_runs/"
    assert body["task_key"] == WAKE_TASK_KEY
    assert authorization is None


def test_it_signs_with_the_credentials_that_prefect_uses(
    server: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(AUTH_VARIABLE, CREDENTIALS)
    assert wake(_settings(server))
    scheme, _, token = str(server.requests[0][1]).partition(" ")
    assert scheme == "Basic"
    assert base64.b64decode(token).decode() == CREDENTIALS


def test_an_empty_variable_is_no_credentials(
    server: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(AUTH_VARIABLE, "")
    assert wake(_settings(server))
    assert server.requests[0][1] is None


def test_the_credentials_do_not_follow_a_redirection(
    server: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(AUTH_VARIABLE, CREDENTIALS)
    server.answer, server.location = 302, f"{server.url}/elsewhere"
    wake(_settings(server))
    assert [(path, bool(signed)) for path, signed, _ in server.requests] == [
        ("/api/task_runs/", True),
        ("/elsewhere", False),
    ]


def test_a_refusal_is_narrative_quietly(
    server: Asked, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(AUTH_VARIABLE, CREDENTIALS)
    server.answer = 401
    assert not wake(_settings(server))
    assert capfd.readouterr() == ("", "")


def test_it_asks_again_while_the_server_is_busy(server: Asked) -> None:
    server.busy = 2
    assert wake(_settings(server))
    assert len(server.requests) == 3
    assert len({body["dynamic_key"] for _, _, body in server.requests}) == 1


def test_it_gives_up_on_a_server_that_stays_busy(server: Asked) -> None:
    server.busy = 100
    assert not wake(_settings(server))


@pytest.mark.parametrize(
    ("status", "answers"), [(200, True), (401, True), (500, False), (503, False)]
)
def test_a_server_answers_that_reaches_its_database(
    server: Asked, status: int, answers: bool
) -> None:
    server.answer = status
    assert is_answering(server.url) is answers
    assert server.requests[0][0].endswith("/flow_runs/filter")


def test_a_silent_one_does_not_answer(server: Asked) -> None:
    assert not is_answering("http://127.0.0.1:1/api")


def test_a_command_links_to_the_pages_of_the_up_that_runs(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, web_port=8080)
    assert as_running(settings).web_url == "http://127.0.0.1:8080"
    note_address(tmp_path, "http://127.0.0.1:4200/api", os.getpid(), "http://127.0.0.1:8093")
    assert as_running(settings).web_url == "http://127.0.0.1:8093"
    assert as_running(settings).web_port == 8080
    forget_address(tmp_path)
    assert as_running(settings).web_url == "http://127.0.0.1:8080"


def test_what_a_killed_up_left_behind_does_not_count(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, web_port=8080)
    note_address(tmp_path, "http://127.0.0.1:4200/api", 2**22 + 1, "http://127.0.0.1:8093")
    assert as_running(settings).web_url == "http://127.0.0.1:8080"
    (tmp_path / "clockwork.json").write_text('{"api_url": "http://127.0.0.1:4200/api", "pid": 1}')
    assert as_running(settings).web_url == "http://127.0.0.1:8080"
