"""Commands in one write (RFC 2920), against a server that answers as it is told."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from dondoc.channels.channel import Channel, open_channel
from dondoc.channels.letter import Letter, to_mime
from dondoc.channels.outcome import Outcome

LETTER = Letter(
    message_id="<nudge.17@vinhphuc.gov.vn>",
    sender_address="don-doc@vinhphuc.gov.vn",
    recipient_address="an@vinhphuc.gov.vn",
    subject="Quá hạn 2",
    text="Kính gửi đồng chí",
    date=datetime(2022, 3, 25, tzinfo=UTC),
)
TAKEN = {"MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "text": "250 2.0.0 taken"}
GREETING = {"EHLO": "250-x\r\n250 PIPELINING", "RSET": "250 ok", "QUIT": "221 bye"}
HANG_UP = "hang up"


@dataclass
class Scripted:
    """`turns`: per letter, what differs from TAKEN; `texts`: what was taken; `writes`: as read."""

    turns: list[dict[str, str]] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    writes: list[bytes] = field(default_factory=list)
    port: int = 0
    connections: int = 0

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            with connection:
                self.talk(connection)

    def talk(self, connection: socket.socket) -> None:
        connection.sendall(b"220 hello\r\n")
        waiting, turn, in_text = b"", dict(TAKEN), False
        while received := connection.recv(65536):
            self.writes.append(received)
            waiting += received
            while (end := waiting.find(b".\r\n" if in_text else b"\r\n")) >= 0:
                line, waiting = waiting[:end], waiting[end + (3 if in_text else 2) :]
                verb = "text" if in_text else line[:4].decode().upper()
                if verb == "MAIL":
                    turn = TAKEN | (self.turns.pop(0) if self.turns else {})
                answer = GREETING.get(verb) or turn[verb]
                if answer == HANG_UP:
                    return
                if verb == "text" and answer.startswith("250"):
                    self.texts.append(line)
                in_text = verb == "DATA" and answer.startswith("354")
                connection.sendall(f"{answer}\r\n".encode())


@pytest.fixture
def server() -> Iterator[Scripted]:
    scripted = Scripted()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        scripted.port = listener.getsockname()[1]
        thread = threading.Thread(target=scripted.serve, args=(listener,))
        thread.start()
        yield scripted
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def sent(server: Scripted, letters: int) -> list[Outcome]:
    with channel_to(server) as channel:
        return [channel.send(LETTER) for _ in range(letters)]


def channel_to(server: Scripted) -> Channel:
    return open_channel(f"mailto://127.0.0.1:{server.port}?timeout=5")


def test_it_asks_for_everything_in_one_write(server: Scripted) -> None:
    assert [one.status for one in sent(server, 2)] == ["delivered"] * 2
    assert server.texts == [to_mime(LETTER)] * 2
    asked = b"MAIL FROM:<don-doc@vinhphuc.gov.vn>\r\nRCPT TO:<an@vinhphuc.gov.vn>\r\nDATA\r\n"
    assert server.writes.count(asked) == 2


REFUSALS = [
    {"RCPT": "550 5.1.1 unknown", "DATA": "354 go on", "text": "554 no recipients"},
    {"RCPT": "550 5.1.1 unknown", "DATA": "354 go on", "text": "250 taken all the same"},
    {"RCPT": "550 5.1.1 unknown", "DATA": "503 no recipients"},
    {"MAIL": "550 5.7.1 not you", "RCPT": "503 no", "DATA": "354 go on", "text": "554 no"},
    {"MAIL": "550 5.7.1 not you", "RCPT": "503 no", "DATA": "503 no"},
    {"DATA": "451 4.3.0 later"},
]


@pytest.mark.parametrize("turn", REFUSALS)
def test_it_sends_no_text_to_a_server_that_refused(server: Scripted, turn: dict[str, str]) -> None:
    server.turns = [turn]
    refused, after = sent(server, 2)
    assert refused.answer == turn.get("MAIL") or turn.get("RCPT") or turn["DATA"]
    assert refused.status == ("permanent" if "MAIL" not in turn and "RCPT" in turn else "temporary")
    assert after.status == "delivered"
    assert [text for text in server.texts if text] == [to_mime(LETTER)]  # only the second one's
    assert server.connections == 1


@pytest.mark.parametrize(
    "turn",
    [
        {"RCPT": "550 5.1.1 unknown", "DATA": HANG_UP},
        {"RCPT": "550 5.1.1 unknown", "DATA": "421 bye"},
        {"RCPT": "550 5.1.1 unknown", "text": HANG_UP},
    ],
)
def test_it_remembers_a_refusal_when_the_server_then_hangs_up(
    server: Scripted, turn: dict[str, str]
) -> None:
    server.turns = [turn]
    refused, after = sent(server, 2)
    assert (refused.status, refused.answer) == ("permanent", "550 5.1.1 unknown")
    assert refused.about_address
    assert after.status == "delivered"
    assert len(server.texts) == 1


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
def test_it_tries_a_kept_connection_s_successor_once(server: Scripted, verb: str) -> None:
    server.turns = [{}, {verb: HANG_UP}, {}]
    assert [one.status for one in sent(server, 2)] == ["delivered"] * 2
    assert (server.connections, len(server.texts)) == (2, 2)


def test_it_never_repeats_a_text_by_itself(server: Scripted) -> None:
    server.turns = [{}, {"text": HANG_UP}]
    first, second = sent(server, 2)
    assert first.status == "delivered"
    assert (second.status, second.reason) == ("temporary", "channel.reason.dropped_in_text")
    assert server.connections == 1


def test_it_takes_a_goodbye_as_one(server: Scripted) -> None:
    server.turns = [{"MAIL": "421 4.3.2 shutting down", "RCPT": HANG_UP}]
    (outcome,) = sent(server, 1)
    assert (outcome.status, outcome.answer) == ("temporary", "421 4.3.2 shutting down")
