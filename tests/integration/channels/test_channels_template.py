"""Channels with a place for the recipient, and the guard around them, on real connections."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from dondoc.channels import private
from dondoc.channels.apprise_parts import requests
from dondoc.channels.channel import open_channel
from dondoc.channels.letter import Letter
from dondoc.channels.private import guarding

LETTER = Letter(
    message_id="<nudge.17@vinhphuc.gov.vn>",
    sender_address="don-doc@vinhphuc.gov.vn",
    recipient_address="an",
    subject="Quá hạn 2",
    text="Kính gửi đồng chí",
    date=datetime(2022, 3, 25, tzinfo=UTC),
)


def to(address: str) -> Letter:
    return replace(LETTER, recipient_address=address)


@dataclass
class Web:
    """`seen`: path and body of each POST; `moved`: where every POST is redirected to."""

    moved: str = ""
    port: int = 0
    seen: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


Start = Callable[..., Web]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts web servers on addresses of the loopback interface."""
    with ExitStack() as stack:

        def _start(host: str = "127.0.0.1", moved: str = "") -> Web:
            web = Web(moved)

            class Handler(BaseHTTPRequestHandler):
                def do_POST(self) -> None:
                    body = self.rfile.read(int(self.headers["Content-Length"]))
                    web.seen.append((self.path, json.loads(body)))
                    self.send_response(308 if web.moved else 200)
                    if web.moved:
                        self.send_header("Location", web.moved)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

                def log_message(self, *_: Any) -> None:
                    pass

            server = stack.enter_context(ThreadingHTTPServer((host, 0), Handler))
            web.port = server.server_port
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            return web

        yield _start


def test_it_reaches_each_recipient_at_their_own_place(start: Start) -> None:
    web = start()
    url = f"json://127.0.0.1:{web.port}/chat/{{address}}"
    with open_channel(url, private_allowed=True) as channel:
        outcomes = [channel.send(to(name)) for name in ("an", "bình?x=1&y", "an", "../c")]
    assert [outcome.status for outcome in outcomes] == ["delivered"] * 3 + ["permanent"]
    assert outcomes[-1].about_address
    paths = [path for path, _ in web.seen]
    assert paths[0] == paths[2] == "/chat/an"
    assert "?" not in paths[1] and paths[1].startswith("/chat/b")


def test_it_takes_a_whole_url_for_an_address(start: Start) -> None:
    one, two = start(), start()
    with open_channel("{address}", private_allowed=True) as channel:
        for web in (one, two, one):
            sent = channel.send(to(f"json://127.0.0.1:{web.port}/x"))
            assert sent.status == "delivered"
        wrong = channel.send(to("file:///etc/passwd"))
    assert (len(one.seen), len(two.seen)) == (2, 1)
    assert (wrong.status, wrong.about_address) == ("permanent", True)


def test_it_keeps_few_of_many_recipients_plugins(start: Start) -> None:
    web = start()
    with open_channel(f"json://127.0.0.1:{web.port}/{{address}}", private_allowed=True) as channel:
        for number in range(300):
            channel.send(to(f"a{number}"))
        assert len(channel._source._built) == 256  # type: ignore[union-attr]
    assert len(web.seen) == 300


def test_it_reaches_nothing_in_the_office_s_network_by_default(start: Start) -> None:
    web = start()
    hosts = ("127.0.0.1", "localhost", "0x7f000001", "[::ffff:127.0.0.1]")
    written = [f"json://{host}:{web.port}/" for host in hosts]
    with open_channel("{address}") as channel:
        outcomes = [channel.send(to(url)) for url in written]
    assert {(outcome.status, outcome.reason) for outcome in outcomes} == {
        ("permanent", "channel.reason.private_host")
    }
    assert all(one.about_address for one in outcomes)
    assert not web.seen


@pytest.fixture
def rebound(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads to the loopback interface, as an attacker's name server would say."""
    ask = socket.getaddrinfo

    def _answer(host: Any, *rest: Any, **named: Any) -> Any:
        known = host == "chat.example.com" and not named.get("flags")
        return ask("127.0.0.1" if known else host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", _answer)


@pytest.mark.usefixtures("rebound")
def test_it_asks_where_a_name_really_leads(start: Start) -> None:
    web = start()
    url = f"json://chat.example.com:{web.port}/"
    with open_channel(url) as channel:
        fixed = channel.send(LETTER)
    with open_channel("{address}") as channel:
        chosen = channel.send(to(url))
    with open_channel(url, private_allowed=True) as channel:
        allowed = channel.send(LETTER)
    assert (fixed.status, fixed.reason) == ("permanent", "channel.reason.private_host")
    assert (fixed.about_address, chosen.about_address) == (False, True)
    assert allowed.status == "delivered"
    assert len(web.seen) == 1


@pytest.fixture
def one_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """No public server can be had in a test, so one address of this machine plays one."""
    known = private.is_public
    monkeypatch.setattr(private, "is_public", lambda host: host == "127.0.0.1" or known(host))


@pytest.mark.usefixtures("one_is_public")
def test_it_follows_no_redirect_into_the_office_s_network(start: Start) -> None:
    inside = start("127.0.0.2")
    outside = start(moved=f"http://127.0.0.2:{inside.port}/")
    with open_channel(f"json://127.0.0.1:{outside.port}/") as channel:
        outcome = channel.send(LETTER)
    assert outcome.status == "temporary"
    assert (len(outside.seen), len(inside.seen)) == (1, 0)


@pytest.mark.usefixtures("one_is_public")
def test_it_guards_a_redirect_that_somebody_follows(start: Start) -> None:
    inside = start("127.0.0.2")
    outside = start(moved=f"http://127.0.0.2:{inside.port}/")
    with guarding() as guard, pytest.raises(requests.exceptions.ConnectionError):
        requests.post(f"http://127.0.0.1:{outside.port}/", json={}, timeout=5)
    assert guard.refused == "127.0.0.2"
    assert not inside.seen


def test_it_guards_each_thread_for_itself(start: Start) -> None:
    web = start()
    url = f"json://127.0.0.1:{web.port}/"
    statuses: list[str] = []

    def send() -> None:
        with open_channel(url, private_allowed=True) as channel:
            statuses.append(channel.send(LETTER).status)

    with guarding():
        thread = threading.Thread(target=send)
        thread.start()
        thread.join()
    assert statuses == ["delivered"]
