"""Letters to SMTP servers that want encryption and a login, with good certificates and others."""

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from smtp_handler import LETTER, Handler, Start, numbered, servers

from dondoc.channels.channel import open_channel

PASSWORD = "bimat-4-4"


@pytest.fixture(params=[False, True], ids=["step-by-step", "pipelined"])
def start(request: pytest.FixtureRequest) -> Iterator[Start]:
    """Starts a server for a handler and answers `host:port`; stops it after the test."""
    with servers(pipelining=request.param) as start:
        yield start


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
