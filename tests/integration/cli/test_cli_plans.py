"""A plan by commands: a blank workbook, checked, marked, loaded, changed and exported."""

from pathlib import Path
from typing import Any

import openpyxl
from cli_office import Command, Ran, dondoc, loaded_home, office  # noqa: F401

from dondoc.examples import SAMPLE_PLAN

PLAN = str(SAMPLE_PLAN)


def _changed_plan(folder: Path, cell: str, value: Any) -> str:
    """A copy of the example plan with another value on the sheet of assignments."""
    book = openpyxl.load_workbook(SAMPLE_PLAN)
    book["Giao chỉ tiêu"][cell] = value
    path = folder / "ke-hoach.xlsx"
    book.save(path)
    return str(path)


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
