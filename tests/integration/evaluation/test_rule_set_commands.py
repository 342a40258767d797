"""`dondoc rule-set`: list, show, check, try, in words and for programs."""

import json
import re
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from dondoc.cli.failures import reported
from dondoc.cli.main import app

EXAMPLES = Path(__file__).parents[3] / "examples" / "evaluation"
DECREE = files("dondoc.data").joinpath("evaluation/nd_335_2025.toml").read_text(encoding="utf-8")

Ran = tuple[int, str, str]
Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path / "home"))

    def ran(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["dondoc", "rule-set", *words])
        code = reported(app)
        told = capsys.readouterr()
        return code, told.out, told.err

    return ran


def document(ran: Ran) -> Any:
    code, out, err = ran
    assert (code, err) == (0, "")
    return json.loads(out)


def test_it_lists_the_rule_sets_without_opening_any_data(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("list")
    assert code == 0
    assert "ND-335-2025" in out
    assert "Áp dụng từ 01/01/2021 đến 31/12/2025" in out
    listed = document(run("list", "--json"))
    assert [each["code"] for each in listed] == sorted(each["code"] for each in listed)
    assert listed[-1]["valid_from"] == "2026-01-01"
    assert not (tmp_path / "home").exists()


def test_it_shows_each_parameter_with_mark_and_source(run: Run) -> None:
    code, out, _ = run("show", "nd-335-2025")
    assert code == 0
    row = next(line for line in out.splitlines() if "Mẫu số của b và c" in line)
    assert re.search(r"số được giao, quy đổi +theo quy định +Nghị định 335", row)
    row = next(line for line in out.splitlines() if "Mức trừ tính trên" in line)
    assert "chưa rõ" in row
    shown = document(run("show", "ND-335-2025", "--json"))
    rows = {row["name"]: row for group in shown["groups"] for row in group["parameters"]}
    assert (rows["denominator"]["basis"], rows["denominator"]["is_sure"]) == ("rule", True)
    assert shown["doubts"] == []


def test_it_refuses_a_code_that_there_is_not(run: Run) -> None:
    code, out, err = run("show", "ND-90")
    assert (code, out) == (2, "")
    assert "ND-90" in err
    assert "ND-335-2025" in err


def test_it_checks_a_rule_set_of_ones_own(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "xa.toml"
    source = DECREE.replace('code = "ND-335-2025"', 'code = "XA-2027"')
    own.write_text(source.replace('"assigned"', '"completed"', 1), encoding="utf-8")
    code, out, err = run("check", "xa.toml")
    assert (code, err) == (0, "")
    assert "Tệp dùng được: XA-2027, phiên bản 1." in out
    assert "Cần cân nhắc: Không làm gì trong số được giao" in out
    assert len(document(run("check", "xa.toml", "--json"))["doubts"]) == 2
    own.write_text(source.replace('"each"', '"ech"').replace("good = 70", "good = 95"), "utf-8")
    code, out, err = run("check", "xa.toml")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 3
    assert re.search(
        r"xa\.toml, dòng \d+: Chậm tiến độ \(deductions\.lateness\.value\): không", err
    )
    code, _, err = run("check", "no.toml")
    assert code == 2
    assert "no.toml" in err


def test_it_tries_facts_under_rule_sets_and_readings_side_by_side(run: Run) -> None:
    case = ("--case", str(EXAMPLES / "nd-335-2025.toml"))
    code, out, err = run(
        "try", "ND-335-2025", "366-QD-TW", *case, "--read", "denominator=completed"
    )
    assert (code, err) == (0, "")
    rows = [line.strip() for line in out.splitlines() if re.match(r"  \S.*\d\d,\d\d ", line)]
    assert [re.split(r"  +", row)[:2] for row in rows[:4]] == [
        ["ND-335-2025", "89,44"],
        ["ND-335-2025, denominator=completed", "91,43"],
        ["366-QD-TW", "89,44"],
        ["366-QD-TW, denominator=completed", "91,43"],
    ]
    assert "  b = (800 + 675 + 300)/2.100 = 1.775/2.100 = 84,5238%" in out
    tried = document(run("try", "ND-335-2025", *case, "--json"))
    (outcome,) = tried["outcomes"]
    assert outcome["total"]["rounded"] == "2236/25"
    assert outcome["total"]["grade"] == "good"
    parts = outcome["total"]["result"]["parts"]
    assert [(part["name"], part["part"], part["whole"]) for part in parts] == [
        ("a", "2000", "2100"),
        ("b", "1775", "2100"),
        ("c", "1800", "2100"),
    ]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_each_example_is_scored_by_the_rule_set_that_it_is_for(path: Path, run: Run) -> None:
    code, out, err = run("try", path.stem, "--case", str(path))
    assert (code, err) == (0, "")
    assert path.stem.upper() in out


def test_it_refuses_readings_and_facts_with_their_place(run: Run, tmp_path: Path) -> None:
    case = ("--case", str(EXAMPLES / "nd-335-2025.toml"))
    code, _, err = run("try", "ND-335-2025", *case, "--read", "denominators=completed")
    assert code == 2
    assert "denominators" in err
    (tmp_path / "sai.toml").write_text('title = "Sai"\n[[task]]\nreference = "T"\n', "utf-8")
    code, _, err = run("try", "ND-335-2025", "--case", "sai.toml")
    assert code == 2
    assert "sai.toml, dòng 2: task.0.coefficient: còn thiếu." in err
