"""zalo:// against a local server that behaves as the public documentation says."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from zalo_server import Zalo, running_zalo

from dondoc.channels.channel import Channel, open_channel
from dondoc.channels.errors import ChannelError
from dondoc.channels.letter import Letter
from dondoc.channels.zalo_url import renewed_url

USER = "2512523625412515"
LETTER = Letter(
    message_id="<message.17.4f1c@vinhphuc.gov.vn>",
    sender_address="don-doc@vinhphuc.gov.vn",
    recipient_address=USER,
    recipient_name="Nguyễn Văn Ả",
    subject="Quá hạn 2: Ban Chỉ đạo huyện Lập Thạch",
    text="Kính gửi đồng chí,\nđề nghị báo cáo.",
    short="Quá hạn 2 việc.\nĐề nghị báo cáo trước 28/3.",
    date=datetime(2022, 3, 25, 7, 30, tzinfo=UTC),
)


@pytest.fixture
def zalo() -> Iterator[Zalo]:
    with running_zalo() as server:
        yield server


def opened(url: str, **more: Any) -> Channel:
    return open_channel(url, private_allowed=True, **more)


def to(address: str) -> Letter:
    return replace(LETTER, recipient_address=address)


def test_it_sends_the_short_text_to_a_user(zalo: Zalo) -> None:
    with opened(zalo.url()) as channel:
        outcome = channel.send(LETTER)
        channel.send(replace(LETTER, short=""))
    assert (outcome.status, outcome.answer) == ("delivered", "63ecf43f0df7dba892e6")
    (path, first), (_, second) = zalo.asked
    assert path == "/v3.0/oa/message/cs"
    assert first == {"recipient": {"user_id": USER}, "message": {"text": LETTER.short}}
    assert second["message"]["text"] == f"{LETTER.subject}\n\n{LETTER.text}"


def test_it_keeps_a_text_within_two_thousand_letters(zalo: Zalo) -> None:
    with opened(zalo.url()) as channel:
        for text in ("Kính gửi " * 400, "x" * 5000, "x" * 2000):
            assert channel.send(replace(LETTER, short=text)).status == "delivered"
    sent = [asked["message"]["text"] for _, asked in zalo.asked]
    assert [len(text) <= 2000 for text in sent] == [True] * 3
    assert sent[0].endswith("Kính gửi…")
    assert sent[2] == "x" * 2000


@pytest.mark.parametrize("phone", ["0912345678", "+84912345678", "84912345678", "0912 345.678"])
def test_it_sends_a_template_to_a_telephone(zalo: Zalo, phone: str) -> None:
    fields = {"Ten": "{name}", "noi_dung": "{short}", "han": "{date}", ":app": "x{subject"}
    with opened(zalo.url("zns/200607", **fields)) as channel:
        outcome = channel.send(to(phone))
        channel.send(to(phone))
    assert (outcome.status, outcome.answer) == ("delivered", "a4d0243feb1c5944")
    (path, first), (_, again) = zalo.asked
    assert (path, first["phone"], first["template_id"]) == (
        "/message/template",
        "84912345678",
        "200607",
    )
    assert first["template_data"] == {
        "Ten": LETTER.recipient_name,
        "noi_dung": LETTER.short,
        "han": "25/03/2022",
        "app": "x{subject",
    }
    assert 0 < len(first["tracking_id"]) <= 48
    assert first["tracking_id"] == again["tracking_id"]  # of the same letter, so it is the same


@pytest.mark.parametrize("kind", ["oa", "zns/200607"])
def test_it_renews_an_expired_token_and_tells_its_keeper(zalo: Zalo, kind: str) -> None:
    url = zalo.url(kind, token="expired-token")
    kept: list[tuple[str, str]] = []

    def keep(access: str, refresh: str) -> None:
        kept.append((access, refresh))

    letter = to(USER if kind == "oa" else "0912345678")
    with opened(url, on_tokens=keep) as channel:
        assert [channel.send(letter).status for _ in range(3)] == ["delivered"] * 3
    assert kept == [(zalo.access, zalo.refresh)]
    zalo.access = "revoked"
    with opened(renewed_url(url, *kept[0]), on_tokens=keep) as channel:
        assert channel.send(letter).status == "delivered"
    assert kept[1:] == [(zalo.access, zalo.refresh)]


def test_it_renews_once_for_all_threads(zalo: Zalo) -> None:
    url = zalo.url(token="expired-token")
    kept: list[tuple[str, str]] = []
    statuses: list[str] = []
    together = threading.Barrier(4)

    def work() -> None:
        with opened(url, on_tokens=lambda *tokens: kept.append(tokens)) as channel:
            together.wait()
            statuses.extend(channel.send(LETTER).status for _ in range(3))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == ["delivered"] * 12
    assert zalo.renewals == len(kept) == 1


def test_it_waits_for_somebody_to_mend_a_login_that_cannot_be_renewed(zalo: Zalo) -> None:
    used_up = zalo.url(token="expired-token", refresh="used-up-token")
    alone = f"zalo://expired-token@oa?api={zalo.base}"
    for url in (used_up, alone):
        with opened(url) as channel:
            outcome = channel.send(LETTER)
        assert (outcome.status, outcome.reason) == ("temporary", "channel.reason.service_login")
        assert not outcome.about_address
    assert zalo.renewals == 0


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
