import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.channels.errors import LetterError
from dondoc.channels.letter import Letter, LetterAttachment, message_id_for, to_mime
from dondoc.i18n import translator

OFFICE = "Ban Tổ chức Tỉnh ủy, bộ phận thường trực theo dõi việc giao nhiệm vụ bằng sản phẩm"
SUBJECT = "Quá hạn 2, đến hạn tuần này 3: Ban Chỉ đạo huyện Lập Thạch"

LETTER = Letter(
    message_id="<nudge.17.2022-03-25@vinhphuc.gov.vn>",
    sender_address="don-doc@vinhphuc.gov.vn",
    sender_name=OFFICE,
    recipient_address="nguyen.van.a@vinhphuc.gov.vn",
    recipient_name="Nguyễn Văn Ả",
    subject=SUBJECT,
    text="Kính gửi đồng chí,\nđề nghị báo cáo trước ngày 28/3/2022.\n",
    html="<html><body><p>Kính gửi đồng chí</p></body></html>",
    date=datetime(2022, 3, 25, 0, 30, tzinfo=UTC),
    references=("<nudge.1@vinhphuc.gov.vn>", "<nudge.9@vinhphuc.gov.vn>"),
    reply_to="thu-ky@vinhphuc.gov.vn",
    headers=(("List-Unsubscribe", "<https://don-doc.vn/u/" + "x" * 90 + ">"),),
)


def parsed(letter: Letter) -> EmailMessage:
    message = message_from_bytes(to_mime(letter), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


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
        "import sys, pathlib, importlib.util as u;"
        "s = u.spec_from_file_location('t', sys.argv[1]); m = u.module_from_spec(s);"
        "s.loader.exec_module(m); assert 'apprise' not in sys.modules;"
        "sys.stdout.buffer.write(m.to_mime(m.LETTER))"
    )
    import dondoc.channels.channel  # noqa: F401 - this one has

    elsewhere = subprocess.run(
        [sys.executable, "-c", program, __file__], check=True, capture_output=True
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


BREAKS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("line_break", BREAKS)
def test_it_lets_no_header_in_through_subject_or_name(line_break: str) -> None:
    bad = f"Nhắc việc{line_break}Bcc: kẻ.lạ@example.com{line_break}{line_break}<b>"
    for ascii_too in (bad, "x" + line_break + "Bcc: y@example.com"):
        message = parsed(replace(LETTER, subject=ascii_too, recipient_name=ascii_too))
        assert message["Bcc"] is None
        assert len(message["To"].addresses) == 1
        assert message["Subject"] == " ".join(ascii_too.split())


@given(st.text(max_size=120))
def test_it_lets_no_header_in_whatever_the_subject_is(subject: str) -> None:
    letter = replace(LETTER, subject=subject, recipient_name=subject)
    head = to_mime(letter).split(b"\r\n\r\n")[0]
    names = [line.split(b":")[0] for line in head.split(b"\r\n") if line[:1] not in b" \t"]
    assert names == [line.split(b":")[0] for line in _head_lines(LETTER)]


def _head_lines(letter: Letter) -> list[bytes]:
    head = to_mime(letter).split(b"\r\n\r\n")[0]
    return [line for line in head.split(b"\r\n") if line[:1] not in b" \t"]


BAD_ADDRESSES = [
    "",
    "a",
    "a@",
    "@b.vn",
    "a b@c.vn",
    "a@b.vn\r\nBcc: x@y.vn",
    "a@b.vn\n",
    "a@b.vn, x@y.vn",
    "a@b.vn>",
    "<a@b.vn>",
    "a..b@c.vn",
    ".a@c.vn",
    '"a b"@c.vn',
    "a@[127.0.0.1]",
    "a@-b.vn",
    "a@b..vn",
    "đ@c.vn",
    "a" * 65 + "@c.vn",
    "a@" + "b" * 64 + ".vn",
    "a\0@b.vn",
    "RCPT TO:<a@b.vn>",
]


@pytest.mark.parametrize("bad", BAD_ADDRESSES)
def test_it_refuses_a_sender_that_is_none(bad: str) -> None:
    with pytest.raises(LetterError) as caught:
        replace(LETTER, sender_address=bad)
    assert caught.value.key == "channel.error.bad_address"
    assert "\n" not in caught.value.message(translator("vi"))


@pytest.mark.parametrize("bad", BAD_ADDRESSES)
def test_it_makes_no_e_mail_for_an_address_that_is_none(bad: str) -> None:
    with pytest.raises(LetterError):
        to_mime(replace(LETTER, recipient_address=bad))


@pytest.mark.parametrize("other", ["0912345678", "+84912345678", "2512523625412515", "tgram://x"])
def test_it_may_be_for_somebody_without_e_mail(other: str) -> None:
    assert replace(LETTER, recipient_address=other).recipient_address == other


@pytest.mark.parametrize("bad", ["", " ", "091\n2", "a\0b", "a\u2028b", "\x85"])
def test_it_refuses_a_recipient_of_no_kind(bad: str) -> None:
    with pytest.raises(LetterError) as caught:
        replace(LETTER, recipient_address=bad)
    assert caught.value.key == "channel.error.bad_recipient"
    assert "\n" not in caught.value.message(translator("vi"))


def test_it_writes_an_international_domain_in_ascii() -> None:
    (to,) = parsed(replace(LETTER, recipient_address="a@tỉnhủy.vn"))["To"].addresses
    assert to.domain.encode("ascii").decode("idna") == "tỉnhủy.vn"


@pytest.mark.parametrize(
    "change",
    [
        {"message_id": "a@b"},
        {"message_id": "<a@b>\r\nBcc: x@y.vn"},
        {"message_id": "<a b@c>"},
        {"references": ("<a@b>", "<c@d>\n")},
        {"reply_to": "a@b.vn\nBcc: x@y.vn"},
        {"headers": (("X-A\nBcc", "x"),)},
        {"headers": (("X-A", "x\nBcc: y@z.vn"),)},
        {"headers": (("X-A", "x\u2028y"),)},
        {"headers": (("Bcc", "y@z.vn"),)},
        {"headers": (("Content-Type", "text/html"),)},
        {"headers": (("X A", "y"),)},
        {"date": datetime(2022, 3, 25)},  # noqa: DTZ001
    ],
)
def test_it_refuses_what_cannot_stand_in_a_head(change: dict[str, object]) -> None:
    with pytest.raises(LetterError):
        replace(LETTER, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["x", "text/html; name=y", "multipart/mixed", "a/b\nX: y"])
def test_it_refuses_an_attachment_of_no_proper_type(kind: str) -> None:
    with pytest.raises(LetterError):
        LetterAttachment("a.pdf", kind, b"")


def test_it_makes_the_same_message_id_for_the_same_key() -> None:
    made = message_id_for("nudge", "17.2022-03-25", "vinhphuc.gov.vn")
    assert made == LETTER.message_id
    with pytest.raises(LetterError):
        message_id_for("nudge", "17 >", "vinhphuc.gov.vn")


def test_it_does_not_show_its_texts_in_logs() -> None:
    assert "Kính" not in repr(LETTER)
    assert LETTER.message_id in repr(LETTER)


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
