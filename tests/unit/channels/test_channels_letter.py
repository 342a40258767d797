"""A letter as a clean message on the wire, the same at every attempt."""

import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from email.header import decode_header, make_header

import mime_letters
import pytest
from mime_heads import parsed
from mime_letters import LETTER, OFFICE, SUBJECT

from dondoc.channels.errors import LetterError
from dondoc.channels.letter import LetterAttachment, message_id_for, to_mime


def test_it_can_be_read_back_with_every_letter_of_the_alphabet() -> None:
    message = parsed(LETTER)
    assert message["Subject"] == SUBJECT
    assert message["From"].addresses[0].addr_spec == "don-doc@vinhphuc.gov.vn"
    assert message["To"].addresses[0].display_name == "Nguyễn Văn Ả"
    text, html = list(message.iter_parts())
    assert text.get_content().splitlines() == LETTER.text.splitlines()
    assert html.get_content() == LETTER.html
    assert not message.defects


def test_it_splits_a_long_name_into_words_of_lawful_length() -> None:
    # Read with decode_header: the newer parser of Python 3.11 leaves a blank between the words.
    (line,) = re.findall(rb"^From: (.*?)\r\n(?! )", to_mime(LETTER), re.S | re.M)
    assert all(len(word) <= 75 for word in line.split())  # RFC 2047 2
    shown = str(make_header(decode_header(re.sub(rb"\r\n", b"", line).decode())))
    assert shown == f"{OFFICE} <don-doc@vinhphuc.gov.vn>"


def test_it_says_what_it_is_and_what_it_answers() -> None:
    message = parsed(LETTER)
    assert message["Message-ID"] == LETTER.message_id
    assert message["Date"].datetime == LETTER.date
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["In-Reply-To"] == "<nudge.9@vinhphuc.gov.vn>"
    assert message["References"].split() == list(LETTER.references)
    assert message["Reply-To"] == "thu-ky@vinhphuc.gov.vn"
    assert message["Content-Language"] == "vi"
    assert message["List-Unsubscribe"] == LETTER.headers[0][1]
    assert message.get_content_type() == "multipart/alternative"


def test_it_is_a_clean_message_on_the_wire() -> None:
    raw = to_mime(LETTER)
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) < 998  # RFC 5322 2.1.1


def test_it_has_the_same_bytes_in_a_process_that_never_loaded_apprise() -> None:
    program = (
        "import sys, importlib.util as u; from dondoc.channels.letter import to_mime;"
        "s = u.spec_from_file_location('t', sys.argv[1]); m = u.module_from_spec(s);"
        "s.loader.exec_module(m); assert 'apprise' not in sys.modules;"
        "sys.stdout.buffer.write(to_mime(m.LETTER))"
    )
    import dondoc.channels.channel  # noqa: F401 - this one has

    elsewhere = subprocess.run(
        [sys.executable, "-c", program, mime_letters.__file__], check=True, capture_output=True
    )
    assert elsewhere.stdout == to_mime(LETTER)


def test_it_differs_when_the_message_id_differs() -> None:
    other = replace(LETTER, message_id="<nudge.18@vinhphuc.gov.vn>")
    boundary = parsed(LETTER).get_boundary()
    assert boundary != parsed(other).get_boundary()
    assert boundary == parsed(replace(LETTER, text="khác")).get_boundary()


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_it_writes_composed_letters_whatever_it_is_given(form: str) -> None:
    given_text = unicodedata.normalize(form, "Đồng chí Nguyễn Thị Ngọc Ánh")  # type: ignore[arg-type]
    message = parsed(
        replace(LETTER, subject=given_text, recipient_name=given_text, text=given_text, html="")
    )
    composed = unicodedata.normalize("NFC", given_text)
    assert message["Subject"] == composed
    assert message["To"].addresses[0].display_name == composed
    assert message.get_content().strip() == composed
    assert message.get_content_type() == "text/plain"


def test_it_carries_attachments_with_vietnamese_names() -> None:
    name = "Báo cáo quý I.pdf"
    letter = replace(
        LETTER, attachments=(LetterAttachment(name, "application/pdf", b"\x00%PDF\n\xff"),)
    )
    message = parsed(letter)
    assert message.get_content_type() == "multipart/mixed"
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == (name, "application/pdf")
    assert attached.get_content() == b"\x00%PDF\n\xff"
    body = message.get_body(("html",))
    assert body is not None and body.get_content() == LETTER.html


@pytest.mark.parametrize("name", ['Smith, "John"', "a@b", "Tổ <x@y.vn>", "(ghi chú) B;", "x" * 300])
def test_it_keeps_a_difficult_name_apart_from_the_address(name: str) -> None:
    (found,) = parsed(replace(LETTER, recipient_name=name))["To"].addresses
    assert (found.display_name, found.addr_spec) == (name, LETTER.recipient_address)


def test_it_makes_the_same_message_id_for_the_same_key() -> None:
    made = message_id_for("nudge", "17.2022-03-25", "vinhphuc.gov.vn")
    assert made == LETTER.message_id
    with pytest.raises(LetterError):
        message_id_for("nudge", "17 >", "vinhphuc.gov.vn")


def test_it_does_not_show_its_texts_in_logs() -> None:
    assert "Kính" not in repr(LETTER)
    assert LETTER.message_id in repr(LETTER)
