"""The parts of a message's head: checked so that nothing can be smuggled into it."""

import re
import unicodedata

from dondoc.channels.errors import LetterError

_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATEXT}(?:\.{_ATEXT})*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]{1,120}@[!-;=?A-~]{1,120}>")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_CONTENT_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,80}/[a-z0-9][a-z0-9.+-]{0,80}")

_TELEPHONE = re.compile(r"\+?[0-9(][0-9 .()-]{5,30}")

_UNSEEN = {"Cc", "Cf"}
_BREAKING = {"Cc", "Zl", "Zp"}

_OWN = (
    "from to cc bcc sender reply-to subject date message-id in-reply-to references "
    "mime-version auto-submitted return-path received"
)
OWN_HEADERS = frozenset(_OWN.split())


def nfc(text: str) -> str:
    """Composed letters (Windows and macOS differ), and no half of a surrogate pair."""
    if text.isascii():
        return text.replace("\0", "")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", text.replace("\0", ""))


def single_line(text: str) -> str:
    """Line breaks folded into spaces, other controls and marks that cannot be seen dropped.

    A unit's name copied from a workbook may end in a line break; that must not stop a
    reminder, and must not start a header either.
    """
    spaced = " ".join(nfc(text).split())
    if spaced.isprintable():
        return spaced
    letters = "".join(char for char in spaced if unicodedata.category(char) not in _UNSEEN)
    return " ".join(letters.split())


def address(text: str) -> str:
    """An addr-spec (RFC 5322 3.4.1, dot-atom only, RFC 5321 lengths); the domain in ASCII.

    Raises LetterError. Quoted local parts and address literals are refused: no office has
    them, and they are where injections hide.
    """
    local, at, domain = text.rpartition("@")
    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_domain = ""
    if is_telephone(text):
        raise LetterError("channel.error.telephone")
    labels_fit = all(_LABEL.fullmatch(label) for label in ascii_domain.split("."))
    if not (at and len(local) <= 64 and _LOCAL.fullmatch(local) and labels_fit):
        raise LetterError("channel.error.bad_address", address=single_line(text)[:80])
    if len(ascii_domain) > 253 or len(local) + len(ascii_domain) > 253:
        raise LetterError("channel.error.bad_address", address=single_line(text)[:80])
    return f"{local}@{ascii_domain}"


def is_telephone(text: str) -> bool:
    """Whether a text is a telephone number as people write one: +84 912.345.678."""
    return bool(_TELEPHONE.fullmatch(text.strip()))


def recipient(text: str) -> str:
    """Whatever a channel calls an address: an e-mail address, a telephone number, a user id.

    Only what can be no address at all is refused here; each channel knows its own kind. Raises
    LetterError.
    """
    clean = nfc(text)
    if not clean.strip() or _has_breaks(text):
        raise LetterError("channel.error.bad_recipient", address=single_line(text)[:80])
    return clean


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
    if own or _has_breaks(clean) or not _HEADER_NAME.fullmatch(name):
        raise LetterError("channel.error.bad_header", name=single_line(name)[:60])
    return name, clean.strip()


def _has_breaks(text: str) -> bool:
    if text.isprintable():
        return False
    return any(unicodedata.category(char) in _BREAKING for char in text)
