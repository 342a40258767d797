"""Stopping optional reminders by a link: safe against scanners, one click, and a way back."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import socket

import httpx
import pytest
import uvicorn
from factory import district
from sqlalchemy import Engine, select
from unsubscribe_links import token_for

from dondoc.services.reach.unsubscribe import Links
from dondoc.services.reminders.letters.sender import reachable
from dondoc.settings import Settings
from dondoc.store.database import reading, writing
from dondoc.vault import vault
from dondoc.web.app import create_app
from dondoc.workplace import Workplace
from models.event import Event, EventKind
from models.person import Person, Preference

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


class Pages:
    """The pages served over a real socket, and the person whose link is tried."""

    def __init__(self, engine: Engine, client: httpx.Client, person_id: int) -> None:
        self.engine, self.client, self.person_id = engine, client, person_id
        self.path = f"/unsubscribe/{token_for(person_id)}"

    @property
    def muted(self) -> bool:
        with reading(self.engine) as session:
            found = session.scalars(select(Preference).where(Preference.muted)).all()
            assert all(one.person_id == self.person_id for one in found)
            return bool(found)

    def changes(self) -> list[tuple[int, str]]:
        with reading(self.engine) as session:
            query = select(Event).where(Event.kind == EventKind.SETTINGS_CHANGED)
            return [(one.actor_id, one.data["what"]) for one in session.scalars(query)]


@pytest.fixture
def pages(engine: Engine, tmp_path: Path) -> Iterator[Pages]:
    with writing(engine) as session:
        district(session)
        person_id = session.scalars(select(Person).where(Person.code == "an")).one().key
    app = create_app(Workplace(Settings(home=tmp_path), engine, False, timedelta()))
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            yield Pages(engine, client, person_id)
    finally:
        server.should_exit = True
        thread.join()


def test_opening_the_link_says_what_stops_and_changes_nothing(pages: Pages) -> None:
    """Mail scanners open every link of every letter."""
    answer = pages.client.get(pages.path)
    assert answer.status_code == 200
    assert "Kính gửi đồng chí Nguyễn Văn An" in answer.text
    assert "lời nhắc trước khi đến hạn" in answer.text
    assert "đôn đốc khi việc đến hạn, quá hạn" in answer.text
    assert f'<form method="post" action="..{pages.path}">' in answer.text
    assert not pages.muted
    assert pages.changes() == []


def test_one_click_stops_them_without_cookies_or_redirects(pages: Pages) -> None:
    answer = pages.client.post(pages.path, data=ONE_CLICK)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert pages.muted
    assert pages.changes() == [(pages.person_id, "muted")]


def test_a_mail_program_may_send_its_click_as_a_multipart_form(pages: Pages) -> None:
    parts = {name: (None, value) for name, value in ONE_CLICK.items()}
    assert pages.client.post(pages.path, files=parts).status_code == 200
    assert pages.muted


def test_a_second_click_changes_nothing_more(pages: Pages) -> None:
    for _ in range(2):
        answer = pages.client.post(pages.path)
        assert "Đã thôi gửi các nhắc việc không bắt buộc" in answer.text
    assert pages.changes() == [(pages.person_id, "muted")]


def test_there_is_a_way_back(pages: Pages) -> None:
    action = re.search(r'action="\.\.([^"]+)"', pages.client.post(pages.path).text)
    assert action is not None
    answer = pages.client.post(action[1])
    assert "Đã gửi lại các nhắc việc không bắt buộc" in answer.text
    assert not pages.muted
    assert pages.changes() == [(pages.person_id, "muted"), (pages.person_id, "unmuted")]


def test_clicks_at_once_are_one(pages: Pages) -> None:
    def click() -> None:
        assert pages.client.post(pages.path).status_code == 200

    threads = [threading.Thread(target=click) for _ in range(6)]
    for thread in threads:
        thread.start()
    for one in threads:
        one.join()
    assert pages.changes() == [(pages.person_id, "muted")]


def test_a_link_of_somebody_elses_making_is_no_page(pages: Pages) -> None:
    other = vault().sign("something else", pages.person_id)
    nobody = token_for(999_999)
    for token in ("nonsense", pages.path[-8:], other, nobody, f"{pages.person_id}"):
        for answer in (
            pages.client.get(f"/unsubscribe/{token}", headers={"Accept-Language": "en"}),
            pages.client.post(f"/unsubscribe/{token}", headers={"Accept-Language": "en"}),
        ):
            assert answer.status_code == 404
            assert "This page does not exist" in answer.text
    assert not pages.muted


def test_the_page_allows_nothing_of_others_and_nothing_inline(pages: Pages) -> None:
    answer = pages.client.get(pages.path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'")
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"
    assert "<script>" not in answer.text
    assert 'style="' not in answer.text


def test_the_page_speaks_the_readers_language(pages: Pages) -> None:
    with writing(pages.engine) as session:
        session.get_one(Person, pages.person_id).language = "en"
    assert '<html lang="en">' in pages.client.get(pages.path).text
    assert '<html lang="vi">' in pages.client.get(pages.path, params={"lang": "vi"}).text


def test_it_says_that_it_is_well(pages: Pages) -> None:
    assert pages.client.get("/health").json() == {"status": "ok"}
    assert pages.client.get("/openapi.json").status_code == 404
    assert pages.client.delete(pages.path).status_code == 405


def test_the_command_serves_until_it_is_stopped(sqlite_url: str, tmp_path: Path) -> None:
    with closing(socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"DONDOC_DATABASE_URL": sqlite_url, "DONDOC_HOME": str(tmp_path / "home")}
    process = subprocess.Popen(
        [Path(sys.executable).with_name("dondoc"), "web", "--port", str(port)],
        env=os.environ | own,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert _health(port) == {"status": "ok"}
    finally:
        process.terminate()
        said, _ = process.communicate(timeout=20)
    assert said.startswith(f"Trang web: http://127.0.0.1:{port}")
    assert process.returncode in {0, -15}


def _health(port: int) -> object:
    until = datetime.now(UTC) + timedelta(seconds=60)
    while True:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False).json()
        except httpx.TransportError:
            assert datetime.now(UTC) < until
            time.sleep(0.1)


def test_links_lead_nowhere_where_readers_cannot_get() -> None:
    assert Links(reachable("http://127.0.0.1:8080")).stop(1) == ""
    assert Links(reachable("http://localhost:8080")).stop(1) == ""
    link = Links(reachable("https://dondoc.example/")).stop(1)
    assert link == f"https://dondoc.example/unsubscribe/{token_for(1)}"
