"""The bytes of a message's parts, built directly.

All that `bench/bench_reminders.py --scale 10 --no-peers` does for one of its single letters takes
1.7 ms of the processor, 0.1 ms of it here; the standard library takes a millisecond and more, most
of it for header classes and for generating what was a string already. What is written here is
little: ASCII headers, RFC 2047 words, base64 bodies, RFC 2231 file names. The tests read every
message back through the standard library's parser.
"""

import re
from binascii import b2a_base64
from collections.abc import Iterator
from urllib.parse import quote

_FOLD_AT = 76  # RFC 2047 2: no line with an encoded word is longer; RFC 5322 2.1.1 allows 78
_WORD_FRAME = len("=?utf-8?b??=")
_LONG_TOKEN = 60
_MAX_UNFOLDED = 900  # RFC 5322 2.1.1: at most 998 with the name
_SMALLEST_WORD = 40
_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_PLAIN_NAME = re.compile(rf"{_ATEXT}(?: {_ATEXT})*")
_PLAIN_FILENAME = re.compile(r"[A-Za-z0-9 ._()+,-]{1,50}")
_QUOTED = re.compile(r'["\\]')
_FOLDS = re.compile(r" +(?=[^ ])")
_MAX_PARAMETER = 40  # characters of an encoded file name in one parameter


def header(name: str, value: str) -> bytes:
    """One header with its line end; RFC 2047 words when it is not plain ASCII.

    `value` has no control characters (see `headers.extra_header`, `headers.single_line`).
    """
    if _needs_words(value):
        return f"{name}:{_words(value, len(name) + 2)}\r\n".encode("ascii")
    return _folded(name, value)


def mailbox(name: str, shown_name: str, addr: str) -> bytes:
    """`Name <address>` as a header; the name quoted or encoded as it needs."""
    if not shown_name:
        return header(name, addr)
    if _needs_words(shown_name):
        words = _words(shown_name, len(name) + 2)
        room = _FOLD_AT - len(f"{name}:{words}".rpartition("\n")[2])
        gap = " " if len(addr) + 3 <= room else "\r\n "
        return f"{name}:{words}{gap}<{addr}>\r\n".encode("ascii")
    if not _PLAIN_NAME.fullmatch(shown_name):
        shown_name = '"' + _QUOTED.sub(r"\\\g<0>", shown_name) + '"'
    return _folded(name, f"{shown_name} <{addr}>")


def _needs_words(value: str) -> bool:
    """Beyond ASCII; or it would be taken for an encoded word; or no lawful line can hold it."""
    if not value.isascii() or "=?" in value:
        return True
    return len(value) > _MAX_UNFOLDED and max(map(len, value.split())) > _MAX_UNFOLDED


def _folded(name: str, value: str) -> bytes:
    """ASCII, folded before words. Line breaks go before blanks, so unfolding restores it."""
    line = f"{name}: {value}"
    if len(line) <= _FOLD_AT or _better_unfolded(value):
        return f"{line}\r\n".encode("ascii")
    lines, start, last = [], 0, 0
    for fold in _FOLDS.finditer(line, len(name) + 2):
        if fold.start() - start > _FOLD_AT and last > start:
            lines.append(line[start:last])
            start = last
        last = fold.start()
    if len(line) - start > _FOLD_AT and last > start:
        lines.append(line[start:last])
        start = last
    return ("\r\n".join([*lines, line[start:]]) + "\r\n").encode("ascii")


def _better_unfolded(value: str) -> bool:
    """Some readers lose a link or a Message-ID that stands on a second line."""
    long = len(value) > _LONG_TOKEN and max(map(len, value.split()), default=0) > _LONG_TOKEN
    return long and len(value) < _MAX_UNFOLDED


def _words(value: str, used: int) -> str:
    """` =?utf-8?b?...?=`, folded; `used` is what the first line holds already."""
    raw = value.encode("utf-8")
    room = _FOLD_AT - used
    out, start = [], 0
    if room < _SMALLEST_WORD:
        out, room = ["\r\n"], _FOLD_AT - 1
    while start < len(raw):
        end = _letter_end(raw, start + (room - _WORD_FRAME) // 4 * 3)
        out.append(f" =?utf-8?b?{b2a_base64(raw[start:end], newline=False).decode()}?=\r\n")
        start, room = end, _FOLD_AT - 1
    return "".join(out).removesuffix("\r\n")


def _letter_end(raw: bytes, end: int) -> int:
    """Steps back to the start of a letter: every encoded word is whole (RFC 2047 5)."""
    while end < len(raw) and raw[end] & 0xC0 == 0x80:
        end -= 1
    return end


def text_part(text: str, subtype: str) -> bytes:
    """A text part, its own headers first; line ends are canonical (RFC 2045 6.8)."""
    lines = text.encode("utf-8")
    if b"\r" in lines:
        lines = lines.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return b"".join(
        (
            f'Content-Type: text/{subtype}; charset="utf-8"\r\n'.encode(),
            b"Content-Transfer-Encoding: base64\r\n\r\n",
            _base64(lines.replace(b"\n", b"\r\n")),
        )
    )


def file_part(content_type: str, filename: str, content: bytes) -> bytes:
    """An attachment, its own headers first."""
    return b"".join(
        (
            f"Content-Type: {content_type}\r\n".encode(),
            b"Content-Transfer-Encoding: base64\r\n",
            f"Content-Disposition: attachment{_filename(filename)}\r\n\r\n".encode(),
            _base64(content),
        )
    )


def multipart(subtype: str, boundary: str, parts: list[bytes]) -> bytes:
    """Parts put together. No part may hold the boundary; "=_" cannot occur in base64."""
    open_line = f"--{boundary}\r\n".encode()
    head = f'Content-Type: multipart/{subtype};\r\n boundary="{boundary}"\r\n\r\n'.encode()
    body = b"".join(chunk for part in parts for chunk in (open_line, part, b"\r\n"))
    return b"".join((head, body, f"--{boundary}--\r\n".encode()))


def _base64(content: bytes) -> bytes:
    whole = b2a_base64(content, newline=False)
    cuts = range(0, len(whole), _FOLD_AT)
    return b"".join(whole[at : at + _FOLD_AT] + b"\r\n" for at in cuts)


def _filename(name: str) -> str:
    if not name:
        return ""
    if _PLAIN_FILENAME.fullmatch(name):
        return f'; filename="{name}"'
    parts = [*_parameter_parts(name)]
    if len(parts) == 1:
        return f";\r\n filename*=utf-8''{parts[0]}"
    first, *rest = parts  # RFC 2231 3 and 4.1: a long value goes on in numbered parameters
    further = "".join(f";\r\n filename*{n}*={part}" for n, part in enumerate(rest, 1))
    return f";\r\n filename*0*=utf-8''{first}{further}"


def _parameter_parts(name: str) -> Iterator[str]:
    part = ""
    for char in name:
        encoded = quote(char, safe="")
        if len(part) + len(encoded) > _MAX_PARAMETER:
            yield part
            part = ""
        part += encoded
    yield part
