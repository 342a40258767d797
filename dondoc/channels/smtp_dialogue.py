"""What is said to an SMTP server about one letter, before its text and with it."""

import re
import smtplib
from collections.abc import Sequence

from dondoc.channels.smtp_answers import SmtpAnswer

SmtpRefusal = tuple[str, SmtpAnswer]  # the command that was refused, and the answer to it

_TAKEN = {"MAIL": {250}, "RCPT": {250, 251}, "DATA": {354}}
_END = b".\r\n"
_LINE_END = re.compile(rb"\r\n|\r|\n")


def one_by_one(smtp: smtplib.SMTP, commands: Sequence[str]) -> SmtpRefusal | None:
    """Each command waits for the answer to the one before; stops at the first refusal."""
    for command in commands:
        smtp.send(_line(command))
        answer = _answer(smtp)
        verb = command[:4]
        if answer[0] not in _TAKEN[verb]:
            return verb, answer
    return None


def pipelined(smtp: smtplib.SMTP, commands: Sequence[str]) -> SmtpRefusal | None:
    """All in one write, DATA last; the answers come in the same order (RFC 2920 3.1).

    A server may want the text although it refused everybody it was for. Then an end without
    text is the way back (RFC 2920 3.1): with no recipient, it can reach nobody.
    """
    smtp.send(b"".join(_line(command) for command in commands))
    refusal: SmtpRefusal | None = None
    try:
        for command in commands:
            answer = _answer(smtp)
            if refusal is None and answer[0] not in _TAKEN[command[:4]]:
                refusal = command[:4], answer
        if refusal is not None and answer[0] in _TAKEN["DATA"]:
            smtp.send(_END)
            _answer(smtp)
    except (OSError, smtplib.SMTPException):
        if refusal is None:  # otherwise it has said what it thinks, and hung up
            raise
    return refusal


def _line(command: str) -> bytes:
    if "\r" in command or "\n" in command:
        raise ValueError("a line break in a command")
    return f"{command}\r\n".encode("ascii")


def _answer(smtp: smtplib.SMTP) -> SmtpAnswer:
    """421 says that the server closes the connection (RFC 5321 3.8); -1 is smtplib's "gone"."""
    answer = smtp.getreply()
    if answer[0] in {421, -1}:
        raise smtplib.SMTPResponseException(*answer)
    return answer


def on_the_wire(message: bytes) -> bytes:
    """The message with its dots doubled (RFC 5321 4.5.2) and the line that ends it.

    Our own letters are base64 with CRLF lines, where nothing is to be done; finding that out
    takes a hundredth of doing it.
    """
    if _is_ready(message):
        return message + _END
    lines = _LINE_END.split(message)
    if not lines[-1]:
        lines.pop()
    return b"".join((b"." if line[:1] == b"." else b"") + line + b"\r\n" for line in lines) + _END


def _is_ready(message: bytes) -> bool:
    if b"\r\n." in message or message[:1] == b"." or not message.endswith(b"\r\n"):
        return False
    within_lines = message.replace(b"\r\n", b"")
    return b"\n" not in within_lines and b"\r" not in within_lines
