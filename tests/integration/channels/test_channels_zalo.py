"""zalo:// against a local server that behaves as the public documentation says."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from zalo_letters import LETTER, USER, opened, to
from zalo_server import Zalo, running_zalo

from dondoc.channels.zalo_url import renewed_url


@pytest.fixture
def zalo() -> Iterator[Zalo]:
    with running_zalo() as server:
        yield server


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
