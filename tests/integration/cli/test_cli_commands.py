"""The commands on a data folder with the example plan: what they record, refuse and print."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from cli_acts import Q1, reported_by_command, submissions
from cli_office import Command, Ran, dondoc, loaded_home, office  # noqa: F401
from samples import sample_in_the_morning

from dondoc.examples import SAMPLE_PLAN
from dondoc.settings import Settings
from dondoc.workplace import open_workplace

PLAN = str(SAMPLE_PLAN)
SECRETARIAT = ("--by", "CB-VPTU2")


def _sample(folder: Path, day: date) -> None:
    workplace = open_workplace(Settings(home=folder / "home"))
    sample_in_the_morning(workplace, day)
    workplace.engine.dispose()


def _forge(database: Path) -> None:
    """Takes an event out of history past the guard that the schema sets up."""
    with closing(sqlite3.connect(database)) as connection:
        guards = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'"
        ).fetchall()
        for (name,) in guards:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("DELETE FROM event WHERE id = (SELECT max(id) FROM event)")
        connection.commit()


def test_the_status_reconciles(office: Command) -> None:  # noqa: F811
    found = office("status", "--json", "--as-of", "2022-03-25").json
    counts = found["checkpoints"]
    parts = ("done_in_time", "done_late", "open_in_time", "overdue")
    assert counts["total"] == sum(counts[part] for part in parts) > 0
    assert counts["due_soon"] <= counts["open_in_time"]
    assert sum(found["stages"].values()) == counts["total"]
    shown = office("status", "--as-of", "25/3/2022").out
    assert f"/{counts['total']} " in shown and "25/03/2022" in shown


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("verify", Q1, "--by", "CB-LT1"), "thuộc trách nhiệm của: bộ phận thường trực"),
        (("report", Q1, "--by", "CB-LT2", "--value", "9"), "Dương Ngọc Long nộp lúc"),
        (("evaluate", Q1, *SECRETARIAT), "khi mốc đang ở giai đoạn «đã báo cáo»"),
        (("not-reported", Q1, *SECRETARIAT), "khi mốc đang ở giai đoạn «đã báo cáo»"),
        (("verify", Q1, *SECRETARIAT, "--value", "49"), "Cần nêu lý do."),
    ],
)
def test_a_refusal_says_why_and_what_instead(
    office: Command, tmp_path: Path, words: tuple[str, ...], why: str  # noqa: F811
) -> None:  # fmt: skip
    reported_by_command(office)
    refused = office(*words)
    assert (refused.code, refused.out) == (1, "")
    assert why in refused.err
    assert "Việc có thể làm lúc này: " in refused.err or "Lúc này đồng chí" in refused.err
    assert submissions(tmp_path) == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("report", "KHONG@CO/Q1", "--by", "CB-LT1", "--value", "1"), "Không có mốc"),
        (("report", "DV01@LT", "--by", "CB-LT1", "--value", "1"), "hãy ghi thêm mốc"),
        (("report", Q1, "--by", "AI", "--value", "1"), "Không có cán bộ nào mang mã «AI»"),
        (("report", Q1, "--by", "CB-LT1", "--value", "1,23456"), "chữ số thập phân"),
        (("report", Q1, "--by", "CB-LT1", "--value", "999999999999999"), "quá lớn"),
        (("report", Q1, "--by", "CB-LT1", "--value", "12,345"), "có thể hiểu hai cách"),
        (("report", Q1, "--by", "CB-LT1", "--evidence", "anh.jpg"), "minh chứng anh.jpg"),
        (("verify", Q1, *SECRETARIAT, "--quality", "120"), "từ 0 đến 100"),
        (("change-due", Q1, *SECRETARIAT, "--new-due", "1/1/2090"), "ngoài lịch"),
        (("assignment", "show", "KHONG@CO"), "KHONG@CO"),
        (("explain", "KHONG-CO"), "Không có cán bộ nào"),
        (("explain", "KHONG@CO"), "Không có chỉ tiêu nào"),
        (("status", "--year", "1999"), "Không có chương trình năm 1999"),
        (("digest", "2022-Q5"), "2022-Q5"),
        (("digest", "2022-Q1", "--unit", "XX"), "Không có đơn vị nào mang mã «XX»"),
        (("register", "--person", "AI"), "Không có cán bộ nào"),
        (("replay", "--from", "2022-02-01", "--to", "2022-01-01"), "01/01/2022 trước ngày bắt đầu"),
    ],
)
def test_what_does_not_exist_is_narrative_in_words(
    office: Command, tmp_path: Path, words: tuple[str, ...], why: str  # noqa: F811
) -> None:  # fmt: skip
    (tmp_path / "home").mkdir(exist_ok=True)
    found = office(*words)
    assert (found.code, found.out) == (2, "")
    assert why in found.err
    assert submissions(tmp_path) == 0


def test_nobody_chooses_the_time_of_recording(office: Command, tmp_path: Path) -> None:  # noqa: F811
    for words in (
        ("report", Q1, "--by", "CB-LT1", "--value", "50"),
        ("remind",),
        ("deliver",),
        ("plan", "load", PLAN),
    ):
        refused = office(*words, "--as-of", "2022-03-25")
        assert refused.code == 1
        assert "--as-of" in refused.err
    assert submissions(tmp_path) == 0


def test_sample_data_may_play_another_day_and_says_what_it_is(
    office: Command, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    _sample(tmp_path, date(2022, 5, 20))
    done = office("report", Q1, "--by", "CB-LT1", "--value", "50", "--as-of", "2022-03-25")
    assert done.code == 0
    assert "dữ liệu mẫu" in done.err and "20/05/2022" in done.err
    found = office("status", "--json")
    assert found.err == ""
    assert (found.json["sample"], found.json["as_of"]) == (True, "2022-05-20")
    assert found.json["checkpoints"]["waiting"] == 1  # reported, and not yet verified


def test_history_holds_until_somebody_changes_it(office: Command, tmp_path: Path) -> None:  # noqa: F811
    whole = office("audit", "verify", "--json")
    assert whole.code == 0
    assert whole.json["findings"] == [] and whole.json["events"] > 0
    assert "Lịch sử còn nguyên vẹn." in office("audit", "verify").out
    _forge(tmp_path / "home/dondoc.sqlite")
    broken = office("audit", "verify")
    assert broken.code == 1
    assert "đang ghi là «đã giao»" in broken.out


def test_a_foreign_seal_is_found_out(office: Command) -> None:  # noqa: F811
    found = office("audit", "verify", "--seal", "abc")
    assert found.code == 1
    assert "Không có niêm phong nào mang giá trị abc." in found.out


def test_the_digest_is_written_in_both_languages(office: Command, tmp_path: Path) -> None:  # noqa: F811
    made = office("digest", "2022-Q1", "--out", "bao-cao", "--as-of", "2022-04-10", "--json")
    assert made.code == 0
    files = [tmp_path / path for path in made.json["files"]]
    assert sorted(path.name for path in files) == [
        f"2022-Q1-20220410.{lang}.{kind}" for lang in ("en", "vi") for kind in ("html", "txt")
    ]
    assert all(path.stat().st_size for path in files)
    again = office("digest", "2022-Q1", "--out", "bao-cao", "--as-of", "2022-04-10")
    assert again.code == 0
    vietnamese = (tmp_path / "bao-cao/2022-Q1-20220410.vi.txt").read_text(encoding="utf-8")
    assert vietnamese.strip() in again.out


def test_looking_ahead_at_reminders_writes_nothing(office: Command) -> None:  # noqa: F811
    found = office("remind", "--dry-run", "--as-of", "2022-03-31", "--json")
    assert found.code == 0
    assert found.json["day"] == "2022-03-31"
    assert any(line["ref"] == Q1 for one in found.json["letters"] for line in one["lines"])
    shown = office("remind", "--dry-run", "--as-of", "2022-03-31")
    assert f"sẽ có {len(found.json['letters'])} thư" in shown.out
    assert Q1 in shown.out and "…" not in shown.out
    assert office("register", "--json").json == []


def test_reminders_are_decided_sent_and_kept_in_the_register(
    office: Command, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    _sample(tmp_path, date(2022, 3, 31))
    decided = office("remind", "--json").json
    assert decided["messages"] > 0
    sent = office("deliver", "--json").json
    assert (sent["sent"], sent["failed"]) == (decided["messages"], 0)
    rows = office("register", "--item", Q1, "--json").json
    assert {row["state"] for row in rows} == {"sent"}
    assert office("register", "--out", "so.xlsx").code == 0
    assert (tmp_path / "so.xlsx").stat().st_size > 0
    assert office("explain", "CB-LT1").code == 0


def test_everything_that_only_looks_prints_one_json_document(office: Command) -> None:  # noqa: F811
    for words in (
        ("status",),
        ("assignment", "show", Q1),
        ("explain", Q1),
        ("explain", "CB-LT1"),
        ("register",),
        ("audit", "verify"),
        ("doctor",),
        ("plan", "check", PLAN),
        ("remind", "--dry-run"),
    ):
        found = office(*words, "--json")
        assert found.code == 0, words
        assert found.json is not None


def test_a_home_without_a_plan_says_what_to_do(dondoc: Command, tmp_path: Path) -> None:  # noqa: F811
    open_workplace(Settings(home=tmp_path / "home")).engine.dispose()
    for words in (("status",), ("status", "--json"), ("remind",), ("register",)):
        found = dondoc(*words)
        assert (found.code, found.out) == (2, "")
        assert "dondoc plan load" in found.err
    assert "Không có chương trình năm 2022." in dondoc("digest", "2022-Q1").err
    assert dondoc("doctor").code == 0
