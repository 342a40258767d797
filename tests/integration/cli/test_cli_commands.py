"""The commands on a data folder with the example plan: what they record, refuse and print."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli_office import Command, Ran, dondoc, loaded_home, office  # noqa: F401
from samples import sample_in_the_morning
from sqlmodel import select

from dondoc.examples import SAMPLE_PLAN
from dondoc.settings import Settings
from dondoc.store.database import reading
from dondoc.workplace import open_workplace
from models.submission import Submission

PLAN = str(SAMPLE_PLAN)
Q1 = "DV01@LT/Q1"
SECRETARIAT = ("--by", "CB-VPTU2")


def _changed_plan(folder: Path, cell: str, value: Any) -> str:
    """A copy of the example plan with another value on the sheet of assignments."""
    book = openpyxl.load_workbook(SAMPLE_PLAN)
    book["Giao chỉ tiêu"][cell] = value
    path = folder / "ke-hoach.xlsx"
    book.save(path)
    return str(path)


def _submissions(folder: Path) -> int:
    engine = open_workplace(Settings(home=folder / "home")).engine
    with reading(engine) as session:
        count = len(session.exec(select(Submission.id)).all())
    engine.dispose()
    return count


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


def _reported(office: Command) -> Ran:  # noqa: F811
    return office("report", Q1, "--by", "CB-LT1", "--value", "50", "--json")


def test_a_blank_workbook_is_made_once(dondoc: Command, tmp_path: Path) -> None:  # noqa: F811
    first = dondoc("plan", "template", "so.xlsx", "--json")
    assert (first.code, first.json) == (0, {"file": "so.xlsx"})
    before = (tmp_path / "so.xlsx").read_bytes()
    again = dondoc("plan", "template", "so.xlsx")
    assert (again.code, again.out) == (1, "")
    assert "so.xlsx đã có" in again.err and "--force" in again.err
    assert (tmp_path / "so.xlsx").read_bytes() == before
    assert dondoc("plan", "template", "so.xlsx", "--force").code == 0


def test_checking_a_good_plan_writes_nothing(dondoc: Command, tmp_path: Path) -> None:  # noqa: F811
    found = dondoc("plan", "check", PLAN, "--json")
    assert found.code == 0
    assert found.json["ok"] is True and found.json["errors"] == 0
    assert found.json["warnings"] == len(found.json["problems"])
    assert list(tmp_path.iterdir()) == []


def test_a_broken_plan_is_marked_and_not_loaded(office: Command, tmp_path: Path) -> None:  # noqa: F811
    file = _changed_plan(tmp_path, "K8", "12,x")
    before = office("status", "--json").json
    loaded = office("plan", "load", file, "--yes")
    assert (loaded.code, loaded.out) == (2, "")
    assert "ô K8" in loaded.err
    marked = tmp_path / "ke-hoach-danh-dau-loi.xlsx"
    assert str(marked.name) in loaded.err
    cell = openpyxl.load_workbook(marked)["Giao chỉ tiêu"]["K8"]
    assert cell.value == "12,x" and cell.comment is not None
    assert office("status", "--json").json == before


def test_a_second_marked_copy_does_not_replace_the_first(
    dondoc: Command, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    file = _changed_plan(tmp_path, "K8", "12,x")
    assert [dondoc("plan", "check", file).code for _ in range(2)] == [2, 2]
    assert len(list(tmp_path.glob("ke-hoach-danh-dau-loi*.xlsx"))) == 2


def test_loading_the_same_plan_again_changes_nothing(office: Command) -> None:  # noqa: F811
    again = office("plan", "load", PLAN)
    assert again.code == 0
    assert again.out.strip() == "Sổ giống kế hoạch đang có: không có gì thay đổi."
    quiet = office("plan", "load", PLAN, "--json")
    assert (quiet.code, quiet.json["counts"], quiet.json["changes"]) == (0, [], [])


def test_what_is_exported_loads_as_the_same_plan(office: Command) -> None:  # noqa: F811
    assert office("plan", "export", "ra.xlsx", "--json").json == {"file": "ra.xlsx"}
    again = office("plan", "load", "ra.xlsx", "--complete", "--json")
    assert (again.code, again.json["changes"]) == (0, [])


def test_a_change_needs_a_yes(office: Command, tmp_path: Path) -> None:  # noqa: F811
    file = _changed_plan(tmp_path, "J8", 231)
    asked = office("plan", "load", file)
    assert asked.code == 1
    assert "--yes" in asked.err and "255 → 231" in asked.out
    assert office("assignment", "show", "DV01@LT", "--json").json["baseline"] == "255"
    agreed = office("plan", "load", file, "--yes", "--by", "CB-VPTU2")
    assert (agreed.code, agreed.out.splitlines()[-1]) == (0, "Đã nạp kế hoạch.")
    assert office("assignment", "show", "DV01@LT", "--json").json["baseline"] == "231"


def test_the_status_reconciles(office: Command) -> None:  # noqa: F811
    found = office("status", "--json", "--as-of", "2022-03-25").json
    counts = found["checkpoints"]
    parts = ("done_in_time", "done_late", "open_in_time", "overdue")
    assert counts["total"] == sum(counts[part] for part in parts) > 0
    assert counts["due_soon"] <= counts["open_in_time"]
    assert sum(found["stages"].values()) == counts["total"]
    shown = office("status", "--as-of", "25/3/2022").out
    assert f"/{counts['total']} " in shown and "25/03/2022" in shown


def test_a_report_is_verified_and_evaluated(office: Command) -> None:  # noqa: F811
    recorded = _reported(office)
    assert recorded.code == 0
    assert (recorded.json["act"], recorded.json["woken"]) == ("report", False)
    verified = office("verify", Q1, *SECRETARIAT)
    assert verified.code == 0
    assert "thẩm định" in verified.out and "dondoc up" in verified.out
    assert office("evaluate", Q1, *SECRETARIAT).code == 0
    first = office("assignment", "show", Q1, "--json").json["checkpoints"][0]
    assert (first["stage"], first["value"], first["met"]) == ("evaluated", "50", True)
    shown = office("assignment", "show", "DV01@LT").out
    assert "đã đánh giá *" in shown and "50 / 48" in shown
    assert "quá hạn, quá hạn" not in shown


def test_a_report_is_returned_with_a_reason(office: Command) -> None:  # noqa: F811
    _reported(office)
    silent = office("return", Q1, *SECRETARIAT)
    assert (silent.code, silent.out) == (1, "")
    assert "Cần nêu lý do." in silent.err and "Việc có thể làm lúc này:" in silent.err
    assert office("return", Q1, *SECRETARIAT, "--reason", "Thiếu minh chứng").code == 0
    assert office("explain", Q1, "--json").json["state"]["stage"] == "in_progress"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("verify", Q1, "--by", "CB-LT1"), "thuộc trách nhiệm của: bộ phận thường trực"),
        (("report", Q1, "--by", "CB-LT2", "--value", "9"), "Dương Ngọc Long nộp lúc"),
        (("evaluate", Q1, *SECRETARIAT), "khi mốc đang ở bước «đã báo cáo»"),
        (("not-reported", Q1, *SECRETARIAT), "khi mốc đang ở bước «đã báo cáo»"),
        (("verify", Q1, *SECRETARIAT, "--value", "49"), "Cần nêu lý do."),
    ],
)
def test_a_refusal_says_why_and_what_instead(
    office: Command, tmp_path: Path, words: tuple[str, ...], why: str  # noqa: F811
) -> None:  # fmt: skip
    _reported(office)
    refused = office(*words)
    assert (refused.code, refused.out) == (1, "")
    assert why in refused.err
    assert "Việc có thể làm lúc này: " in refused.err or "Lúc này đồng chí" in refused.err
    assert _submissions(tmp_path) == 1


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
def test_what_does_not_exist_is_told_in_words(
    office: Command, tmp_path: Path, words: tuple[str, ...], why: str  # noqa: F811
) -> None:  # fmt: skip
    (tmp_path / "home").mkdir(exist_ok=True)
    found = office(*words)
    assert (found.code, found.out) == (2, "")
    assert why in found.err
    assert _submissions(tmp_path) == 0


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
    assert _submissions(tmp_path) == 0


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


def test_the_same_request_is_recorded_once(office: Command, tmp_path: Path) -> None:  # noqa: F811
    words = ("report", Q1, "--by", "CB-LT1", "--value", "50", "--request-key", "k1", "--json")
    first, second = office(*words).json, office(*words).json
    assert first["submission"] == second["submission"]
    assert _submissions(tmp_path) == 1


def test_one_files_for_another_only_by_name(office: Command) -> None:  # noqa: F811
    refused = office("report", Q1, *SECRETARIAT, "--value", "50")
    assert refused.code == 1 and "báo cáo thay cho ai" in refused.err
    wrong = office("report", Q1, *SECRETARIAT, "--value", "50", "--on-behalf-of", "CB-SL1")
    assert wrong.code == 1 and "không phải là cán bộ phụ trách" in wrong.err
    assert office(
        "report", Q1, *SECRETARIAT, "--value", "50", "--on-behalf-of", "CB-LT1"
    ).code == 0  # fmt: skip


def test_evidence_goes_with_the_report(office: Command, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "anh.pdf").write_bytes(b"%PDF-1.7 minh chung")
    words = ("report", Q1, "--by", "CB-LT1", "--value", "50", "--evidence", "anh.pdf")
    assert office(*words).code == 0
    kept = [path for path in (tmp_path / "home/evidence").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in kept] == [b"%PDF-1.7 minh chung"]


def test_evidence_has_the_limits_of_the_pages(office: Command, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "cai-dat.exe").write_bytes(b"MZ" + bytes(100))
    (tmp_path / "lon.pdf").write_bytes(b"%PDF-1.7" + bytes(20 * 1024**2))
    for number in range(11):
        (tmp_path / f"{number}.pdf").write_bytes(f"%PDF-1.7 {number}".encode())
    words = ("report", Q1, "--by", "CB-LT1", "--value", "50")
    wrong = office(*words, "--evidence", "cai-dat.exe")
    assert wrong.code == 2 and "không thuộc loại được nhận" in wrong.err
    wrong = office(*words, "--evidence", "lon.pdf")
    assert wrong.code == 2 and "lớn hơn 20 MB" in wrong.err
    many = [word for number in range(11) for word in ("--evidence", f"{number}.pdf")]
    wrong = office(*words, *many)
    assert wrong.code == 2 and "nhiều nhất 10 tệp" in wrong.err


def test_a_home_without_a_plan_says_what_to_do(dondoc: Command, tmp_path: Path) -> None:  # noqa: F811
    open_workplace(Settings(home=tmp_path / "home")).engine.dispose()
    for words in (("status",), ("status", "--json"), ("remind",), ("register",)):
        found = dondoc(*words)
        assert (found.code, found.out) == (2, "")
        assert "dondoc plan load" in found.err
    assert "Không có chương trình năm 2022." in dondoc("digest", "2022-Q1").err
    assert dondoc("doctor").code == 0
