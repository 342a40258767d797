"""A letter to one person, and its bytes as an Internet message (RFC 5322, MIME)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from email.utils import format_datetime

from dondoc.channels import headers as check
from dondoc.channels import mime
from dondoc.channels.errors import LetterError


@dataclass(frozen=True, slots=True)
class LetterAttachment:
    """A file that goes with a letter; `content_type` such as `application/pdf`."""

    filename: str
    content_type: str
    content: bytes

    def __post_init__(self) -> None:
        object.__setattr__(self, "filename", check.single_line(self.filename).replace("/", "-"))
        object.__setattr__(self, "content_type", check.content_type(self.content_type))


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter to one recipient. A Letter that exists can be sent: it is checked when made.

    message_id: with its angle brackets; the same for every attempt (see `message_id_for`).
    recipient_address: of whatever kind the channel reaches: e-mail, telephone, user id.
    html: a complete page with its CSS inlined, or "" for a letter in plain text only.
    short: the letter for SMS, Zalo or a chat, in a few lines; "" when there is none.
    references: Message-IDs of the conversation, oldest first; the last one is replied to.
    date: aware; shown with the offset it comes with.
    headers: further (name, value) pairs, List-Unsubscribe for instance.

    Texts become NFC. Line breaks in subject and names are folded into spaces. A bad sender,
    Message-ID, header or a naive date raises LetterError.
    """

    message_id: str
    sender_address: str
    recipient_address: str
    subject: str
    text: str
    date: datetime
    sender_name: str = ""
    recipient_name: str = ""
    html: str = ""
    short: str = ""
    references: tuple[str, ...] = ()
    reply_to: str | None = None
    language: str = "vi"
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[LetterAttachment, ...] = ()

    def __post_init__(self) -> None:
        if self.date.utcoffset() is None:
            raise LetterError("channel.error.naive_date")
        for name, value in self._clean().items():
            object.__setattr__(self, name, value)

    def _clean(self) -> dict[str, object]:
        return {
            "message_id": check.message_id(self.message_id),
            "sender_address": check.address(self.sender_address),
            "recipient_address": check.recipient(self.recipient_address),
            "subject": check.single_line(self.subject),
            "sender_name": check.single_line(self.sender_name),
            "recipient_name": check.single_line(self.recipient_name),
            "text": check.nfc(self.text),
            "html": check.nfc(self.html),
            "short": check.nfc(self.short),
            "references": tuple(check.message_id(reference) for reference in self.references),
            "reply_to": check.address(self.reply_to) if self.reply_to else None,
            "language": check.single_line(self.language),
            "headers": tuple(check.extra_header(*pair) for pair in self.headers),
            "attachments": tuple(self.attachments),
        }

    def __repr__(self) -> str:
        """Without the texts: a letter may carry a one-use link, and a repr lands in logs."""
        shown = {"message_id", "recipient_address", "date"}
        parts = [f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.name in shown]
        return f"Letter({', '.join(parts)})"


def message_id_for(kind: str, key: str, domain: str) -> str:
    """A Message-ID that depends on nothing but its parameters, so that a retry repeats it.

    `key` is whatever identifies the message (a database id, an ISO date); `domain` is the
    sender's. Raises LetterError for parts that cannot stand in a Message-ID.
    """
    return check.message_id(f"<{kind}.{key}@{domain}>")


def to_mime(letter: Letter) -> bytes:
    """The message as it goes over the wire: CRLF lines, 7-bit, the same bytes every time.

    Raises LetterError when the recipient's address is none of e-mail.
    """
    body = _body(letter)
    if letter.attachments:
        files = [mime.file_part(attachment.content_type, attachment.filename, attachment.content)
                 for attachment in letter.attachments]  # fmt: skip
        body = mime.multipart("mixed", _boundary("mixed", letter), [body, *files])
    return b"".join((*_head(letter), b"MIME-Version: 1.0\r\n", body))


def _head(letter: Letter) -> Iterator[bytes]:
    yield mime.mailbox("From", letter.sender_name, letter.sender_address)
    yield mime.mailbox("To", letter.recipient_name, check.address(letter.recipient_address))
    yield mime.header("Subject", letter.subject)
    yield f"Date: {format_datetime(letter.date)}\r\n".encode("ascii")
    yield f"Message-ID: {letter.message_id}\r\n".encode("ascii")
    if letter.reply_to:
        yield mime.header("Reply-To", letter.reply_to)
    if letter.references:
        yield mime.header("In-Reply-To", letter.references[-1])
        yield mime.header("References", " ".join(letter.references))
    yield b"Auto-Submitted: auto-generated\r\n"  # RFC 3834: no out-of-office replies
    yield mime.header("Content-Language", letter.language)
    for name, value in letter.headers:
        yield mime.header(name, value)


def _body(letter: Letter) -> bytes:
    text = mime.text_part(letter.text, "plain")
    if not letter.html:
        return text
    parts = [text, mime.text_part(letter.html, "html")]
    return mime.multipart("alternative", _boundary("alternative", letter), parts)


def _boundary(subtype: str, letter: Letter) -> str:
    digest = hashlib.sha256(f"{subtype} {letter.message_id}".encode()).hexdigest()[:32]
    return f"=_{digest}"
