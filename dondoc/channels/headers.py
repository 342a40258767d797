"""The parts of a message's head: checked so that nothing can be smuggled into it."""

import re
import unicodedata
from email.charset import BASE64, SHORTEST, Charset
from email.header import Header
from email.utils import quote

from dondoc.channels.errors import LetterError

_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATEXT}(?:\.{_ATEXT})*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]{1,120}@[!-;=?A-~]{1,120}>")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_PLAIN_NAME = re.compile(rf"{_ATEXT}(?: {_ATEXT})*")
_CONTENT_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")

# Our own, since Apprise changes how the standard library's "utf-8" is written, and a letter must
# have the same bytes in a process that has loaded Apprise and in one that has not.
UTF8 = Charset("utf-8")
UTF8.header_encoding, UTF8.body_encoding = SHORTEST, BASE64
_ASCII = Charset("us-ascii")

_FOLD_AT = 76
_LONG_TOKEN = 60

_OWN = (
    "from to cc bcc sender reply-to subject date message-id in-reply-to references "
    "mime-version auto-submitted return-path received"
)
OWN_HEADERS = frozenset(_OWN.split())


def nfc(text: str) -> str:
    """Composed letters (Windows and macOS differ), and no half of a surrogate pair."""
    whole = text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    return unicodedata.normalize("NFC", whole)


def single_line(text: str) -> str:
    """Line breaks folded into spaces, other control characters dropped.

    A unit's name copied from a workbook may end in a line break; that must not stop a
    reminder, and must not start a header either.
    """
    spaced = " ".join(nfc(text).split())
    return "".join(char for char in spaced if unicodedata.category(char) != "Cc")


def address(text: str) -> str:
    """An addr-spec (RFC 5322 3.4.1, dot-atom only, RFC 5321 lengths); the domain in ASCII.

    Raises LetterError. Quoted local parts and address literals are refused: no office has
    them, and they are where injections hide.
    """
    local, at, domain = text.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_domain = ""
    labels_fit = all(_LABEL.fullmatch(label) for label in ascii_domain.split("."))
    if not (at and len(local) <= 64 and _LOCAL.fullmatch(local) and labels_fit):
        raise LetterError("channel.error.bad_address", address=single_line(text)[:80])
    if len(ascii_domain) > 253 or len(local) + len(ascii_domain) > 253:
        raise LetterError("channel.error.bad_address", address=single_line(text)[:80])
    return f"{local}@{ascii_domain}"


def message_id(text: str) -> str:
    """A Message-ID with its angle brackets; raises LetterError."""
    if not _MESSAGE_ID.fullmatch(text):
        raise LetterError("channel.error.bad_message_id", found=single_line(text)[:80])
    return text


def content_type(text: str) -> str:
    """A media type without parameters, such as `application/pdf`; raises LetterError."""
    lowered = text.lower()
    composite = lowered.startswith(("multipart/", "message/"))
    if composite or not _CONTENT_TYPE.fullmatch(lowered):
        raise LetterError("channel.error.bad_content_type", found=single_line(text)[:80])
    return lowered


def extra_header(name: str, value: str) -> tuple[str, str]:
    """A further header (List-Unsubscribe and the like); raises LetterError.

    The message's own headers cannot be given twice, and a line break is refused, not folded:
    here it can only be a mistake or an attack.
    """
    own = name.lower() in OWN_HEADERS or name.lower().startswith("content-")
    clean = nfc(value)
    broken = any(unicodedata.category(char) in {"Cc", "Zl", "Zp"} for char in clean)
    if own or broken or not _HEADER_NAME.fullmatch(name):
        raise LetterError("channel.error.bad_header", name=single_line(name)[:60])
    return name, clean


class _Unfolded(Header):
    """A header left on one line: some readers lose a link or a Message-ID on a second line."""

    def encode(
        self, splitchars: str = " ", maxlinelen: int | None = None, linesep: str = "\n"
    ) -> str:
        return super().encode(splitchars, 0, linesep)


def encoded(header: str, value: str) -> Header:
    """A header's text, as RFC 2047 words of at most 75 characters when it is not ASCII."""
    if not value.isascii():
        return Header(value, UTF8, header_name=header, maxlinelen=_FOLD_AT)
    long = len(value) < 900 and any(len(token) > _LONG_TOKEN for token in value.split())
    kind = _Unfolded if long else Header
    return kind(value, _ASCII, header_name=header, maxlinelen=_FOLD_AT)


def mailbox(header: str, name: str, addr: str) -> Header:
    """`Name <address>` as a header; the name quoted or encoded as it needs."""
    if not name:
        return encoded(header, addr)
    shown = name if not name.isascii() or _PLAIN_NAME.fullmatch(name) else f'"{quote(name)}"'
    built = encoded(header, shown)
    built.append(f"<{addr}>", _ASCII)
    return built
