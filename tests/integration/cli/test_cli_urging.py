"""On the command line: extensions, urging by hand, the ladder, and reminders as evidence."""

import os
from datetime import date
from pathlib import Path

import pytest
from cli_office import Command, dondoc, loaded_home, office  # noqa: F401
from samples import sample_in_the_morning

from dondoc.clockwork.wake import note_address
from dondoc.settings import Settings
from dondoc.workplace import open_workplace

Q1 = "DV01@LT/Q1"
OFFICIAL, SECRETARIAT = ("--by", "CB-LT1"), ("--by", "CB-VPTU2")


@pytest.fixture
def sample(office: Command) -> Command:  # noqa: F811
    return office


def test_an_extension_is_asked_for_and_granted(sample: Command) -> None:
    slip = sample("extend", Q1, *OFFICIAL, "--to", "15/12/2220", "--reason", "mưa lũ")
    assert (slip.code, "nằm ngoài lịch" in slip.err) == (2, True)
    asked = sample("extend", Q1, *OFFICIAL, "--to", "30/12/2029", "--reason", "mưa lũ")
    assert (asked.code, "đề nghị gia hạn" in asked.out) == (0, True), asked.err
    shown = sample("assignment", "show", "DV01@LT", "--no-history", "--json").json
    (one,) = [one for one in shown["checkpoints"] if one["ref"] == Q1]
    assert (one["extension_asked"], one["due_on"]) == ("2029-12-30", "2022-03-31")
    granted = sample(
        "change-due", Q1, *SECRETARIAT, "--new-due", "30/12/2028", "--reason", "đồng ý"
    )
    assert granted.code == 0, granted.err
    for command in (("assignment", "show", "DV01@LT", "--no-history"), ("explain", Q1)):
        assert "so với hạn ban đầu 31/03/2022" in " ".join(sample(*command).out.split())
    again = sample("extend-refuse", Q1, *SECRETARIAT, "--reason", "không")
    assert (again.code, "không có đề nghị gia hạn" in again.err) == (1, True)


def test_a_request_brings_its_files(sample: Command, tmp_path: Path) -> None:
    photo, program = tmp_path / "lu.jpg", tmp_path / "x.exe"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + b"0" * 400)
    program.write_bytes(b"MZ" + b"0" * 60)
    words = (Q1, *OFFICIAL, "--to", "30/12/2029", "--reason", "mưa lũ", "--evidence")
    refused = sample("extend", *words, str(program))
    assert refused.code == 2, refused.out
    asked = sample("extend", *words, str(photo))
    assert asked.code == 0, asked.err


def test_a_request_without_a_reason_says_what_is_missing(sample: Command) -> None:
    asked = sample("extend", Q1, *OFFICIAL, "--to", "30/12/2029")
    assert (asked.code, asked.err.startswith("Cần nêu lý do.")) == (1, True)


def test_the_ladder_is_shown_taken_out_and_put_back(sample: Command, tmp_path: Path) -> None:
    shown = sample("ladder", "show")
    assert shown.code == 0 and "chung của chương trình" in shown.out
    assert "trước hạn 15 ngày" in shown.out
    assert sample("ladder", "export", "nac.toml").code == 0
    refused = sample("ladder", "export", "nac.toml")
    assert (refused.code, "--force" in refused.err) == (1, True)
    good = sample("ladder", "load", "nac.toml", "--check")
    assert (good.code, "dùng được" in good.out) == (0, True), good.err
    same = sample("ladder", "load", "nac.toml", *SECRETARIAT)
    assert (same.code, "không có gì thay đổi" in same.out) == (0, True), same.err
    own = sample("ladder", "load", "nac.toml", *SECRETARIAT, "--unit", "LT", "--json")
    assert (own.code, own.json["changed"], own.json["old"]) == (0, True, [])
    found = sample("ladder", "show", "--unit", "LT", "--json").json
    assert found["given_for"] == {"category": None, "unit": "LT"}
    gone = sample("ladder", "remove", *SECRETARIAT, "--unit", "LT")
    assert gone.code == 0 and "riêng của đơn vị LT" in gone.out
    assert sample("ladder", "show", "--unit", "LT", "--json").json["given_for"]["unit"] is None


def test_a_ladder_with_slips_is_narrative_line_by_line(sample: Command, tmp_path: Path) -> None:
    text = '[[step]]\noffset = 1\naudience = "sếp"\nfirmness = "urge"\n'
    (tmp_path / "nac.toml").write_text(text, encoding="utf-8")
    for more in (("--check",), SECRETARIAT):
        told = sample("ladder", "load", "nac.toml", *more)
        assert told.code == 2
        assert "Nấc thứ 1 (dòng 1), mục «audience»" in told.err and "unit_head" in told.err
    unsigned = sample("ladder", "load", "nac.toml")
    assert (unsigned.code, "--by" in unsigned.err) == (2, True)


def test_urging_by_hand_sends_at_once(sample: Command, tmp_path: Path) -> None:
    workplace = open_workplace(Settings(home=tmp_path / "home"))
    sample_in_the_morning(workplace, date(2022, 3, 25)).engine.dispose()
    # A system runs on this folder, and its pages are on a port that this shell knows nothing of.
    note_address(tmp_path / "home", "http://127.0.0.1:9/api", os.getpid(), "http://127.0.0.1:8093")
    done = sample("nudge", Q1, *SECRETARIAT, "--words", "Đề nghị gửi số liệu trước 16 giờ.")
    assert done.code == 0, done.err
    assert f"{Q1}: đã đôn đốc" in done.out
    letters = [file.read_text("utf-8") for file in (tmp_path / "home/mailbox").glob("2022*.html")]
    assert letters and all("http://127.0.0.1:8093/" in letter for letter in letters)
    again = sample("nudge", Q1, *SECRETARIAT)
    assert (again.code, "Hôm nay đồng chí đã đôn đốc" in again.err) == (1, True)
    register = sample("register", "--item", Q1, "--json").json
    assert [row["state"] for row in register if "by_hand" in row["kinds"]] != []
    assert all(row["state"] == "sent" for row in register if "by_hand" in row["kinds"])
    shown = sample("assignment", "show", "DV01@LT", "--no-history")
    assert "trực tiếp đôn đốc 1 lần" in " ".join(shown.out.split())


def test_it_names_the_audiences_that_there_are(sample: Command) -> None:
    told = sample("nudge", Q1, *SECRETARIAT, "--to", "boss")
    assert (told.code, "committee-secretary" in told.err) == (2, True)


def test_others_are_told_whose_business_urging_is(sample: Command) -> None:
    told = sample("nudge", Q1, "--by", "CB-VY2")
    assert (told.code, "thuộc trách nhiệm của" in told.err) == (1, True)
    nobody = sample("nudge", *OFFICIAL)
    assert (nobody.code, "Cần ghi mốc" in nobody.err) == (2, True)
