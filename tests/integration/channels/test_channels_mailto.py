"""Letters to real SMTP servers on the loopback interface, well-behaved and otherwise."""

import asyncio
import datetime
import ipaddress
import socket
import ssl
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dondoc.channels.apprise_parts import Apprise
from dondoc.channels.channel import open_channel
from dondoc.channels.letter import Letter, to_mime
from dondoc.channels.services import register

PASSWORD = "bimat-4-4"
LETTER = Letter(
    message_id="<nudge.17@vinhphuc.gov.vn>",
    sender_address="don-doc@vinhphuc.gov.vn",
    sender_name="Ban Tổ chức Tỉnh ủy",
    recipient_address="an@vinhphuc.gov.vn",
    recipient_name="Nguyễn Văn Ả",
    subject="Quá hạn 2: Ban Chỉ đạo huyện Lập Thạch",
    text="Kính gửi đồng chí,\n.\nđề nghị báo cáo.\n",
    html="<html><body><p>Kính gửi đồng chí</p></body></html>",
    date=datetime.datetime(2022, 3, 25, 7, 30, tzinfo=datetime.UTC),
)


def numbered(number: int) -> Letter:
    return replace(LETTER, message_id=f"<nudge.{number}@vinhphuc.gov.vn>")


@dataclass
class Handler:
    """An SMTP server's behaviour; `answers` are given in turn to RCPT, DATA or MAIL."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    connections: set[int] = field(default_factory=set)
    envelopes: list[Envelope] = field(default_factory=list)
    drop_in_data: int = 0
    hang: float = 0
    transports: list[Any] = field(default_factory=list)
    pipelining: bool = False

    async def handle_EHLO(
        self, server: SMTP, session: Session, _: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections.add(session.peer[1])  # type: ignore[index]
        self.transports.append(server.transport)
        if self.pipelining:
            responses.insert(0, "250-PIPELINING")
        return responses

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self._next("MAIL") or "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        if answer := self.refused.get(address) or self._next("RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.hang:
            await asyncio.sleep(self.hang)
        if self.drop_in_data:
            self.drop_in_data -= 1
            server.transport.abort()
        elif not (answer := self._next("DATA")):
            self.envelopes.append(envelope)
            return "250 2.0.0 queued as 42"
        else:
            return answer
        return "250 never seen"

    def _next(self, command: str) -> str:
        waiting = self.answers.get(command, [])
        return waiting.pop(0) if waiting else ""


Start = Callable[..., str]


@pytest.fixture(params=[False, True], ids=["step-by-step", "pipelined"])
def start(request: pytest.FixtureRequest) -> Iterator[Start]:
    """Starts a server for a handler and answers `host:port`; stops it after the test."""
    with ExitStack() as stack:

        def _start(handler: Handler, **options: Any) -> str:
            handler.pipelining = request.param
            with socket.create_server(("127.0.0.1", 0)) as free:
                port = free.getsockname()[1]
            controller = Controller(handler, hostname="127.0.0.1", port=port, **options)
            controller.start()
            stack.callback(controller.stop)
            return f"127.0.0.1:{port}"

        yield _start


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


@dataclass(frozen=True)
class Certificate:
    file: Path
    context: ssl.SSLContext


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A self-signed certificate for 127.0.0.1 and a server's TLS context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return Certificate(file, context)


def _check_login(_server: Any, _session: Any, _envelope: Any, _how: Any, given: Any) -> AuthResult:
    assert isinstance(given, LoginPassword)
    if given.password == PASSWORD.encode():
        return AuthResult(success=True)
    echo = f"535 5.7.8 no such password: {given.password.decode()}"
    return AuthResult(success=False, handled=False, message=echo)


AUTH = {"auth_required": True, "authenticator": _check_login}


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
def test_it_logs_in_once_over_tls(
    start: Start, certificate: Certificate, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    server, logins = Handler(), []

    def authenticator(*given: Any) -> AuthResult:
        logins.append(given)
        return _check_login(*given)

    if mode == "starttls":
        auth = {"tls_context": certificate.context, "require_starttls": True, "auth_required": True}
    else:
        auth = {"ssl_context": certificate.context, "auth_require_tls": False}
    where = start(server, authenticator=authenticator, **auth)
    with open_channel(f"mailto://an:{PASSWORD}@{where}?mode={mode}") as channel:
        statuses = [channel.send(numbered(number)).status for number in range(3)]
    assert statuses == ["delivered"] * 3
    assert len(server.connections) == len(logins) == 1


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
def test_it_refuses_a_certificate_it_cannot_trust(
    start: Start, certificate: Certificate, mode: str
) -> None:
    server = Handler()
    tls = "tls_context" if mode == "starttls" else "ssl_context"
    where = start(server, **{tls: certificate.context})
    with open_channel(f"mailtos://{where}?mode={mode}&timeout=3") as channel:
        outcome = channel.send(LETTER)
    with open_channel(f"mailtos://{where}?mode={mode}&verify=no") as channel:
        trusting = channel.send(LETTER)
    assert (outcome.status, outcome.reason) == ("temporary", "channel.reason.certificate")
    assert "certificate verify failed" in outcome.answer
    assert trusting.status == "delivered"


def test_it_never_falls_back_to_a_line_without_encryption(start: Start) -> None:
    server = Handler()
    with open_channel(f"mailtos://an:{PASSWORD}@{start(server)}") as channel:
        outcome = channel.send(LETTER)
    assert (outcome.status, outcome.reason) == ("temporary", "channel.reason.no_encryption")
    assert not server.envelopes


def test_it_holds_a_refused_login_against_nobody(
    start: Start, certificate: Certificate, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    server = Handler()
    where = start(server, tls_context=certificate.context, require_starttls=True, **AUTH)
    caplog.clear()
    with open_channel(f"mailtos://an:sai-mat-khau@{where}?verify=no") as channel:
        outcome = channel.send(LETTER)
    assert (outcome.status, outcome.reason) == ("temporary", "channel.reason.login_refused")
    assert outcome.answer.startswith("535")
    ours = [record for record in caplog.records if not record.name.startswith("mail")]
    shown = [outcome.answer, repr(channel), *(record.getMessage() for record in ours)]
    assert not [text for text in shown if "sai-mat-khau" in text]
