"""A letter to one person, and its bytes as an Internet message (RFC 5322, MIME)."""

import hashlib
import re
from dataclasses import dataclass, fields
from datetime import datetime
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from typing import Any

from dondoc.channels import headers as check
from dondoc.channels.errors import LetterError

_WIRE = compat32.clone(linesep="\r\n", max_line_length=76)


@dataclass(frozen=True, slots=True)
class Attachment:
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
    html: a complete page with its CSS inlined, or "" for a letter in plain text only.
    references: Message-IDs of the conversation, oldest first; the last one is replied to.
    date: aware; shown with the offset it comes with.
    headers: further (name, value) pairs, List-Unsubscribe for instance.

    Texts become NFC. Line breaks in subject and names are folded into spaces. A bad address,
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
    references: tuple[str, ...] = ()
    reply_to: str | None = None
    language: str = "vi"
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        if self.date.utcoffset() is None:
            raise LetterError("channel.error.naive_date")
        for name, value in self._clean().items():
            object.__setattr__(self, name, value)

    def _clean(self) -> dict[str, object]:
        return {
            "message_id": check.message_id(self.message_id),
            "sender_address": check.address(self.sender_address),
            "recipient_address": check.address(self.recipient_address),
            "subject": check.single_line(self.subject),
            "sender_name": check.single_line(self.sender_name),
            "recipient_name": check.single_line(self.recipient_name),
            "text": check.nfc(self.text),
            "html": check.nfc(self.html),
            "references": tuple(check.message_id(one) for one in self.references),
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
    """The message as it goes over the wire: CRLF lines, 7-bit, the same bytes every time."""
    body = _body(letter)
    if letter.attachments:
        mixed = _multipart("mixed", letter)
        mixed.attach(body)
        for attachment in letter.attachments:
            mixed.attach(_attached(attachment))
        body = mixed
    message_headers = _head(letter)
    del body["MIME-Version"]
    structure = body.items()
    for name, _ in structure:
        del body[name]
    for header, shown in [*message_headers, ("MIME-Version", "1.0"), *structure]:
        body[header] = shown
    return body.as_bytes(policy=_WIRE)


def _head(letter: Letter) -> list[tuple[str, Any]]:
    head: list[tuple[str, Any]] = [
        ("From", check.mailbox("From", letter.sender_name, letter.sender_address)),
        ("To", check.mailbox("To", letter.recipient_name, letter.recipient_address)),
        ("Subject", check.encoded("Subject", letter.subject)),
        ("Date", format_datetime(letter.date)),
        ("Message-ID", check.encoded("Message-ID", letter.message_id)),
    ]
    if letter.reply_to:
        head.append(("Reply-To", letter.reply_to))
    if letter.references:
        head.append(("In-Reply-To", check.encoded("In-Reply-To", letter.references[-1])))
        head.append(("References", " ".join(letter.references)))
    head.append(("Auto-Submitted", "auto-generated"))  # RFC 3834: no out-of-office replies
    head.append(("Content-Language", check.encoded("Content-Language", letter.language)))
    head.extend((name, check.encoded(name, value)) for name, value in letter.headers)
    return head


def _body(letter: Letter) -> MIMEBase:
    text = _part(letter.text, "plain")
    if not letter.html:
        return text
    alternative = _multipart("alternative", letter)
    alternative.attach(text)
    alternative.attach(_part(letter.html, "html"))
    return alternative


def _part(text: str, subtype: str) -> MIMEText:
    # Line ends are made canonical (RFC 2045 6.8), since base64 keeps whatever it is given.
    canonical = re.sub(r"\r\n|\r|\n", "\r\n", text)
    return MIMEText(canonical, subtype, check.UTF8)  # type: ignore[arg-type]  # stubs say str


def _multipart(subtype: str, letter: Letter) -> MIMEMultipart:
    # "=_" cannot occur in base64, and everything between the boundaries is base64.
    digest = hashlib.sha256(f"{subtype} {letter.message_id}".encode()).hexdigest()[:32]
    return MIMEMultipart(subtype, boundary=f"=_{digest}")


def _attached(attachment: Attachment) -> MIMEBase:
    maintype, subtype = attachment.content_type.split("/")
    part = MIMEBase(maintype, subtype)
    part.set_payload(attachment.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=_filename(attachment.filename))
    return part


def _filename(name: str) -> str | tuple[str, str, str]:
    """RFC 2231 form for letters beyond ASCII."""
    return name if name.isascii() else ("utf-8", "", name)
