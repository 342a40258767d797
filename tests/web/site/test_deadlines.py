"""Half-sent requests are closed after a deadline; whole ones, however slow to answer, are not."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from fastapi import Request

from dondoc.web.site import deadlines
from dondoc.web.site.deadlines import DeadlineProtocol

HEAD, BODY, PAUSE = 0.6, 1.5, 0.5
LONG = 10.0
"""Seconds after which a connection that is still open counts as held for ever."""


async def answer(scope, receive, send):  # type: ignore[no-untyped-def]
    """Reads the body, waits as long as the path says, and answers what it read."""
    body = await Request(scope, receive).body()
    await asyncio.sleep(float(scope["path"].strip("/") or 0))
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Where a server listens whose deadlines are short."""
    for name, seconds in (("HEAD", HEAD), ("BODY", BODY), ("PAUSE", PAUSE)):
        monkeypatch.setattr(deadlines, f"MAX_{name}_SECONDS", seconds)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(answer, http=DeadlineProtocol, ws="none", log_level="critical",
                            lifespan="off", timeout_keep_alive=int(LONG))  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join()


def closed_after(client: socket.socket, drip: bytes = b"", every: float = 0.1) -> float:
    """How long it takes until the server closes, while something more is sent now and then."""
    start = time.monotonic()
    client.settimeout(every)
    while time.monotonic() - start < LONG:
        try:
            if not client.recv(100):
                break
        except TimeoutError:
            if drip:
                client.sendall(drip)
        except ConnectionError:
            break
    return time.monotonic() - start


def connect(port: int, *parts: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), LONG)
    for part in parts:
        client.sendall(part)
    return client


@pytest.mark.parametrize("drip", [b"", b"x"])
@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: "])
def test_a_head_that_is_never_whole_is_closed_also_when_it_trickles(
    port: int, begun: bytes, drip: bytes
) -> None:
    with connect(port, begun) as client:
        assert HEAD / 2 < closed_after(client, drip) < LONG / 2


def test_a_second_request_that_stays_half_is_closed_too(port: int) -> None:
    whole = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    with connect(port, whole) as client:
        assert client.recv(1000).startswith(b"HTTP/1.1 200")
        client.sendall(b"GET / HT")
        assert closed_after(client) < LONG / 2


POST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"


def test_a_body_that_falls_silent_is_closed(port: int) -> None:
    with connect(port, POST, b"some of it") as client:
        assert PAUSE - 0.1 < closed_after(client) < BODY


def test_a_body_that_trickles_has_its_time_and_no_more(port: int) -> None:
    with connect(port, POST) as client:
        assert BODY - 0.1 < closed_after(client, b"x") < LONG / 2


def test_a_slow_body_that_goes_on_arrives(port: int) -> None:
    with connect(port, POST.replace(b"1000", b"5")) as client:
        for letter in (b"h", b"e", b"l", b"l", b"o"):
            time.sleep(PAUSE / 2.5)  # what a slow line does
            client.sendall(letter)
        received = b""
        while not received.endswith(b"hello"):
            received += client.recv(1000) or pytest.fail("it was closed")


def test_an_answer_may_take_longer_than_any_deadline(port: int) -> None:
    with connect(port, b"GET /2.2 HTTP/1.1\r\nHost: a\r\n\r\n") as client:
        assert client.recv(1000).startswith(b"HTTP/1.1 200")


def test_a_large_body_that_the_application_reads_slowly_arrives(port: int) -> None:
    body = b"x" * 3_000_000
    head = POST.replace(b"1000", str(len(body)).encode())
    with connect(port, head, body) as client:
        received = b""
        while len(received) < len(body):
            received += client.recv(1_000_000)
        assert received.startswith(b"HTTP/1.1 200")
