"""`dondoc evaluation open`, `update` and `rounds`: a round from the command line."""

import json
from datetime import date
from pathlib import Path

import pytest
from own_rule_files import CODE, decision, own
from sample_commands import Run, home, runner, sample_home
from sqlmodel import select

from dondoc.clock import at
from dondoc.services.evaluation.own.decide import note_trial, put_in_force
from dondoc.services.evaluation.own.keep import keep_own_rules
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.sample.fill import SAMPLE_DAY
from dondoc.store.database import open_engine, writing
from models.programme import Programme

__all__ = ["home", "sample_home"]

BY = ("--by", "CB-VPTU3")


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(home, monkeypatch, capsys, "evaluation")


def test_a_round_is_opened_and_listed(run: Run) -> None:
    code, out, _ = run("open", "Q1", *BY, "--rules", "ND-335-2025", "--dry-run")
    assert code == 0 and "Kỳ này sẽ có 42 hồ sơ" in out
    code, out, _ = run("open", "Q1", *BY, "--rules", "ND-335-2025")
    assert code == 0
    assert "Đã mở kỳ đánh giá 2022-Q1: 42 người, tự đánh giá đến hết 26/05/2022." in out
    code, out, _ = run("rounds", "--json")
    (row,) = json.loads(out)["rounds"]
    assert (row["period"], row["state"], row["people"]) == ("2022-Q1", "under_way", 42)
    assert "đang đánh giá" in run("rounds")[1]
    assert "bổ sung 0 người, cả kỳ 42 người" in run("update", "Q1", *BY)[1]

    autumn = ("--as-of", "2022-11-15")
    code, out, _ = run("open", "2022", *BY, "--rules", "ND-335-2025", *autumn)
    assert code == 0
    assert "Đã mở kỳ đánh giá 2022: " in out and "quý I/2022 chưa công bố" in out
    assert "theo ND-335-2025: để ngoài bình quân" in out
    code, out, _ = run("show", "CB-SL1", "2022", *autumn)
    assert code == 0
    assert "Các kỳ trong năm\n  quý I/2022 (chưa công bố; kết quả đến nay: 59,50 điểm)" in out
    assert "Chưa có điểm năm: mới có 0 kỳ được tính." in out


def test_a_rule_set_of_ones_own_is_known_by_its_code(run: Run, home: Path) -> None:
    july = date(2022, 7, 1)
    engine = open_engine(f"sqlite:///{home / 'sample.sqlite'}")
    with writing(engine) as session:
        change = acting_for_office(session, "CB-VPTU3", at(SAMPLE_DAY), at(SAMPLE_DAY))
        keep_own_rules(change, own(base="ND-335-2025"), "bo-rieng.toml")
        note_trial(change, session.scalars(select(Programme)).one().key, CODE, 1, "2022-Q1")
        put_in_force(change, CODE, 1, decision(july, SAMPLE_DAY))
    engine.dispose()
    for act in (("--dry-run",), ()):
        code, out, err = run("open", "Q3", *BY, "--rules", CODE, "--as-of", "2022-10-03", *act)
        assert code == 0, err
    assert "Đã mở kỳ đánh giá 2022-Q3" in out


def test_all_that_is_wrong_with_a_round_is_told_at_once(run: Run) -> None:
    for act in ((), ("--dry-run",)):
        words = ("Q2", *BY, "--rules", "KHONG-CO", "--leader-rules", "CUNG-KHONG", *act)
        code, _, said = run("open", *words)
        assert code == 2
        for why in ("mới kết thúc", "“KHONG-CO”", "“CUNG-KHONG”"):
            assert why in said, why
    one_of_two = ("--rules", "KHONG-CO", "--leader-rules", "HD-02-BTCTW")
    code, _, said = run("open", "Q7", *BY, *one_of_two)
    assert code == 2 and len(said.strip().splitlines()[1:]) == 2 and "“KHONG-CO”" in said


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("open", "Q2", *BY), 2, "mới kết thúc"),
        (("open", "2022", *BY), 2, "hết quý III"),
        (("open", "Q7", *BY), 2, "Q7"),
        (("open", "Q1", *BY, "--rules", "KHONG-CO"), 2, "KHONG-CO"),
        (("open", "Q1", *BY, "--rules", "HD-02-BTCTW"), 2, "HD-02-BTCTW"),
        (("open", "Q1", *BY, "--rules", "ND-335-2025", "--leader-rules", "MINH-HOA-2021-2022"), 2,
         "khác nhau"),
        (("open", "Q1", "--by", "CB-LT1"), 1, "thường trực"),
        (("update", "Q1", *BY), 2, "Không có kỳ đánh giá này"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_without_a_traceback(
    run: Run, words: tuple[str, ...], code: int, why: str
) -> None:
    ended, out, err = run(*words)
    assert ended == code and why in out + err
    assert "Traceback" not in err and "{" not in err
