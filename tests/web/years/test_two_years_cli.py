"""Every command that is about a year, with next year's plan loaded in December."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sites import Site, _close
from sqlmodel import col, select
from two_years import DECEMBER, NEXT, RUNNING, load_next_year, site_on
from typer.main import get_command

from dondoc.cli.failures import reported
from dondoc.cli.main import app
from dondoc.services.plan.check.check import check
from dondoc.store.database import reading
from models.assignment import Assignment, Checkpoint
from models.programme import Programme
from models.submission import Submission

LOOKS = {
    "status": (),
    "assignment show": ("DV01@LT",),
    "explain": ("DV01@LT/Q2",),
    "evaluation show": ("CB-LT1",),
    "evaluation rounds": (),
    "register": (),
    "ladder show": (),
    "difficulty list": ("--by", "CB-VPTU3"),
    "cause list": ("--by", "CB-VPTU3"),
}
"""Commands that only look, with what they need besides the year."""

WRITES_A_FILE = {"plan export": "ke-hoach.xlsx", "ladder export": "nac.xlsx"}

ABOUT_ALL_YEARS = {
    "remind": "reminders of all programmes at work",
    "nudge": "a reference means what is open; a unit everything that presses",
    "difficulty remove": "writes: it looks as `difficulty list` does",
    "plan check": "the year of the file",
    "plan load": "the year of the file",
    "ladder load": "writes: as `ladder show` finds it",
    "ladder remove": "writes: as `ladder show` finds it",
    "evaluation open": "writes: as `evaluation rounds` finds it",
    "evaluation update": "writes: as `evaluation rounds` finds it",
    "paper": "writes a file; its year is tried with its rights",
    "evaluation paper": "writes files of a round of its year, by rights in it",
    "evaluation dossier": "writes files of a round of its year, by rights in it",
}
ACTS = {
    "acknowledge", "report", "verify", "return", "not-reported", "correct", "evaluate",
    "change-due", "extend", "extend-refuse", "withdraw", "cause ask", "cause withdraw",
    "cause confirm", "cause refuse", "cause take-back",
}  # fmt: skip
"""They find their checkpoint in one way: shown by two of them below."""

Ran = tuple[int, str, str]
Run = Callable[..., Ran]


def _commands(one: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    inside: dict[str, Any] = getattr(one, "commands", {})
    if not inside:
        yield name, one
    for word, inner in inside.items():
        yield from _commands(inner, f"{name} {word}".strip())


def test_every_command_with_a_year_is_tried() -> None:
    has = {
        name for name, command in _commands(get_command(app))
        if any("--year" in option.opts for option in command.params)
    }  # fmt: skip
    tried = LOOKS.keys() | WRITES_A_FILE.keys() | ABOUT_ALL_YEARS.keys() | ACTS
    assert has == tried


@pytest.fixture(scope="module")
def worlds(
    sample_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, Site]]:
    folder = tmp_path_factory.mktemp("december")
    before, after = (site_on(sample_home, folder / name, DECEMBER) for name in ("before", "after"))
    load_next_year(after)
    yield before, after
    _close(before)
    _close(after)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `dondoc` over a site's database: the exit code, standard output, and error."""

    def running(site: Site, *words: str) -> Ran:
        monkeypatch.setenv("DONDOC_HOME", str(site.workplace.settings.root))
        monkeypatch.setenv("DONDOC_EMBEDDED", "sample")
        monkeypatch.setattr(sys, "argv", ["dondoc", *words])
        code = reported(app)
        said = capsys.readouterr()
        return code, said.out, said.err

    return running


def plain(found: Ran) -> Any:
    """What a command found, but for what it says of other years."""
    code, out, _ = found
    assert code == 0, found
    told = json.loads(out)
    if isinstance(told, dict):
        told.pop("other_years", None)
        told.pop("messages", None)  # of the whole installation
        told.pop("events", None)  # both offices drained at moments of their own
    return told


@pytest.mark.parametrize("name", LOOKS)
def test_a_command_means_the_running_year_and_another_only_where_it_is_named(
    worlds: tuple[Site, Site], run: Run, name: str
) -> None:
    before, after = worlds
    words = (*name.split(), *LOOKS[name], "--json")
    expected = plain(run(before, *words))
    assert plain(run(after, *words)) == expected
    assert plain(run(after, *words, "--year", str(RUNNING))) == expected
    if name not in (
        "ladder show",
        "difficulty list",
        "cause list",
    ):  # the same ladder; nothing said so far
        assert plain(run(after, *words, "--year", str(NEXT))) != expected
    assert str(RUNNING) in run(after, *words)[2]


@pytest.mark.parametrize("name", WRITES_A_FILE)
def test_a_file_is_of_the_running_year_unless_another_is_named(
    worlds: tuple[Site, Site], run: Run, name: str, tmp_path: Path
) -> None:
    file = tmp_path / WRITES_A_FILE[name]
    code, _, said = run(worlds[1], *name.split(), str(file))
    assert code == 0 and str(RUNNING) in said
    if name == "plan export":
        checked = check(file).draft
        assert checked is not None and checked.programme.year == RUNNING
        code, *_ = run(worlds[1], "plan", "export", str(file), "--next-year", "--force")
        drafted = check(file)
        assert code == 0 and drafted.errors == ()
        assert drafted.draft is not None and drafted.draft.programme.year == NEXT


def test_status_says_what_waits_in_the_other_year(worlds: tuple[Site, Site], run: Run) -> None:
    code, out, _ = run(worlds[1], "status", "--year", str(NEXT))
    assert code == 0
    assert f"Chương trình năm {NEXT}." in out
    said = re.search(rf"Năm {RUNNING}: (.*)\.", " ".join(out.split()))
    assert said is not None
    for kind in ("mốc quá hạn", "báo cáo chờ thẩm định", "không báo cáo", "kết quả chờ đánh giá"):
        assert kind in said[1]
    code, out, _ = run(worlds[1], "status", "--year", str(NEXT), "--json")
    (other,) = json.loads(out)["other_years"]
    assert other["year"] == RUNNING
    kinds = {"overdue", "to_verify", "extensions", "causes", "silent", "to_evaluate"}
    assert other.keys() == {"year", *kinds}  # each is there, also where it is 0


def _year_of(site: Site, submission_id: int) -> int:
    with reading(site.workplace.engine) as session:
        query = (
            select(Programme)
            .join(Assignment, col(Assignment.programme_id) == Programme.id)
            .join(Checkpoint, col(Checkpoint.assignment_id) == Assignment.id)
            .join(Submission, col(Submission.checkpoint_id) == Checkpoint.id)
            .where(Submission.id == submission_id)
        )
        return session.exec(query).one().year


def test_an_act_is_of_the_running_year_and_says_so(
    sample_home: Path, tmp_path: Path, run: Run
) -> None:
    site = site_on(sample_home, tmp_path / "home", DECEMBER)
    load_next_year(site)
    words = ("DV01@LT/Q3", "--by", "CB-LT2", "--interim", "--note", "đang làm")
    code, out, _ = run(site, "report", *words)
    assert code == 0
    assert f"Ghi vào chương trình năm {RUNNING}" in out and str(NEXT) in out
    code, out, _ = run(
        site, "acknowledge", "DV01@LT/Q1", "--by", "CB-LT2", "--year", str(NEXT), "--json"
    )
    assert code == 0
    assert _year_of(site, json.loads(out)["submission"]) == NEXT
    _close(site)


def test_urging_says_of_which_year_each_item_is(
    sample_home: Path, tmp_path: Path, run: Run
) -> None:
    """A reference means what is open, in whichever year; letters go out to people at once."""
    site = site_on(sample_home, tmp_path / "home", DECEMBER)
    by = ("--by", "CB-VPTU3")
    code, out, _ = run(site, "nudge", "DV01@LT/Q2", *by)
    assert code == 0
    assert "Năm" not in out
    load_next_year(site)
    code, out, _ = run(site, "nudge", "DV01@LT/Q3", *by)
    assert (code, out.startswith(f"DV01@LT/Q3 (Năm {RUNNING}): đã đôn đốc")) == (0, True)
    code, out, _ = run(site, "nudge", "DV01@SL/Q3", *by, "--json")
    assert [item["year"] for item in json.loads(out)["items"]] == [RUNNING]
