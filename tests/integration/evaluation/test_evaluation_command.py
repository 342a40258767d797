"""`dondoc evaluation show`: a person's period in words and for programs; the look is kept."""

import json
import re
import sys
from pathlib import Path

import pytest
from sample_commands import Run, home, runner, sample_home
from sqlmodel import select

from dondoc.cli.failures import reported
from dondoc.cli.main import app
from dondoc.store.database import open_engine, reading
from models.evaluation_viewing import EvaluationViewing

__all__ = ["home", "sample_home"]

OFFICIAL = "CB-SL1"


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(home, monkeypatch, capsys, "evaluation", "show")


def test_it_tells_every_sum_and_that_nobody_has_decided(run: Run) -> None:
    code, out, _ = run(OFFICIAL, "Q1", "--rules", "366-QD-TW")
    assert code == 0
    for said in (
        "Kết quả tạm tính quý I/2022 của đồng chí Vũ Ngọc Hùng",
        "Tạm tính, chưa phải đánh giá.",
        "DON01@SL/Q1: 5 / 5 đơn",
        "Chậm 2 ngày làm việc: hạn 31/03/2022, báo cáo 04/04/2022. Trừ 0,25",
        "DV02@SL/Q1: Kỳ này giao 0",
        "điểm kết quả = 70 × 85% = 59,5",
        "Còn thiếu: d (kết quả của cấp dưới)",
        "mọi việc đúng hạn: chưa đạt 3/4",
    ):
        assert said in out, said
    assert re.search(r"366-QD-TW +59,50 +từ 47,25 đến 94,75", out)


def test_programs_get_all_of_it_and_the_look_is_kept(run: Run, home: Path) -> None:
    code, out, err = run(OFFICIAL, "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert (told["person"], told["period"], told["leads"]) == (OFFICIAL, "Q1", True)
    assert told["rules"][0]["period"]["results"] == "3031/36"
    engine = open_engine(f"sqlite:///{home / 'sample.sqlite'}")
    with reading(engine) as session:
        (viewing,) = session.exec(select(EvaluationViewing)).all()
        assert (viewing.viewed_by_id, viewing.period) == (None, "2022-Q1")
    engine.dispose()


def test_a_period_with_a_round_is_shown_by_the_rules_that_the_round_froze(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("evaluation", "open", "Q1", "--by", "CB-VPTU3", "--rules", "ND-335-2025")
    monkeypatch.setattr(sys, "argv", ["dondoc", *words])
    assert reported(app) == 0
    code, out, err = run(OFFICIAL, "Q1")
    assert code == 0, err
    assert "ND-335-2025: " in out.partition("DON01@SL")[0]


def test_the_year_is_a_table_of_its_quarters(run: Run) -> None:
    code, out, _ = run(OFFICIAL, "2022")
    assert code == 0
    assert re.search(r"MINH-HOA-2021-2022 +84,19 +– +– +– +84,19", out)


@pytest.mark.parametrize(
    "words", [(OFFICIAL, "H1"), (OFFICIAL, "2021"), ("CB-NOBODY",), (OFFICIAL, "--rules", "ND-90")]
)
def test_it_refuses_what_there_is_not(words: tuple[str, ...], run: Run) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err
