"""One SMTP connection that is kept over many letters, and what its answers mean."""

import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property

from dondoc.channels.outcome import Outcome, delivered, temporary
from dondoc.channels.smtp_answers import refused, shown, words
from dondoc.channels.smtp_dialogue import on_the_wire, one_by_one, pipelined


@dataclass(frozen=True)
class Server:
    """Where and how to connect; `mode` is insecure, starttls or ssl; timeout in seconds."""

    host: str
    port: int
    mode: str
    user: str = ""
    password: str = field(default="", repr=False)
    verify: bool = True
    timeout: float = 30.0

    @cached_property
    def tls(self) -> ssl.SSLContext:
        """Made once per server: loading the certificates takes about 25 ms."""
        context = ssl.create_default_context()
        if not self.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


class _ConnectError(Exception):
    """The connection could not be made; it says nothing about any recipient."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.answer)
        self.outcome = outcome


class _DroppedError(Exception):
    """The server hung up before it was given the text, so another try repeats nothing."""


class Session:
    """Sends letters over one connection, connecting again when it was dropped.

    Not for two threads at once.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self._smtp: smtplib.SMTP | None = None

    def send(self, sender: str, recipient: str, message: bytes) -> Outcome:
        """Hand one message to the server. Addresses have passed `headers.address`.

        A server may close an idle connection at any time (RFC 5321 4.5.3.2), so a kept
        connection found dead before the text was sent is replaced once.
        """
        was_open = self._smtp is not None
        try:
            try:
                return self._attempt(sender, recipient, message)
            except _DroppedError:
                if not was_open:
                    raise
                return self._attempt(sender, recipient, message)
        except _ConnectError as error:
            return error.outcome
        except _DroppedError as error:
            return temporary(str(error), "channel.reason.dropped")

    def close(self) -> None:
        """Say goodbye; never raises."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()

    def _attempt(self, sender: str, recipient: str, message: bytes) -> Outcome:
        smtp = self._connected()
        try:
            refusal = self._envelope(smtp, sender, recipient, len(message))
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise _DroppedError(words(error)) from None
        return refusal or self._text(smtp, message)

    def _envelope(
        self, smtp: smtplib.SMTP, sender: str, recipient: str, size: int
    ) -> Outcome | None:
        """The refusal of sender, recipient or text, or None when the server wants the text."""
        with_size = f" SIZE={size}" if smtp.has_extn("size") else ""
        commands = [f"MAIL FROM:<{sender}>{with_size}", f"RCPT TO:<{recipient}>", "DATA"]
        answered = pipelined if smtp.has_extn("pipelining") else one_by_one
        refusal = answered(smtp, commands)
        if refusal is None:
            return None
        self._reset()
        return refused(*refusal)

    def _text(self, smtp: smtplib.SMTP, message: bytes) -> Outcome:
        try:
            smtp.send(on_the_wire(message))
            answer = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            # The server may or may not have it: only a retry with the same Message-ID is safe.
            self._drop()
            return temporary(words(error), "channel.reason.dropped_in_text")
        if answer[0] == 250:
            return delivered(shown(answer))
        self._reset()
        return refused("DATA", answer)

    def _reset(self) -> None:
        try:
            if self._smtp is not None and self._smtp.rset()[0] != 250:
                self._drop()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp = _connect(self.server)
        return self._smtp


def _connect(server: Server) -> smtplib.SMTP:
    """A connection that is greeted, encrypted and logged in; raises _ConnectError."""
    smtp = _open(server)
    reason = "channel.reason.no_encryption"
    try:
        if server.mode == "starttls":
            smtp.starttls(context=server.tls)
        smtp.ehlo_or_helo_if_needed()
        reason = "channel.reason.login_refused"
        if server.user and server.password:
            smtp.login(server.user, server.password)
    except (smtplib.SMTPResponseException, smtplib.SMTPNotSupportedError) as error:
        smtp.close()
        raise _ConnectError(temporary(words(error), reason)) from None
    except UnicodeError:  # smtplib logs in with ASCII only; the error would quote the password
        smtp.close()
        raise _ConnectError(temporary("password not ASCII", reason)) from None
    except (OSError, smtplib.SMTPException) as error:
        smtp.close()
        raise _ConnectError(temporary(words(error), _connect_reason(error))) from None
    return smtp


def _open(server: Server) -> smtplib.SMTP:
    where = (server.host, server.port, _own_name())
    smtp: smtplib.SMTP
    try:
        if server.mode == "ssl":
            smtp = smtplib.SMTP_SSL(*where, timeout=server.timeout, context=server.tls)
        else:
            smtp = smtplib.SMTP(*where, timeout=server.timeout)
        # Each write is a whole turn; waiting for the other side's acknowledgement in the middle
        # of a letter (Nagle) would cost up to 40 ms.
        assert smtp.sock is not None
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return smtp
    except (OSError, smtplib.SMTPException) as error:
        raise _ConnectError(temporary(words(error), _connect_reason(error))) from None


@cache
def _own_name() -> str:
    """The name for EHLO; asking the resolver for it can take seconds, so it is asked once."""
    name = socket.getfqdn()
    return name if name.isascii() and "." in name else "[127.0.0.1]"


def _connect_reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "channel.reason.certificate"
    if isinstance(error, ssl.SSLError):
        return "channel.reason.no_encryption"
    return "channel.reason.unreachable"
