"""Acts by commands: reported, verified, returned, for somebody else, with evidence."""

from pathlib import Path

from cli_acts import Q1, reported_by_command, submissions
from cli_office import Command, Ran, dondoc, loaded_home, office  # noqa: F401

SECRETARIAT = ("--by", "CB-VPTU2")


def test_a_report_is_verified_and_evaluated(office: Command) -> None:  # noqa: F811
    recorded = reported_by_command(office)
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
    reported_by_command(office)
    silent = office("return", Q1, *SECRETARIAT)
    assert (silent.code, silent.out) == (1, "")
    assert "Cần nêu lý do." in silent.err and "Việc có thể làm lúc này:" in silent.err
    assert office("return", Q1, *SECRETARIAT, "--reason", "Thiếu minh chứng").code == 0
    assert office("explain", Q1, "--json").json["state"]["stage"] == "in_progress"


def test_the_same_request_is_recorded_once(office: Command, tmp_path: Path) -> None:  # noqa: F811
    words = ("report", Q1, "--by", "CB-LT1", "--value", "50", "--request-key", "k1", "--json")
    first, second = office(*words).json, office(*words).json
    assert first["submission"] == second["submission"]
    assert submissions(tmp_path) == 1


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
