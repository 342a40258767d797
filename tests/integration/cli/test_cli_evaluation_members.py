"""Who is in a round, its sessions and seats by command: the same rights and looks as on pages."""

import json
from pathlib import Path
from typing import Any

import pytest
from sample_commands import Ran, Run, home, runner, sample_home
from sqlmodel import select

from dondoc.settings import Settings
from dondoc.store.database import reading
from dondoc.workplace import open_workplace
from models.evaluation_viewing import EvaluationViewing

__all__ = ["home", "sample_home"]

ROUND = "2022-Q1"
OFFICIAL, SECRETARIAT, HEAD = "CB-SL1", "CB-VPTU3", "CB-LT1"
BY = ("--by", SECRETARIAT)
WHY = ("--reason", "Đã thôi giữ chức vụ")
HELD = ("--as-of", "2022-06-20")
CALL = ("session", ROUND, *BY, *HELD, "--body", "Ban Thường vụ", "--members", "15")


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `dondoc evaluation` where the first quarter's round is open."""
    ran = runner(home, monkeypatch, capsys, "evaluation")
    assert ran("open", "Q1", *BY, "--rules", "ND-335-2025")[0] == 0
    return ran


def told(ran: Ran) -> Any:
    code, out, err = ran
    assert code == 0, err
    return json.loads(out)


def looks(folder: Path) -> list[int | None]:
    workplace = open_workplace(Settings(home=folder / "home"))
    with reading(workplace.engine) as session:
        found = [each.person_id for each in session.exec(select(EvaluationViewing))]
    workplace.engine.dispose()
    return found


def test_somebody_is_taken_out_listed_and_put_back(run: Run) -> None:
    code, out, _ = run("member", "take-out", ROUND, OFFICIAL, *BY, *WHY)
    assert code == 0 and "Vũ Ngọc Hùng: Đưa ra khỏi kỳ, đã ghi." in out
    assert "Đã đưa ra khỏi kỳ: Đã thôi giữ chức vụ" in out
    (row,) = told(run("member", "out", ROUND, *BY, "--json"))
    assert (row["person"], row["reason"]) == (OFFICIAL, "Đã thôi giữ chức vụ")
    assert "Vũ Ngọc Hùng" in run("member", "out", ROUND, *BY)[1]
    (listed,) = told(run("rounds", "--json"))["rounds"]
    assert listed["people"] == 41
    back = told(run("member", "put-back", ROUND, OFFICIAL, *BY, *WHY, "--json"))
    assert back["in_round"] and back["taken_out"] is None
    assert told(run("member", "out", ROUND, *BY, "--json")) == []


def test_a_place_is_shown_and_the_look_is_kept(run: Run, tmp_path: Path) -> None:
    shown = told(run("member", "show", ROUND, OFFICIAL, *BY, "--json"))
    assert shown["in_round"] and shown["can"] == ["take_out", "move"]
    (held,) = shown["positions"]
    assert (held["title"], held["unit"]) == (shown["position"], shown["unit"])
    assert len(looks(tmp_path)) == 1
    code, out, _ = run("member", "show", ROUND, OFFICIAL, *BY)
    assert code == 0 and held["code"] in out and f"Vị trí trong kỳ: {shown['position']}" in out


def test_somebody_is_brought_in_where_they_held_a_position(run: Run) -> None:
    shown = told(run("member", "show", ROUND, "CB-LT2", *BY, "--json"))
    assert not shown["in_round"] and shown["can"] == ["bring_in"]
    post = ("--position", shown["positions"][0]["code"].lower())
    code, _, err = run("member", "bring-in", ROUND, "CB-LT2", *BY, *WHY, "--position", "KHONG-CO")
    assert code == 2 and "vị trí mà người này đã giữ" in err
    came = told(run("member", "bring-in", ROUND, "CB-LT2", *BY, *WHY, *post, "--json"))
    assert came["in_round"] and came["position"] == shown["positions"][0]["title"]
    code, _, err = run("member", "move", ROUND, "CB-LT2", *BY, *WHY)  # the only one: the same
    assert code == 2 and "đúng vị trí đó" in err


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("take-out", ROUND, OFFICIAL, "--by", HEAD, *WHY), 1, "thường trực"),
        (("show", ROUND, OFFICIAL, "--by", HEAD), 1, "thường trực"),
        (("out", ROUND, "--by", HEAD), 1, "thường trực"),
        (("take-out", ROUND, SECRETARIAT, *BY, *WHY), 1, "Không ai tự quyết định"),
        (("take-out", ROUND, OFFICIAL, *BY, "--reason", " "), 2, "Ghi lý do"),
        (("put-back", ROUND, OFFICIAL, *BY, *WHY), 1, "đang trong kỳ"),
        (("take-out", ROUND, "KHONG-CO", *BY, *WHY), 2, "KHONG-CO"),
        (("take-out", "2022-Q2", OFFICIAL, *BY, *WHY), 2, "Không có kỳ đánh giá này"),
    ],
)
def test_what_cannot_be_is_said_without_a_traceback(
    run: Run, words: tuple[str, ...], code: int, why: str
) -> None:
    ended, out, err = run("member", *words)
    assert ended == code and why in out + err
    assert "Traceback" not in err and "{" not in err


def test_a_session_is_called_corrected_and_listed(run: Run, tmp_path: Path) -> None:
    code, _, err = run(*CALL, "--present", "1")
    assert code == 2 and "Chủ trì" in err
    assert run(*CALL, "--present", "1", "--chair", "Nguyễn Văn A")[0] == 0
    minutes = tmp_path / "bien-ban.txt"
    minutes.write_text("Đồng chí chủ trì kết luận", encoding="utf-8")
    code, out, _ = run("correct", ROUND, *BY, *HELD, "--present", "13", "--minutes", str(minutes))
    assert code == 0 and "Đã sửa phiên họp số 1." in out
    (held,) = told(run("sessions", ROUND, *BY, *HELD, "--json"))
    assert (held["present"], held["chair"], held["closed_at"]) == (13, "Nguyễn Văn A", None)
    assert None in looks(tmp_path)  # of everybody
    assert "đang họp" in run("sessions", ROUND, *BY, *HELD)[1]
    assert run("close", ROUND, *BY, *HELD)[0] == 0
    code, _, err = run("correct", ROUND, *BY, *HELD, "--present", "12")
    assert code == 2 and "không có phiên họp nào đang mở" in err
    assert run("sessions", ROUND, "--by", HEAD, *HELD)[0] == 1


def test_the_seats_are_those_of_the_sessions_page(run: Run, tmp_path: Path) -> None:
    run(*CALL, "--present", "13")
    decided = ("decide", ROUND, OFFICIAL, "excellent", "--by", "CB-TTTU1", "--reason", "Thống nhất")
    assert run(*decided, *HELD)[0] == 0
    rows = told(run("seats", ROUND, *BY, *HELD, "--json"))
    assert sum(row["chosen"] for row in rows) >= 1 and all(row["seats"] >= 0 for row in rows)
    assert None in looks(tmp_path)
    code, out, _ = run("seats", ROUND, *BY, *HELD)
    assert code == 0 and "Số suất" in out and rows[0]["group"][:10] in out
    assert run("seats", ROUND, "--by", HEAD, *HELD)[0] == 1
