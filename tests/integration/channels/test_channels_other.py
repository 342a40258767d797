"""Any other service of Apprise, here its json:// against a small web server."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from dondoc.channels.channel import open_channel
from dondoc.channels.letter import Letter

TOKEN = "bimat-token-4-4"
LETTER = Letter(
    message_id="<nudge.17@vinhphuc.gov.vn>",
    sender_address="don-doc@vinhphuc.gov.vn",
    recipient_address="an@vinhphuc.gov.vn",
    subject="Quá hạn 2",
    text="Kính gửi đồng chí & các đơn vị <b>",
    html="<p>khác</p>",
    date=datetime(2022, 3, 25, tzinfo=UTC),
)


@dataclass
class Service:
    port: int
    seen: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    """Takes what is posted; a path that holds /503 is answered so."""
    found = Service(0)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.seen.append(json.loads(body))
            self.send_response(503 if "/503" in self.path else 200)
            self.end_headers()
            self.wfile.write(self.path.encode())

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield found
        server.shutdown()
        thread.join()


def test_it_sends_subject_and_text(service: Service) -> None:
    with open_channel(f"json://127.0.0.1:{service.port}/{TOKEN}", private_allowed=True) as channel:
        outcome = channel.send(LETTER)
    assert outcome.status == "delivered"
    (seen,) = service.seen
    assert (seen["title"], seen["message"]) == (LETTER.subject, LETTER.text)


def test_it_sends_the_short_text_where_there_is_one(service: Service) -> None:
    with open_channel(f"json://127.0.0.1:{service.port}/", private_allowed=True) as channel:
        channel.send(replace(LETTER, short="Quá hạn 2 việc.\nMời báo cáo."))
    assert service.seen[0]["message"] == "Quá hạn 2 việc.\nMời báo cáo."


def test_it_tells_why_a_service_did_not_take_it(service: Service) -> None:
    with open_channel(f"json://127.0.0.1:{service.port}/503", private_allowed=True) as channel:
        outcome = channel.send(LETTER)
    assert (outcome.status, outcome.reason) == ("temporary", "channel.reason.not_taken")
    assert "503" in outcome.answer


def test_it_is_not_slowed_down_and_does_not_retry_by_itself(service: Service) -> None:
    url = f"json://127.0.0.1:{service.port}/503?retry=5&wait=5&optional=yes"
    with open_channel(url, private_allowed=True) as channel:
        began = time.monotonic()
        outcomes = [channel.send(LETTER) for _ in range(3)]
        assert time.monotonic() - began < 2
    assert [outcome.status for outcome in outcomes] == ["temporary"] * 3
    assert len(service.seen) == 3


def test_it_shows_no_token_anywhere(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    url = f"json://an:{TOKEN}-x@127.0.0.1:{service.port}/{TOKEN}/503?+X-Key={TOKEN}-y"
    with open_channel(url, private_allowed=True) as channel:
        outcome = channel.send(LETTER)
        shown = [outcome.answer, repr(channel), str(channel)]
    assert outcome.status == "temporary"
    assert "503" in caplog.text
    assert LETTER.text not in caplog.text  # it may hold a link for one person only
    shown += [record.getMessage() for record in caplog.records]
    assert not [text for text in shown if TOKEN in text]


def test_it_tells_each_thread_its_own_reason(service: Service) -> None:
    wrong: list[str] = []

    def work(path: str, reason: str) -> None:
        with open_channel(path, private_allowed=True) as channel:
            for _ in range(20):
                answer = channel.send(LETTER).answer
                if reason not in answer or len(answer) > 120:
                    wrong.append(answer)

    jobs = [(f"json://127.0.0.1:{service.port}/503", "503"), ("json://127.0.0.1:1/x", "onnection")]
    threads = [threading.Thread(target=work, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_it_takes_a_letter_without_subject(service: Service) -> None:
    with open_channel(f"json://127.0.0.1:{service.port}/", private_allowed=True) as channel:
        assert channel.send(replace(LETTER, subject="")).status == "delivered"
        assert channel.send(replace(LETTER, text="")).status == "temporary"
