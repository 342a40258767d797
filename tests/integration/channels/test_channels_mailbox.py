"""The embedded mailbox on a real file system."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from dondoc.channels.channel import open_channel
from dondoc.channels.letter import Letter, LetterAttachment, to_mime
from dondoc.channels.mailbox import write_index

LETTER = Letter(
    message_id="<nudge.17@vinhphuc.gov.vn>",
    sender_address="don-doc@vinhphuc.gov.vn",
    sender_name="Ban Tổ chức Tỉnh ủy",
    recipient_address="an@vinhphuc.gov.vn",
    recipient_name="Nguyễn Văn Ả <script>",
    subject="Quá hạn 2 & đến hạn 3",
    text="Kính gửi đồng chí <b>",
    html='<html><body class="x"><p>Kính gửi đồng chí</p></body></html>',
    date=datetime(2022, 3, 25, 18, 30, tzinfo=UTC),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "hộp thư" / "1"


def url_of(folder: Path) -> str:
    return f"mailbox://{quote(str(folder))}"


def names(folder: Path, pattern: str) -> list[str]:
    return sorted(path.name for path in folder.glob(pattern))


def test_it_keeps_each_letter_as_a_message_and_as_a_page(folder: Path) -> None:
    with open_channel(url_of(folder)) as channel:
        outcome = channel.send(LETTER)
    (name,) = names(folder, "*.eml")
    assert (outcome.status, outcome.answer) == ("delivered", name)
    assert name.startswith("20220326-013000_an@vinhphuc.gov.vn_")  # the hour in Việt Nam
    raw = (folder / name).read_bytes()
    assert raw == to_mime(LETTER)
    message: Any = message_from_bytes(raw, policy=policy.default)  # type: ignore[arg-type]
    assert message["Subject"] == LETTER.subject
    page = (folder / name).with_suffix(".html").read_text(encoding="utf-8")
    assert "<p>Kính gửi đồng chí</p>" in page
    assert "Quá hạn 2 &amp; đến hạn 3" in page
    assert "Nguyễn Văn Ả &lt;script&gt;" in page
    assert "Người nhận" in page


def test_it_shows_a_plain_letter_and_its_attachments_in_the_reader_s_language(
    folder: Path,
) -> None:
    attachment = LetterAttachment("Báo cáo.pdf", "application/pdf", b"%PDF")
    with open_channel(url_of(folder)) as channel:
        channel.send(replace(LETTER, html="", language="en", attachments=(attachment,)))
    (page,) = folder.glob("*.html")
    shown = page.read_text(encoding="utf-8")
    assert "<pre>Kính gửi đồng chí &lt;b&gt;</pre>" in shown
    assert "Attachments:</b> Báo cáo.pdf" in shown


def test_it_replaces_a_letter_that_is_sent_again(folder: Path) -> None:
    with open_channel(url_of(folder)) as channel:
        for text in ("một", "hai", "hai"):
            channel.send(replace(LETTER, html="", text=text))
        channel.send(replace(LETTER, message_id="<nudge.18@vinhphuc.gov.vn>"))
    assert len(names(folder, "*")) == 4  # two letters, two files each, nothing left over


def test_it_is_closed_to_others(folder: Path) -> None:
    with open_channel(url_of(folder)) as channel:
        channel.send(LETTER)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_it_cannot_be_led_out_of_its_folder(folder: Path) -> None:
    with open_channel(url_of(folder)) as channel:
        channel.send(replace(LETTER, recipient_address="/etc/passwd@b.vn"))
        channel.send(replace(LETTER, message_id="<../../../x@b.vn>"))
    assert len(names(folder, "*.eml")) == 2
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_it_takes_only_addresses_of_e_mail(folder: Path) -> None:
    with open_channel(url_of(folder)) as channel:
        outcome = channel.send(replace(LETTER, recipient_address="0912345678"))
    assert (outcome.status, outcome.reason) == ("permanent", "channel.reason.bad_address")
    assert outcome.about_address
    assert not folder.exists()


def test_it_says_when_the_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with open_channel(url_of(tmp_path / "file" / "box")) as channel:
        outcome = channel.send(LETTER)
    assert (outcome.status, outcome.reason) == ("temporary", "channel.reason.folder")
    assert "Not a directory" in outcome.answer


def test_it_leaves_whole_letters_only_when_it_is_killed(folder: Path) -> None:
    program = (
        "import sys, importlib.util as u; from dataclasses import replace;"
        "from dondoc.channels.channel import open_channel;"
        "s = u.spec_from_file_location('t', sys.argv[1]); m = u.module_from_spec(s);"
        "s.loader.exec_module(m); c = open_channel(sys.argv[2]); n = 0\n"
        "while True:\n n += 1; c.send(replace(m.LETTER, message_id=f'<{n}@b.vn>', text='x' * 9999))"
        "\n print(n, flush=True)"
    )
    arguments = [sys.executable, "-c", program, __file__, url_of(folder)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        for _ in range(25):
            writer.stdout.readline()
        os.kill(writer.pid, signal.SIGKILL)
    letters = list(folder.glob("*.eml"))
    assert len(letters) >= 25
    assert {len(letter.read_bytes()) for letter in letters} <= {
        len(to_mime(replace(LETTER, message_id=f"<{n}@b.vn>", text="x" * 9999)))
        for n in (1, 10, 100, 1000)
    }


def test_it_lists_the_letters_newest_first(folder: Path) -> None:
    with open_channel(url_of(folder)) as channel:
        for number in range(3):
            channel.send(
                replace(
                    LETTER,
                    message_id=f"<{number}@b.vn>",
                    subject=f"Thư số {number} & <b>",
                    date=LETTER.date + timedelta(days=number),
                )
            )
    index = write_index(folder).read_text(encoding="utf-8")
    places = [index.index(f"Thư số {number} &amp; &lt;b&gt;") for number in (2, 1, 0)]
    assert places == sorted(places)
    assert "Có 3 thư" in index
    assert "26/03/2022 01:30" in index
    only = write_index(folder, "en", newest=1).read_text(encoding="utf-8")
    assert "Thư số 2" in only and "Thư số 1" not in only
    assert "3 letters" in only


def test_it_lists_an_empty_mailbox(folder: Path) -> None:
    folder.mkdir(parents=True)
    assert "Có 0 thư" in write_index(folder).read_text(encoding="utf-8")
