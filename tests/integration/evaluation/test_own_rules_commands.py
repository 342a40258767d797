"""`dondoc rule-set load` and `export`: a file goes out, is changed, and comes in as a draft."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from own_rule_files import CODE, file_of, own
from sample_commands import Run, home, runner, sample_home

__all__ = ["home", "sample_home"]

SECRETARIAT, OFFICIAL = "CB-VPTU3", "CB-LT2"


@pytest.fixture
def run(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.chdir(tmp_path)
    return runner(home, monkeypatch, capsys, "rule-set")


def test_a_workbook_is_taken_along_changed_and_loaded(run: Run, tmp_path: Path) -> None:
    assert run("export", "nd-335-2025")[0] == 0
    path = tmp_path / "ND-335-2025-1.xlsx"
    assert run("export", "nd-335-2025")[0] == 1, "a file that is there stays"
    book = load_workbook(path)
    book.worksheets[0]["C2"] = CODE
    book.save(path)
    code, out, _ = run("load", str(path), "--by", SECRETARIAT)
    assert code == 0 and f"Đã nạp bản thảo {CODE}, phiên bản 1" in out
    code, out, _ = run("load", str(path), "--by", SECRETARIAT, "--json")
    assert json.loads(out) == {"code": CODE, "version": 1, "is_new": False}
    assert json.loads(run("list", "--json")[1])[0]["code"] == CODE
    code, out, _ = run("show", CODE)
    assert code == 0 and "Mẫu số của b và c" in out
    assert run("export", CODE, "lai.toml", "--version", "1")[0] == 0
    assert 'code = "XA-2022"' in (tmp_path / "lai.toml").read_text(encoding="utf-8")
    assert run("export", CODE, "hai.toml", "--version", "2")[0] == 2


def test_one_error_and_nothing_is_taken(run: Run, tmp_path: Path) -> None:
    path = file_of(tmp_path, own())
    path.write_text(path.read_text(encoding="utf-8").replace("value = 25", "value = 250"), "utf-8")
    code, _, err = run("load", str(path), "--by", SECRETARIAT)
    assert code == 2 and "bo-rieng.toml, dòng" in err
    assert "Mức trừ mỗi lần (%) (deductions.deduction.value): " in err
    assert run("show", CODE)[0] == 2


def test_who_may_not_is_refused(run: Run, tmp_path: Path) -> None:
    path = file_of(tmp_path, own())
    code, _, err = run("load", str(path), "--by", OFFICIAL)
    assert code == 1 and "evaluation." not in err
