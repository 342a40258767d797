"""Looking before the first start makes nothing, so that the start still opens the sample."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from cli_office import Command, dondoc  # noqa: F401

from dondoc.cli.up_database import database_of
from dondoc.examples import SAMPLE_PLAN
from dondoc.settings import Settings
from dondoc.workplace import REAL_DATABASE, SAMPLE_DATABASE

LOOKS = [
    ("status",), ("status", "--json"), ("assignment", "show", "DV01@LT"), ("register",),
    ("explain", "DV01@LT/Q1"), ("me", "show", "--by", "CB-LT2"), ("people", "show", "CB-LT2"),
    ("account", "list"), ("audit", "verify"), ("ladder", "show"),
    ("difficulty", "list", "--by", "CB-VPTU2"),
    ("plan", "export", "ra.xlsx"), ("digest", "2022-Q1"), ("remind",), ("remind", "--dry-run"),
    ("deliver",), ("channels", "list"), ("contacts", "list"),
    ("report", "DV01@LT/Q1", "--by", "CB-LT2", "--value", "5"),
]  # fmt: skip


@pytest.mark.parametrize("words", LOOKS, ids=" ".join)
def test_no_command_makes_a_database_by_looking_and_each_says_what_to_do(
    dondoc: Command,  # noqa: F811
    tmp_path: Path,
    words: tuple[str, ...],
) -> None:
    ran = dondoc(*words)
    assert (ran.code, ran.out) == (2, "")
    assert "dondoc up" in ran.err and "--no-sample" in ran.err and str(tmp_path / "home") in ran.err
    assert not (tmp_path / "home").exists()


def test_doctor_says_that_there_is_no_data_yet_and_makes_none(
    dondoc: Command,  # noqa: F811
    tmp_path: Path,
) -> None:
    ran = dondoc("doctor")
    assert ran.code == 0 and "! Cơ sở dữ liệu" in ran.out and "dondoc up" in ran.out
    assert not (tmp_path / "home").exists()


def test_up_opens_the_sample_after_a_look(dondoc: Command, tmp_path: Path) -> None:  # noqa: F811
    for words in (("status",), ("doctor",)):
        dondoc(*words)
    assert database_of(Settings(home=tmp_path / "home"), no_sample=False) == SAMPLE_DATABASE


@pytest.mark.parametrize("more", [(), ("--yes",), ("--json",), ("--by", "nobody")])
def test_a_plan_that_is_not_loaded_after_all_makes_nothing(
    dondoc: Command,  # noqa: F811
    tmp_path: Path,
    more: tuple[str, ...],
) -> None:
    """Its year is over, which is asked about, and nobody says yes."""
    assert dondoc("plan", "load", str(SAMPLE_PLAN), *more).code in {1, 2}
    assert not (tmp_path / "home").exists()


def test_loading_a_plan_begins_with_real_data(dondoc: Command, tmp_path: Path) -> None:  # noqa: F811
    load = ("plan", "load", str(SAMPLE_PLAN))
    (doubt,) = dondoc(*load, "--json").json["doubts"]  # its year is over
    assert dondoc(*load, "--sure", doubt["answers"][0]["sure"]).code == 0
    assert database_of(Settings(home=tmp_path / "home"), no_sample=False) == REAL_DATABASE
    assert dondoc("status").code == 0


@pytest.mark.parametrize("is_there", [False, True])
def test_a_named_database_that_is_empty_stays_empty(
    dondoc: Command,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_there: bool,
) -> None:
    path = tmp_path / "named.sqlite"
    if is_there:
        path.touch()
    monkeypatch.setenv("DONDOC_DATABASE_URL", f"sqlite:///{path}")
    assert dondoc("status").code == 2 and dondoc("doctor").code == 0
    assert path.exists() is is_there and not Settings(home=tmp_path / "home").root.exists()
    if is_there:
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
