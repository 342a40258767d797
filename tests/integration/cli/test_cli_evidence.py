"""`doctor` and `audit verify` look at the file of every row of evidence, byte by byte."""

from collections.abc import Callable
from pathlib import Path

import papers
import pytest
from cli_office import Command, dondoc, loaded_home, office  # noqa: F401

Q1 = "DV01@LT/Q1"


@pytest.fixture
def evidence(office: Command, tmp_path: Path) -> Path:  # noqa: F811
    """The file of a report, where it is stored."""
    (tmp_path / "biên bản.png").write_bytes(papers.photo(shade=11))
    report = ("report", Q1, "--by", "CB-LT1", "--value", "50", "--evidence", "biên bản.png")
    assert office(*report).code == 0
    (path,) = [path for path in (tmp_path / "home" / "evidence").rglob("*") if path.is_file()]
    return path


def lose(path: Path) -> None:
    path.unlink()


def alter(path: Path) -> None:
    path.write_bytes(path.read_bytes()[::-1])


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def test_whole_files_are_counted(office: Command, evidence: Path) -> None:  # noqa: F811
    assert evidence.is_file()
    assert "1 tệp, đều còn nguyên" in office("doctor").out
    audit = office("audit", "verify")
    assert audit.code == 0 and "nội dung 1 tệp" in audit.out and audit.err == ""


@pytest.mark.parametrize(
    ("damage", "words", "kind"),
    [
        (lose, "Thiếu tệp minh chứng", "missing"),
        (alter, "không còn đúng như khi được nộp", "changed"),
        (replace_by_folder, "", "changed|unreadable"),
    ],
)
def test_a_damaged_file_is_named_with_its_item_and_its_place(
    office: Command,  # noqa: F811
    evidence: Path,
    damage: Callable[[Path], None],
    words: str,
    kind: str,
) -> None:
    damage(evidence)
    place = f"evidence/{evidence.parent.name}/{evidence.name}"
    for command in (("doctor",), ("audit", "verify")):
        ran = office(*command)
        assert ran.code == 1
        for word in (words, "biên bản.png", Q1, place):
            assert word in ran.out
    findings = office("audit", "verify", "--json").json["findings"]
    assert [finding["key"].removeprefix("audit.evidence.") in kind for finding in findings] == [
        True
    ]
