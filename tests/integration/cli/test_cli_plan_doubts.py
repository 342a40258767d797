"""A plan that may not mean what it says is asked about on the command line, too."""

import io
import re
from itertools import pairwise
from pathlib import Path

import pytest
from cli_office import Command, dondoc, loaded_home, office  # noqa: F401
from openpyxl import load_workbook


def test_a_new_code_for_a_known_person_is_named_and_confirmed(
    office: Command, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    assert office("plan", "export", "ke-hoach.xlsx").code == 0
    book = load_workbook(tmp_path / "ke-hoach.xlsx")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "CB-VY1":
                    cell.value = "CB-VY99"
    book.save(tmp_path / "doi-ma.xlsx")
    asked = office("plan", "load", "doi-ma.xlsx", "--yes")
    assert asked.code == 1
    assert "--sure code:CB-VY99=CB-VY1" in asked.err and "--sure code:CB-VY99=new" in asked.err
    (doubt,) = office("plan", "load", "doi-ma.xlsx", "--json").json["doubts"]
    assert doubt["settled"] is False
    unmarked = office("plan", "load", "doi-ma.xlsx", "--yes", "--sure", "code:CB-VY99=CB-VY1")
    assert unmarked.code == 1
    done = office("plan", "load", "doi-ma.xlsx", "--yes", "--sure", doubt["answers"][0]["sure"])
    assert done.code == 0, done.err
    assert office("people", "show", "cb-vy99", "--json").json["held"][0]["code"] == "VY-BT"
    assert office("people", "show", "CB-VY1").code == 2


def test_a_yes_to_one_name_says_nothing_of_another(
    office: Command, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    """A command that is typed again once the file names somebody else must be asked again."""

    def with_name(name: str) -> str:
        book = load_workbook(tmp_path / "ke-hoach.xlsx")
        for row in book["Cán bộ"].iter_rows():
            for cell, other in pairwise(row):
                if cell.value == "CB-VY1":
                    other.value = name
        book.save(tmp_path / "doi-ten.xlsx")
        (doubt,) = office("plan", "load", "doi-ten.xlsx", "--json").json["doubts"]
        answer: str = doubt["answers"][0]["sure"]
        return answer

    assert office("plan", "export", "ke-hoach.xlsx").code == 0
    yes, other = with_name("Trịnh Thị Khác Hẳn"), with_name("Lý Văn Thứ Ba")
    assert yes != other
    for stale in (yes, "name:CB-VY1"):
        assert office("plan", "load", "doi-ten.xlsx", "--yes", "--sure", stale).code == 1
    done = office("plan", "load", "doi-ten.xlsx", "--yes", "--sure", other)
    assert done.code == 0, done.err


class Typing(io.StringIO):
    """A terminal at which these lines are typed."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_asks_on_where_an_answer_leads_to_a_question(
    office: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    """A new code of a unit is asked about first, then that of a position in it."""
    assert office("plan", "export", "ke-hoach.xlsx").code == 0
    book = load_workbook(tmp_path / "ke-hoach.xlsx")
    new = {"VY": "TPVY", "VY-BT": "TPVY-01"}
    code = re.compile(r"(?<![\w-])(?:VY-BT|VY)(?![\w-])")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = code.sub(lambda found: new[found[0]], cell.value)
    book.save(tmp_path / "doi-ma.xlsx")
    monkeypatch.setattr("sys.stdin", Typing("1\n1\ncó\n"))
    done = office("plan", "load", "doi-ma.xlsx")
    assert done.code == 0, done.err
    assert "TPVY" in done.err and "TPVY-01" in done.err
    held = office("people", "show", "CB-VY1", "--json").json["held"]
    assert [each["code"] for each in held] == ["TPVY-01"]
