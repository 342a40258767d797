"""The commands with which people look after their addresses, wishes and channels."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from cli_office import Command, Ran, dondoc, loaded_home, office  # noqa: F401

from dondoc.services.boards.old_grades import OldGrade

AN, SECRETARIAT = "CB-BX1", "CB-VPTU2"
NEW = "bx1.rieng@tinh.example"


@pytest.fixture
def admin(office: Command) -> str:  # noqa: F811
    """The code of the example plan's administrator."""
    database = Path("home/dondoc.sqlite")
    with closing(sqlite3.connect(database)) as connection:
        (code,) = connection.execute(
            "SELECT person.code FROM person JOIN holding ON holding.person_id = person.id"
            " JOIN programme_mandate USING (position_id) WHERE mandate = 'administrator'"
        ).fetchone()
    return str(code)


def code_in_mailbox(folder: Path, address: str) -> str:
    """The code in the newest letter to an address."""
    (letter,) = (folder / "home" / "mailbox").glob(f"*{address}*.html")
    text = letter.read_text(encoding="utf-8")
    found = re.search(r"\b(\d{3}) (\d{3})\b", text)
    assert found is not None and "dondoc me" not in text
    return "".join(found.groups())


def test_an_address_is_added_confirmed_ordered_and_removed(
    office: Command, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    added = office("me", "add", NEW, "--by", AN)
    assert added.code == 0, added.err
    assert "b***@tinh.example" in added.out and f"dondoc me confirm MÃ --by {AN}" in added.out
    code = code_in_mailbox(tmp_path, NEW)
    wrong = office("me", "confirm", f"{(int(code) + 1) % 10**6:06}", "--by", AN)
    assert (wrong.code, wrong.out) == (1, "")
    assert "còn thử được 4 lần" in wrong.err
    assert office("me", "confirm", code, "--by", AN).code == 0
    ordered = office("me", "order", "2", "--by", AN, "--json").json["contacts"]
    assert [one["number"] for one in ordered] == [1, 2]
    assert ordered[0]["address"] == "b***@tinh.example"
    assert office("me", "remove", "2", "--by", AN).code == 0
    last = office("me", "remove", NEW, "--by", AN)
    assert last.code == 1
    assert "Thêm và xác nhận một địa chỉ khác" in last.err
    for ran in (added, wrong, last, office("me", "show", "--by", AN)):
        assert NEW not in ran.out + ran.err
        assert code not in ran.out + ran.err


def test_wishes_are_set_and_shown(office: Command) -> None:  # noqa: F811
    for words in (("quiet", "19:00-06:30"), ("weekly", "thứ Sáu"), ("mute",)):
        assert office("me", *words, "--by", AN).code == 0
    text = office("me", "show", "--by", AN).out
    assert "Giờ yên tĩnh: 19:00-06:30" in text
    assert "vào thứ Sáu hằng tuần" in text
    assert "không nhận" in text
    assert office("me", "quiet", "văn phòng", "--by", AN).code == 0
    assert office("me", "daily", "--by", AN).code == 0
    assert office("me", "unmute", "--by", AN).code == 0
    found = office("me", "show", "--by", AN, "--json").json["preferences"]
    assert (found["own_quiet"], found["weekly_on"], found["muted"]) == (False, None, False)


def test_a_deputy_stands_in_until_the_person_is_back(office: Command) -> None:  # noqa: F811
    today = office("status", "--json").json["as_of"]
    away = ("me", "pause", "--to", today, "--deputy", "CB-BX4")
    assert "CB-BX4" not in office(*away, "--by", AN).out  # people have names
    assert office("me", "show", "--by", AN, "--json").json["preferences"]["deputy"] == "CB-BX4"
    behalf = ("--by", SECRETARIAT, "--on-behalf-of", AN)
    assert office("me", "resume", *behalf).code == 0
    again = office("me", "resume", *behalf)
    assert (again.code, again.out) == (1, "")
    assert office("me", "pause", "--to", today, "--deputy", "CB-BX4", *behalf).code == 0
    by_whom = office("me", "show", "--by", AN, "--history", "--json").json["changes"]
    assert [one["what"] for one in by_whom] == ["paused", "resumed", "paused"]
    assert by_whom[0]["by"] and not by_whom[2]["by"]
    told = office("me", "show", "--by", AN, "--history").out
    assert "trở lại, tự nhận thư" in told and "tự thay đổi" in told and "CB-BX4" in told


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("me", "add", "không phải", "--by", AN), 2, "không hợp lệ"),
        (("me", "add", NEW, "--channel", "zalo", "--by", AN), 2, "Các kênh: mail"),
        (("me", "add", NEW, "--by", "CB-KHONG"), 2, "CB-KHONG"),
        (("me", "confirm", "123456", "--by", AN), 1, "dondoc me add"),
        (("me", "remove", "7", "--by", AN), 2, "đang có 1 địa chỉ"),
        (("me", "remove", "1", "--by", AN), 1, "địa chỉ cuối cùng"),
        (("me", "quiet", "đêm", "--by", AN), 2, "20:00-06:30"),
        (("me", "quiet", "06:00-22:00", "--by", AN), 2, "quá 14 giờ"),
        (("me", "weekly", "Chủ nhật", "--by", AN), 2, "thứ Hai đến thứ Sáu"),
        (("me", "resume", "--by", AN), 1, "không ghi vắng mặt"),
        (("me", "pause", "--to", "31/12/2099", "--deputy", "CB-BX4", "--by", AN), 2, "90 ngày"),
        (("me", "pause", "--to", "1/1/2020", "--deputy", "CB-BX4", "--by", AN), 2, "(01/01/2020)"),
        (("contacts", "enable", AN, "--by", AN), 1, "bộ phận thường trực"),
        (("contacts", "enable", AN, "--by", SECRETARIAT), 1, "không có địa chỉ nào"),
        (("contacts", "quiet", "20:00-06:00", "--by", AN), 1, "bộ phận thường trực"),
        (("channels", "add", "x", "--url", "syslog://", "--by", AN), 1, "quản trị"),
        (("channels", "disable", "mail", "--by", SECRETARIAT), 1, "quản trị"),
        (("channels", "reseal", "--by", SECRETARIAT), 1, "quản trị"),
    ],
)
def test_what_is_not_possible_is_narrative_in_words(
    office: Command, words: tuple[str, ...], code: int, said: str  # noqa: F811
) -> None:  # fmt: skip
    ran = office(*words)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert "settings." not in ran.err and "{" not in ran.err


def _disable(reason: str) -> None:
    with closing(sqlite3.connect(Path("home/dondoc.sqlite"))) as connection:
        connection.execute(
            "UPDATE contact SET disabled_at = '2022-03-25 02:00:00', disabled_reason = ?"
            " WHERE person_id = (SELECT id FROM person WHERE code = ?)",
            (reason, AN),
        )
        connection.commit()


def test_the_secretariat_sees_who_is_out_of_reach_and_mends_it(
    office: Command,  # noqa: F811
) -> None:
    _disable("550 5.1.1 không có hộp thư này")
    found = office("contacts", "list")
    assert found.code == 0
    assert AN in found.out
    assert "09:00 25/03/2022" in found.out and "550 5.1.1 không có hộp thư này" in found.out
    shown = office("me", "show", "--by", AN).out
    assert "550 5.1.1" in shown
    enabled = office("contacts", "enable", AN, "--by", SECRETARIAT)
    assert enabled.code == 0 and "***" in enabled.out
    assert office("contacts", "list", "--json").json["disabled"] == []
    assert office("contacts", "quiet", "19:00-07:00", "--by", SECRETARIAT).code == 0
    assert "19:00-07:00 (giờ chung" in office("me", "show", "--by", AN).out


def test_the_administrator_sets_channels_up(
    office: Command, admin: str, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    import io

    by = ("--by", admin)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(
        b"json://tram.example/bimatcuavanphong/{address}\n")))  # fmt: skip
    said = [
        office("channels", "add", "tin-nhan", "--url", "-", "--per-minute", "60", *by),
        office("channels", "change", "tin-nhan", "--parallel", "2", *by),
        office("channels", "list"),
        office("channels", "list", "--json"),
        office("channels", "disable", "tin-nhan", *by),
        office("channels", "change", "tin-nhan", "--enable", *by),
        office("channels", "test", "mail", *by),
        office("channels", "reseal", *by),
    ]
    assert [ran.code for ran in said] == [0] * len(said), [ran.err for ran in said]
    assert all("bimatcuavanphong" not in ran.out + ran.err for ran in said)
    assert [one["name"] for one in said[3].json] == ["mail", "tin-nhan"]
    assert said[3].json[1]["per_minute"] == 60
    nowhere = office("channels", "test", "tin-nhan", *by)
    assert nowhere.code == 2
    assert f"--channel tin-nhan --by {admin}" in nowhere.err


def test_a_key_that_does_not_fit_is_narrative_in_one_line(
    office: Command, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    assert "✓ Khóa bí mật" in office("doctor").out
    monkeypatch.setenv("DONDOC_SECRET_KEY", "quite another key than the stored one")
    ran = office("me", "show", "--by", AN)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1 and "DONDOC_SECRET_KEY" in ran.err
    checked = office("doctor")
    assert checked.code == 1
    assert "✗ Khóa bí mật" in checked.out and "✓ Cơ sở dữ liệu" in checked.out


def test_doctor_names_what_was_evaluated_with_points_though_it_is_not_done(
    office: Command, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    assert "✓ Đánh giá theo cách cũ" in office("doctor").out
    named = [OldGrade(2022, "SP@LT/Q1")]
    monkeypatch.setattr("dondoc.services.boards.old_grades.old_grades", lambda session: named)
    checked = office("doctor")
    assert checked.code == 0
    assert "! Đánh giá theo cách cũ: 1 mốc" in checked.out and "SP@LT/Q1 (2022)" in checked.out
    assert "dondoc correct" in checked.out and "dondoc evaluate" in checked.out


@pytest.mark.parametrize("words", [("me", "show"), ("me", "add", NEW), ("contacts", "list")])
def test_a_key_that_is_too_short_is_narrative_in_one_line(
    office: Command, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]  # noqa: F811
) -> None:  # fmt: skip
    monkeypatch.setenv("DONDOC_SECRET_KEY", "ngắn")
    _disable("x")
    by = ("--by", AN) if words[0] == "me" else ()
    ran: Ran = office(*words, *by)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "16" in ran.err and "ngắn" in ran.err  # "too short" is the same word
    assert "✗ Khóa bí mật" in office("doctor").out


def test_it_speaks_english_throughout(loaded_home: Path, tmp_path: Path) -> None:  # noqa: F811
    import shutil

    from cli_office import run

    shutil.copytree(loaded_home, tmp_path / "home")
    shown = run(tmp_path, "me", "show", "--by", AN, DONDOC_LANG="en")
    assert shown.code == 0
    assert "Quiet hours: 20:00-06:00 (the office's own)" in shown.out
    assert run(tmp_path, "me", "weekly", "Friday", "--by", AN, DONDOC_LANG="en").code == 0
    refused = run(tmp_path, "me", "remove", "1", "--by", AN, DONDOC_LANG="en")
    assert "last address in use" in refused.err
