"""What Zalo refuses, and what is no answer of it: whom it is about, and what is tried again."""

import socket
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from zalo_letters import LETTER, USER, opened, to
from zalo_server import Zalo, running_zalo

from dondoc.channels.channel import open_channel
from dondoc.channels.errors import ChannelError
from dondoc.channels.zalo_url import renewed_url


@pytest.fixture
def zalo() -> Iterator[Zalo]:
    with running_zalo() as server:
        yield server


@pytest.mark.parametrize("code", [-213, -230, -232, -217, -227, -244, -201])
def test_it_knows_users_who_cannot_be_reached(zalo: Zalo, code: int) -> None:
    zalo.errors[USER] = code
    with opened(zalo.url()) as channel:
        outcome, other = channel.send(LETTER), channel.send(to("99" + USER))
    assert (outcome.status, outcome.about_address) == ("permanent", True)
    assert outcome.reason == "channel.reason.service_address"
    assert outcome.answer.startswith(f"{code} ")
    assert other.status == "delivered"


@pytest.mark.parametrize("code", [-108, -118, -119, -139])
def test_it_knows_telephones_that_cannot_be_reached(zalo: Zalo, code: int) -> None:
    zalo.errors["84912345678"] = code
    with opened(zalo.url("zns/200607")) as channel:
        outcome = channel.send(to("0912345678"))
    assert (outcome.status, outcome.about_address) == ("permanent", True)


@pytest.mark.parametrize(
    ("code", "status", "reason", "wait"),
    [
        (-32, "temporary", "service_busy", timedelta(minutes=1)),
        (-211, "temporary", "service_busy", timedelta(hours=6)),
        (-234, "temporary", "service_busy", timedelta(hours=1)),
        (-200, "temporary", "service_busy", None),
        (-9999, "temporary", "service_busy", None),
        (-321, "temporary", "service_refused_us", None),
        (-224, "temporary", "service_refused_us", None),
        (-248, "permanent", "service_letter", None),
    ],
)
def test_it_holds_other_refusals_against_nobody(
    zalo: Zalo, code: int, status: str, reason: str, wait: timedelta | None
) -> None:
    zalo.errors[USER] = code
    with opened(zalo.url()) as channel:
        outcome = channel.send(LETTER)
    assert (outcome.status, outcome.reason) == (status, f"channel.reason.{reason}")
    assert outcome.retry_after == wait
    assert not outcome.about_address


@pytest.mark.parametrize("wrong", ["an@vinhphuc.gov.vn", "12345", "0912345678x", "9" * 40])
def test_it_sends_nothing_to_what_is_no_address(zalo: Zalo, wrong: str) -> None:
    for kind in ("oa", "zns/200607"):
        with opened(zalo.url(kind)) as channel:
            outcome = channel.send(to(wrong))
        assert (outcome.status, outcome.reason) == ("permanent", "channel.reason.bad_address")
        assert outcome.about_address
    assert not zalo.asked


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, "<html>oops</html>"),
        (200, "{"),
        (200, "[]"),
        (200, '{"error": "x"}'),
        (200, "null"),
        (200, '{"error": null}'),
        (302, ""),
        (429, "slow down"),
    ],
)
def test_it_tries_again_when_something_else_answers(zalo: Zalo, status: int, body: str) -> None:
    zalo.queue.append((status, body, 0))
    with opened(zalo.url()) as channel:
        odd, good = channel.send(LETTER), channel.send(LETTER)
    assert (odd.status, odd.reason) == ("temporary", "channel.reason.service_busy")
    assert odd.answer.startswith(f"HTTP {status}")
    assert odd.retry_after == (timedelta(seconds=90) if status == 429 else None)
    assert good.status == "delivered"


@pytest.mark.parametrize("data", ['["x"]', "null", '"x"', "{}"])
def test_it_believes_a_success_without_a_receipt(zalo: Zalo, data: str) -> None:
    zalo.queue.append((200, f'{{"error": 0, "message": "Success", "data": {data}}}', 0))
    with opened(zalo.url()) as channel:
        outcome = channel.send(LETTER)
    assert (outcome.status, outcome.answer) == ("delivered", "Success")


def test_it_does_not_wait_for_a_service_that_hangs(zalo: Zalo) -> None:
    zalo.queue.append((200, "{}", 1.0))
    with opened(zalo.url(timeout="0.2")) as channel:
        began = time.monotonic()
        outcome = channel.send(LETTER)
        assert time.monotonic() - began < 0.9
        assert channel.send(LETTER).status == "delivered"
    assert (outcome.status, outcome.reason) == ("temporary", "channel.reason.service_silent")


def test_it_says_when_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with opened(f"zalo://some-token@oa?api=http://127.0.0.1:{port}") as channel:
        outcome = channel.send(LETTER)
    assert (outcome.status, outcome.reason) == ("temporary", "channel.reason.service_unreachable")


def test_it_reaches_no_private_stand_in_unless_allowed(zalo: Zalo) -> None:
    with open_channel(zalo.url()) as channel:
        outcome = channel.send(LETTER)
    assert (outcome.status, outcome.reason) == ("permanent", "channel.reason.private_host")
    assert not outcome.about_address
    assert not zalo.asked


def test_it_shows_no_token_anywhere(zalo: Zalo, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    url = zalo.url(token="expired-token")
    secrets = ["expired-token", zalo.secret, zalo.refresh]
    with opened(url) as channel:
        shown = [repr(channel), str(channel), channel.shown]
        shown.append(channel.send(LETTER).answer)
        secrets += [zalo.access, zalo.refresh]
        echo = " ".join(secrets)
        zalo.queue.append((500, echo, 0))
        shown.append(channel.send(LETTER).answer)
        zalo.errors[USER] = -213
        plugin = channel._source.built_for("").plugin
        shown += [repr(plugin), plugin.url(privacy=True), channel.send(LETTER).answer]
    assert "***" in shown[4]
    shown += [record.getMessage() for record in caplog.records]
    assert not [text for text in shown if any(secret in text for secret in secrets)]


@pytest.mark.parametrize(
    "url",
    [
        "zalo://oa/",
        "zalo://bimat-token@other/",
        "zalo://bimat-token@zns/",
        "zalo://bimat-token@oa/template",
        "zalo://bimat-token@oa/?field=x",
        "zalo://bimat-token@oa/?app=1&secret=bimat-token",
        "zalo://bimat-token%0d%0aX@oa/",
        "zalo://bimat-tokenđ@oa/",
        "zalo://bimat-token@oa/?timeout=1000",
        "zalo://bimat-token@oa/?timeout=bimat-token",
        "zalo://bimat-token@oa/?api=file:///etc/passwd",
    ],
)
def test_it_refuses_a_url_that_cannot_work(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    with pytest.raises(ChannelError) as caught:
        open_channel(url)
    assert caught.value.key == "channel.error.bad_url"
    assert "bimat-token" not in f"{caught.value!r} {caught.value} {caplog.text}"


def test_it_keeps_a_token_of_any_letters(zalo: Zalo) -> None:
    zalo.access = "a/b+c=d@e:f?g&h%20"
    with opened(renewed_url(zalo.url(token="x"), zalo.access, "r+/=&?")) as channel:
        assert channel.send(LETTER).status == "delivered"
        assert channel._source.built_for("").plugin.refresh == "r+/=&?"
