"""`dondoc evaluation sample`: drawn once by the secretariat, and told with its source."""

import json
from pathlib import Path

import pytest
from sample_commands import Run, home, runner, sample_home
from sqlmodel import select

from dondoc.store.database import open_engine, reading
from models.recheck import Recheck

__all__ = ["home", "sample_home"]

ORDER = ("--quarter", "2022-Q1", "--share", "10", "--seed", "quay-so-1")
SECRETARIAT = ("--by", "CB-VPTU3")


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(home, monkeypatch, capsys, "evaluation", "sample")


def drawn(home: Path) -> int:
    with reading(open_engine(f"sqlite:///{home / 'sample.sqlite'}")) as session:
        return len(session.exec(select(Recheck)).all())


def test_it_is_drawn_once_and_says_its_source(run: Run, home: Path) -> None:
    code, out, _ = run(*ORDER, *SECRETARIAT, "--json")
    assert code == 0
    sample = json.loads(out)
    assert sample["seed"] == "quay-so-1"
    assert len(sample["rows"]) == drawn(home) == 13
    code, _, wrong = run(*ORDER, *SECRETARIAT)
    assert code == 1
    assert "đã được chọn" in wrong
    assert drawn(home) == 13


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        (("--share", "nhiều"), 2, "không phải nhiều"),
        (("--share", "101"), 2, "không quá 100"),
        (("--quarter", "2022-Q2"), 2, "chưa hết"),
        (("--by", "CB-LT1"), 1, ""),
    ],
)
def test_a_bad_order_draws_nothing(
    run: Run, home: Path, changed: tuple[str, ...], code: int, words: str
) -> None:
    found, _, wrong = run(*ORDER, *SECRETARIAT, *changed)
    assert found == code
    assert words in wrong
    assert drawn(home) == 0


@pytest.mark.parametrize(
    ("quarter", "words"), [("quý nào", "quý nào"), ("2022-Q2", "quý II/2022 chưa hết"),
                           ("2031-Q1", "2031")],
)  # fmt: skip
def test_all_that_is_wrong_with_an_order_is_told_at_once(
    run: Run, home: Path, quarter: str, words: str
) -> None:
    code, _, wrong = run("--quarter", quarter, "--share", "0", "--seed", " ", *SECRETARIAT)
    assert code == 2 and words in wrong
    assert "tỷ lệ phải trên 0" in wrong and "cần ghi hạt giống" in wrong
    assert len(wrong.strip().splitlines()[1:]) == 3 and drawn(home) == 0
