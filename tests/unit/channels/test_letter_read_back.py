"""Whatever a letter says is read back as it was written."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mime_letters import LETTER

from dondoc.channels.letter import Letter, LetterAttachment, to_mime


def wire(letter: Letter) -> bytes:
    """Its bytes, once they are seen to be fit for any server."""
    raw = to_mime(letter)
    assert raw.isascii()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|\0", raw)
    assert max(map(len, raw.split(b"\r\n"))) < 998  # RFC 5322 2.1.1
    encoded = [line for line in raw.split(b"\r\n") if b"=?utf-8?" in line]
    assert not encoded or max(map(len, encoded)) <= 76  # RFC 2047 2
    assert b"\r\n." not in raw
    return raw


def read_names(raw: bytes, header: str) -> tuple[str, str]:
    """Name and address; by the older parser, since the newer one of Python 3.11 leaves blanks
    between the encoded words of a name, and reads "(" in a quoted name as a comment."""
    value = message_from_bytes(raw, policy=policy.compat32)[header]
    name, address = parseaddr(re.sub(r"\r\n", "", str(value)))
    return str(make_header(decode_header(name))), address


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=200
)


@given(subject=WORDS, name=WORDS, text=WORDS, html=WORDS, header=WORDS)
def test_it_is_read_back_as_it_was_written(
    subject: str, name: str, text: str, html: str, header: str
) -> None:
    letter = replace(
        LETTER,
        subject=subject,
        recipient_name=name,
        text=text,
        html=html,
        headers=(("X-Office", header),),
    )
    raw = wire(letter)
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message["Subject"] == letter.subject
    assert message["X-Office"] == letter.headers[0][1]
    assert message["Message-ID"] == letter.message_id
    assert read_names(raw, "To") == (letter.recipient_name, letter.recipient_address)
    parts = list(message.iter_parts()) if html else [message]
    assert [part.get_content() for part in parts] == [letter.text, letter.html][: len(parts)]


ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=1200)


@given(subject=ASCII, name=ASCII, references=st.integers(0, 40))
def test_it_folds_plain_lines_so_that_they_unfold(subject: str, name: str, references: int) -> None:
    ids = tuple(f"<message.{'x' * number}@vinhphuc.gov.vn>" for number in range(references))
    letter = replace(LETTER, subject=subject, sender_name=name, references=ids)
    raw = wire(letter)
    message = message_from_bytes(raw, policy=policy.default)
    assert message["Subject"] == letter.subject
    assert (message["References"] or "").split() == list(ids)
    assert read_names(raw, "From") == (letter.sender_name, letter.sender_address)


FILE_NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=150)


@given(name=FILE_NAMES, content=st.binary(max_size=400))
def test_it_carries_any_file_under_its_name(name: str, content: bytes) -> None:
    file = LetterAttachment(name, "application/octet-stream", content)
    message = message_from_bytes(wire(replace(LETTER, attachments=(file,))), policy=policy.default)
    assert isinstance(message, EmailMessage)
    (attached,) = message.iter_attachments()
    # Not get_filename(), which takes quotes and angle brackets off a name.
    assert attached["Content-Disposition"].params.get("filename", "") == file.filename
    assert not attached["Content-Disposition"].defects
    assert attached.get_content() == content


@pytest.mark.parametrize("size", [0, 56, 57, 58, 1024 * 57, 1024 * 57 + 1, 1025 * 57, 300_000])
def test_it_carries_files_of_any_length(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    letter = replace(LETTER, attachments=(LetterAttachment("a.pdf", "application/pdf", content),))
    message = message_from_bytes(wire(letter), policy=policy.default)
    assert isinstance(message, EmailMessage)
    (attached,) = message.iter_attachments()
    assert attached.get_content() == content


def test_it_keeps_plain_words_from_being_read_as_encoded_ones() -> None:
    letter = replace(LETTER, subject="=?utf-8?b?QmNj?=", recipient_name="=?utf-8?q?x?=")
    raw = wire(letter)
    assert message_from_bytes(raw, policy=policy.default)["Subject"] == letter.subject
    assert read_names(raw, "To")[0] == letter.recipient_name
