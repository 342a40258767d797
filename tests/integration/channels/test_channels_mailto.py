"""Letters to real SMTP servers on the loopback interface, well-behaved and otherwise."""

import datetime
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any

import pytest
from smtp_handler import LETTER, Handler, Start, numbered, servers

from dondoc.channels.apprise_parts import Apprise
from dondoc.channels.channel import open_channel
from dondoc.channels.letter import to_mime
from dondoc.channels.services import register


@pytest.fixture(params=[False, True], ids=["step-by-step", "pipelined"])
def start(request: pytest.FixtureRequest) -> Iterator[Start]:
    """Starts a server for a handler and answers `host:port`; stops it after the test."""
    with servers(pipelining=request.param) as start:
        yield start


def test_it_delivers_the_letter_as_it_is(start: Start) -> None:
    server = Handler()
    with open_channel(f"mailto://{start(server)}") as channel:
        outcome = channel.send(LETTER)
    assert (outcome.status, outcome.answer) == ("delivered", "250 2.0.0 queued as 42")
    (envelope,) = server.envelopes
    assert envelope.content == to_mime(LETTER)
    assert envelope.rcpt_tos == ["an@vinhphuc.gov.vn"]
    assert envelope.mail_from == "don-doc@vinhphuc.gov.vn"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_it_keeps_every_diacritic(start: Start, form: Any) -> None:
    def write(words: str) -> str:
        return unicodedata.normalize(form, words)

    server = Handler()
    letter = replace(
        LETTER,
        subject=write(LETTER.subject),
        recipient_name=write(LETTER.recipient_name),
        text=write(LETTER.text),
        html=write(LETTER.html),
    )
    with open_channel(f"mailto://{start(server)}") as channel:
        channel.send(letter)
    message: Any = message_from_bytes(server.envelopes[0].content, policy=policy.default)  # type: ignore[arg-type]
    assert message["Subject"] == LETTER.subject
    assert message["To"].addresses[0].display_name == LETTER.recipient_name
    parts = [part.get_content().replace("\r\n", "\n") for part in message.iter_parts()]
    assert parts == [LETTER.text, LETTER.html]


def test_it_makes_one_connection_for_many_letters(start: Start) -> None:
    server = Handler()
    with open_channel(f"mailto://{start(server)}") as channel:
        outcomes = [channel.send(numbered(number)) for number in range(50)]
    assert {outcome.status for outcome in outcomes} == {"delivered"}
    assert len(server.envelopes) == 50
    assert len(server.connections) == 1


def test_it_comes_back_when_the_server_asks_it_to(start: Start) -> None:
    server = Handler(answers={"RCPT": ["450 4.2.0 Greylisted, try again in 300 seconds"]})
    with open_channel(f"mailto://{start(server)}") as channel:
        first, second = channel.send(LETTER), channel.send(LETTER)
    assert first.status == "temporary"
    assert first.retry_after == datetime.timedelta(minutes=5)
    assert first.answer.startswith("450 4.2.0 Greylisted")
    assert second.status == "delivered"
    assert len(server.connections) == 1


def test_it_gives_up_one_recipient_and_reaches_the_next(start: Start) -> None:
    server = Handler(refused={"gone@vinhphuc.gov.vn": "550 5.1.1 User unknown"})
    with open_channel(f"mailto://{start(server)}") as channel:
        gone = channel.send(replace(LETTER, recipient_address="gone@vinhphuc.gov.vn"))
        next_one = channel.send(LETTER)
    assert (gone.status, gone.answer) == ("permanent", "550 5.1.1 User unknown")
    assert next_one.status == "delivered"
    assert len(server.connections) == 1


def test_it_knows_that_no_address_of_e_mail_can_be_reached(start: Start) -> None:
    server = Handler()
    with open_channel(f"mailto://{start(server)}") as channel:
        for wrong in ("0912345678", "a b@c.vn", "a@b.vn, x@y.vn", "a..b@c.vn", "đ@c.vn"):
            outcome = channel.send(replace(LETTER, recipient_address=wrong))
            assert (outcome.status, outcome.reason) == ("permanent", "channel.reason.bad_address")
            assert outcome.about_address
    assert not server.connections


def test_it_writes_to_an_international_domain_in_ascii(start: Start) -> None:
    server = Handler()
    with open_channel(f"mailto://{start(server)}") as channel:
        channel.send(replace(LETTER, recipient_address="an@vĩnhphúc.vn"))
    (recipient,) = server.envelopes[0].rcpt_tos
    assert recipient.removeprefix("an@").encode("ascii").decode("idna") == "vĩnhphúc.vn"


def test_it_leaves_apprise_s_own_door_open(start: Start) -> None:
    register()
    server, apprise = Handler(), Apprise()
    assert apprise.add(f"mailto://{start(server)}?from=a@vinhphuc.gov.vn&to=b@vinhphuc.gov.vn")
    assert apprise.notify(title="Nhắc việc", body="Kính gửi đồng chí")
    (envelope,) = server.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == (
        "a@vinhphuc.gov.vn",
        ["b@vinhphuc.gov.vn"],
    )


def test_it_says_when_encryption_is_not_what_the_server_speaks(start: Start) -> None:
    with open_channel(f"mailtos://{start(Handler())}?mode=ssl&timeout=2") as channel:
        outcome = channel.send(LETTER)
    assert (outcome.status, outcome.reason) == ("temporary", "channel.reason.no_encryption")


def test_it_lets_bounces_return_where_the_channel_says(start: Start) -> None:
    server = Handler()
    url = f"mailto://{start(server)}?from=tra-lai@vinhphuc.gov.vn&to=nobody@example.com"
    with open_channel(url) as channel:
        channel.send(LETTER)
    (envelope,) = server.envelopes
    assert envelope.mail_from == "tra-lai@vinhphuc.gov.vn"
    assert envelope.rcpt_tos == ["an@vinhphuc.gov.vn"]


def test_it_serves_each_thread_by_a_channel_of_its_own(start: Start) -> None:
    server = Handler(refused={f"a{number}@b.vn": f"550 no a{number}" for number in range(1, 8, 2)})
    url = f"mailto://{start(server)}"
    wrong: list[str] = []

    def work(number: int) -> None:
        expected = "550" if number % 2 else "250"
        with open_channel(url) as channel:
            for _ in range(10):
                answer = channel.send(replace(LETTER, recipient_address=f"a{number}@b.vn")).answer
                if not answer.startswith(expected):
                    wrong.append(answer)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(server.envelopes) == 40
    assert len(server.connections) == 8
