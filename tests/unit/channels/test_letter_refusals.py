"""A letter lets no header in, and refuses what cannot be an address, a head or an attachment."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mime_heads import parsed
from mime_letters import LETTER

from dondoc.channels.errors import LetterError
from dondoc.channels.letter import Letter, LetterAttachment, to_mime
from dondoc.i18n import translator

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
