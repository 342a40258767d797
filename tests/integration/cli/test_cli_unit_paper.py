"""Papers of a unit by command: the same papers, for the same people, as on the page."""

import zipfile
from pathlib import Path

import pytest
from cli_office import Command, dondoc, loaded_home, office  # noqa: F401

DAY = ("--as-of", "2022-05-20")
SECRETARIAT, SECRETARY = ("--by", "CB-VPTU3"), ("--by", "CB-LT4")


def test_each_format_lies_where_it_was_asked_for(office: Command, tmp_path: Path) -> None:  # noqa: F811
    wanted = ("--format", "docx", "--format", "pdf", "--format", "xlsx", "--out", "van-ban")
    made = office("paper", "annex", "LT", *SECRETARIAT, *wanted, *DAY, "--json").json
    docx, pdf, xlsx = (tmp_path / name for name in made["files"])
    assert zipfile.is_zipfile(docx) and zipfile.is_zipfile(xlsx)
    assert pdf.read_bytes().startswith(b"%PDF")
    assert docx.name.startswith("annex-LT-") and docx.name.endswith(".party.docx")
    assert made["open"] == []  # an annex is numbered with its decision


def test_a_secretary_makes_the_papers_of_their_own_unit_alone(office: Command) -> None:  # noqa: F811
    report = ("paper", "report", "LT", *SECRETARY, "--period", "2022-Q1", *DAY)
    assert office(*report).code == 0
    for words in (
        ("report", "YL"), ("letter", "YL"), ("annex", "YL"), ("decision", "LT"),
    ):  # fmt: skip
        refused = office("paper", *words, *SECRETARY, *DAY)
        assert refused.code != 0 and "không thuộc quyền lập" in refused.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("annex", "XX"), "XX"),
        (("annex", "LT", "--position", "XX"), "XX"),
        (("report", "LT", "--period", "quý một"), "quý một"),
    ],
)
def test_what_there_is_not_is_said(office: Command, words: tuple[str, ...], why: str) -> None:  # noqa: F811
    refused = office("paper", *words, *SECRETARIAT, *DAY)
    assert refused.code != 0 and why in refused.err


def test_the_offices_usual_rules_hold_where_nobody_chooses(
    office: Command,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DONDOC_PAPER_FORM", "state")
    paper = ("paper", "annex", "LT", *SECRETARIAT, *DAY, "--json")
    assert office(*paper).json["files"][0].endswith(".state.docx")
    assert office(*paper, "--layout", "party").json["files"][0].endswith(".party.docx")
