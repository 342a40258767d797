"""Servers that answer a byte at a time: a letter has one deadline, wherever that begins."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from loopback_certificate import server_tls
from trickle import Trickler, trickling

from dondoc.channels.channel import open_channel
from dondoc.channels.letter import Letter
from dondoc.channels.outcome import Outcome

SECONDS = 1.0
MUCH_LATER = 20.0
"""The servers never come to an end; on a busy machine, what is cut off ends late, too."""
LETTER = Letter(
    message_id="<nudge.17@vinhphuc.gov.vn>",
    sender_address="don-doc@vinhphuc.gov.vn",
    recipient_address="an@vinhphuc.gov.vn",
    subject="Quá hạn 2",
    text="Kính gửi đồng chí",
    date=datetime(2022, 3, 25, tzinfo=UTC),
)
HELLO, OK, GO_ON = b"220 ready\r\n", b"250 ok\r\n", b"354 go on\r\n"
STAGES = {
    "greeting": ((), b"2"),
    "greeting in lines": ((), b"220-wait\r\n"),
    "hello": ((HELLO,), b"2"),
    "hello in lines": ((HELLO,), b"250-wait\r\n"),
    "sender": ((HELLO, OK), b"2"),
    "recipient": ((HELLO, OK, OK), b"2"),
    "data": ((HELLO, OK, OK, OK), b"3"),
    "text": ((HELLO, OK, OK, OK, GO_ON), b"2"),
}


def sent(url: str, letter: Letter = LETTER) -> tuple[Outcome, float]:
    """What became of it, and how many seconds it took in all, goodbye and all."""
    began = time.monotonic()
    with open_channel(url, private_allowed=True, seconds=SECONDS) as channel:
        outcome = channel.send(letter)
    return outcome, time.monotonic() - began


def assert_cut_off(outcome: Outcome, took: float, server: Trickler) -> None:
    assert (outcome.status, outcome.reason) == ("temporary", "channel.reason.too_slow")
    assert took < MUCH_LATER
    assert server.callers >= 1


@pytest.mark.parametrize("stage", STAGES)
def test_a_mail_server_that_trickles_is_cut_off(stage: str) -> None:
    prompt, trickle = STAGES[stage]
    with trickling(*prompt, trickle=trickle) as server:
        outcome, took = sent(f"mailto://127.0.0.1:{server.port}?mode=insecure")
        assert_cut_off(outcome, took, server)


@pytest.mark.parametrize("stage", ["greeting", "sender", "text"])
def test_encryption_makes_no_difference(
    stage: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    prompt, trickle = STAGES[stage]
    tls = server_tls(tmp_path_factory.mktemp("tls"))
    with trickling(*prompt, trickle=trickle, tls=tls) as server:
        outcome, took = sent(f"mailtos://127.0.0.1:{server.port}?mode=ssl&verify=no")
        assert_cut_off(outcome, took, server)


def test_a_kept_connection_has_a_deadline_for_each_letter() -> None:
    taken = (HELLO, OK, OK, OK, GO_ON, OK)
    with trickling(*taken, trickle=b"2") as server:
        url = f"mailto://127.0.0.1:{server.port}?mode=insecure"
        with open_channel(url, seconds=SECONDS) as channel:
            assert channel.send(LETTER).status == "delivered"
            began = time.monotonic()
            outcome = channel.send(replace(LETTER, message_id="<nudge.18@vinhphuc.gov.vn>"))
            assert_cut_off(outcome, time.monotonic() - began, server)


def test_saying_goodbye_has_a_deadline() -> None:
    with trickling(HELLO, OK, OK, OK, GO_ON, OK, trickle=b"2") as server:
        outcome, took = sent(f"mailto://127.0.0.1:{server.port}?mode=insecure")
        assert outcome.status == "delivered"
        assert took < MUCH_LATER


@pytest.mark.parametrize("prompt", [(), (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",)])
@pytest.mark.parametrize("kind", ["json", "zalo"])
def test_another_service_that_trickles_is_cut_off(kind: str, prompt: tuple[bytes, ...]) -> None:
    with trickling(*prompt, trickle=b"H") as server:
        where = f"127.0.0.1:{server.port}"
        url = {"json": f"json://{where}", "zalo": f"zalo://token@oa?api=http://{where}"}[kind]
        outcome, took = sent(url, replace(LETTER, recipient_address="2512523625412515"))
        assert_cut_off(outcome, took, server)


def test_a_letter_in_time_is_left_alone() -> None:
    with trickling(HELLO, OK, OK, OK, GO_ON, OK, trickle=b"221 bye\r\n") as server:
        outcome, _ = sent(f"mailto://127.0.0.1:{server.port}?mode=insecure")
        assert outcome.status == "delivered"
