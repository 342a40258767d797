"""One SMTP connection that is kept over many letters, and what its answers mean."""

import re
import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property

from dondoc.channels.outcome import Outcome, delivered, permanent, temporary

Answer = tuple[int, bytes]

_LOGIN_WANTED = {530, 534, 535, 538}
_TOO_BIG = 552
_OUR_FAULT = re.compile(rb"relay|client host|black ?list|block ?list|authenticat", re.I)


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
        """Hand one message to the server. Addresses are bare; the message has CRLF lines.

        A server may close an idle connection at any time (RFC 5321 4.5.3.2), so a kept
        connection found dead before the text was sent is replaced once.
        """
        kept = self._smtp is not None
        try:
            try:
                return self._attempt(sender, recipient, message)
            except _DroppedError:
                if not kept:
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
            raise _DroppedError(_words(error)) from None
        return refusal or self._text(smtp, message)

    def _envelope(
        self, smtp: smtplib.SMTP, sender: str, recipient: str, size: int
    ) -> Outcome | None:
        """The refusal of sender or recipient, or None when the server wants the text."""
        options = [f"size={size}"] if smtp.has_extn("size") else []
        answer = smtp.mail(sender, options)
        _raise_if_closing(answer)
        if answer[0] != 250:
            return self._refused(answer, about_letter=answer[0] == _TOO_BIG)
        answer = smtp.rcpt(recipient)
        _raise_if_closing(answer)
        if answer[0] not in {250, 251}:
            return self._refused(answer, about_letter=not _about_us(answer))
        return None

    def _text(self, smtp: smtplib.SMTP, message: bytes) -> Outcome:
        try:
            answer = smtp.data(message)
        except smtplib.SMTPDataError as error:
            answer = (error.smtp_code, _bytes(error.smtp_error))
        except (OSError, smtplib.SMTPException) as error:
            # The server may or may not have it: only a retry with the same Message-ID is safe.
            self._drop()
            return temporary(_words(error), "channel.reason.dropped_in_text")
        if answer[0] == 250:
            return delivered(_shown(answer))
        return self._refused(answer, about_letter=not _about_us(answer))

    def _refused(self, answer: Answer, about_letter: bool) -> Outcome:
        """The outcome of a refusal; the connection is made ready for the next letter."""
        self._reset()
        if not 500 <= answer[0] < 600:
            return temporary(_shown(answer), "channel.reason.busy")
        if about_letter:
            return permanent(_shown(answer), "channel.reason.refused")
        return temporary(_shown(answer), "channel.reason.refused_us")

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
        raise _ConnectError(temporary(_words(error), reason)) from None
    except UnicodeError:  # smtplib logs in with ASCII only; the error would quote the password
        smtp.close()
        raise _ConnectError(temporary("password not ASCII", reason)) from None
    except (OSError, smtplib.SMTPException) as error:
        smtp.close()
        raise _ConnectError(temporary(_words(error), _connect_reason(error))) from None
    return smtp


def _open(server: Server) -> smtplib.SMTP:
    where = (server.host, server.port, _own_name())
    try:
        if server.mode == "ssl":
            return smtplib.SMTP_SSL(*where, timeout=server.timeout, context=server.tls)
        return smtplib.SMTP(*where, timeout=server.timeout)
    except (OSError, smtplib.SMTPException) as error:
        raise _ConnectError(temporary(_words(error), _connect_reason(error))) from None


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


def _raise_if_closing(answer: Answer) -> None:
    """421 says that the server closes the connection (RFC 5321 3.8); -1 is smtplib's "gone"."""
    if answer[0] in {421, -1}:
        raise smtplib.SMTPResponseException(answer[0], answer[1])


def _about_us(answer: Answer) -> bool:
    """Whether a refusal is our own fault: no login, no right to relay, a blocked sender.

    That is to be mended in the channel's settings or with the provider, and must not cost
    anybody their address. SMTP has no code for it, so the usual words are looked for; a wrong
    guess only means that the letter is tried again.
    """
    return answer[0] in _LOGIN_WANTED or _OUR_FAULT.search(answer[1]) is not None


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _shown((error.smtp_code, _bytes(error.smtp_error)))
    return str(error) or type(error).__name__


def _shown(answer: Answer) -> str:
    return f"{answer[0]} {answer[1].decode('utf-8', 'replace')}"


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
