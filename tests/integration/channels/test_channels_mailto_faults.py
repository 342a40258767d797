"""SMTP servers that refuse, hang, drop the line or are not there: whom a failure is about."""

import socket
import time
from collections.abc import Iterator

import pytest
from smtp_handler import LETTER, Handler, Start, numbered, servers

from dondoc.channels.channel import open_channel
from dondoc.channels.letter import to_mime

PASSWORD = "bimat-4-4"


@pytest.fixture(params=[False, True], ids=["step-by-step", "pipelined"])
def start(request: pytest.FixtureRequest) -> Iterator[Start]:
    """Starts a server for a handler and answers `host:port`; stops it after the test."""
    with servers(pipelining=request.param) as start:
        yield start


@pytest.mark.parametrize(
    ("command", "answer", "dead"),
    [
        ("RCPT", "550 5.1.1 User unknown", True),
        ("RCPT", "550 No such user here", True),
        ("RCPT", "550 5.2.1 mailbox disabled", True),
        ("RCPT", "556 5.1.10 domain takes no mail", True),
        ("DATA", "550 5.1.1 User unknown", True),  # some find out only now
        ("DATA", "550 content rejected", False),
        ("DATA", "554 5.6.0 content rejected", False),
        ("RCPT", "552 5.2.2 mailbox full", False),
        ("RCPT", "550 5.7.1 policy", False),
        ("RCPT", "450 4.1.1 try later", False),
        ("RCPT", "554 5.7.1 <x>: Relay access denied", False),
        ("MAIL", "552 5.1.1 too big", False),
        ("DATA", "550 5.1.8 sender's domain not found", False),
    ],
)
def test_it_gives_up_an_address_only_when_the_address_was_refused(
    start: Start, command: str, answer: str, dead: bool
) -> None:
    server = Handler(answers={command: [answer]})
    with open_channel(f"mailto://{start(server)}") as channel:
        outcome = channel.send(LETTER)
    assert (outcome.answer, outcome.about_address) == (answer, dead)


@pytest.mark.parametrize(
    ("command", "answer", "status", "reason"),
    [
        ("DATA", "554 5.6.0 content rejected", "permanent", "refused"),
        ("DATA", "451 4.3.0 disk full", "temporary", "busy"),
        ("DATA", "552 5.3.4 too big", "permanent", "refused"),
        ("RCPT", "452 4.5.3 too many", "temporary", "busy"),
        # Not about the recipient: the settings are wrong, the address is not.
        ("RCPT", "554 5.7.1 <x>: Relay access denied", "temporary", "refused_us"),
        ("RCPT", "554 5.7.1 Client host [1.2.3.4] blocked", "temporary", "refused_us"),
        ("RCPT", "530 5.7.0 Authentication required", "temporary", "refused_us"),
        ("MAIL", "550 5.7.1 sender not allowed", "temporary", "refused_us"),
        ("MAIL", "552 5.3.4 message too big", "permanent", "refused"),
        ("MAIL", "451 4.3.0 later", "temporary", "busy"),
    ],
)
def test_it_knows_whom_a_refusal_is_about(
    start: Start, command: str, answer: str, status: str, reason: str
) -> None:
    server = Handler(answers={command: [answer]})
    with open_channel(f"mailto://{start(server)}") as channel:
        outcome, next_one = channel.send(LETTER), channel.send(LETTER)
    assert (outcome.status, outcome.answer) == (status, answer)
    assert outcome.reason == f"channel.reason.{reason}"
    assert next_one.status == "delivered"
    assert len(server.connections) == 1


def test_it_does_not_claim_delivery_when_the_line_drops_in_the_text(start: Start) -> None:
    server = Handler(drop_in_data=1)
    with open_channel(f"mailto://{start(server)}") as channel:
        dropped, again = channel.send(LETTER), channel.send(LETTER)
    assert (dropped.status, dropped.reason) == ("temporary", "channel.reason.dropped_in_text")
    assert again.status == "delivered"
    (envelope,) = server.envelopes
    assert envelope.content == to_mime(LETTER)


def test_it_does_not_wait_for_a_server_that_hangs(start: Start) -> None:
    server = Handler(hang=1.5)
    with open_channel(f"mailto://{start(server)}?timeout=0.2") as channel:
        began = time.monotonic()
        outcome = channel.send(LETTER)
        assert time.monotonic() - began < 1
    assert outcome.status == "temporary"
    assert "timed out" in outcome.answer


def test_it_connects_again_when_an_idle_connection_was_closed(start: Start) -> None:
    server = Handler()
    with open_channel(f"mailto://{start(server)}") as channel:
        first = channel.send(LETTER)
        server.transports[0]._loop.call_soon_threadsafe(server.transports[0].abort)
        time.sleep(0.1)
        second = channel.send(numbered(18))
    assert (first.status, second.status) == ("delivered", "delivered")
    assert len(server.envelopes) == len(server.connections) == 2


def test_it_connects_again_when_the_server_says_goodbye(start: Start) -> None:
    server = Handler()
    with open_channel(f"mailto://{start(server)}") as channel:
        channel.send(LETTER)
        server.answers["MAIL"] = ["421 4.7.0 too many messages on this connection"]
        second = channel.send(numbered(18))
        server.answers["MAIL"] = ["421 4.3.2 shutting down"] * 2
        third = channel.send(numbered(19))
    assert second.status == "delivered"
    assert (third.status, third.answer) == ("temporary", "421 4.3.2 shutting down")


def test_it_says_when_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with open_channel(f"mailto://an:{PASSWORD}@127.0.0.1:{port}?mode=insecure") as channel:
        outcome = channel.send(LETTER)
    assert (outcome.status, outcome.reason) == ("temporary", "channel.reason.unreachable")
    assert "refused" in outcome.answer


def test_it_does_not_wait_for_a_server_that_never_greets() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with open_channel(f"mailto://127.0.0.1:{port}?timeout=0.2") as channel:
            outcome = channel.send(LETTER)
    assert (outcome.status, outcome.reason) == ("temporary", "channel.reason.unreachable")
