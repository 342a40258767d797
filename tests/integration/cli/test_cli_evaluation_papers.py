"""Papers of an evaluation by command: the same rights and the same looks as on the pages."""

import zipfile
from pathlib import Path

import pytest
from cli_office import Command, dondoc, loaded_home, office  # noqa: F401
from sqlmodel import select

from dondoc.services.evaluation.course.open_round import open_round, proposed_round
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.services.organisation.changes import acting_for_office
from dondoc.settings import Settings
from dondoc.store.database import reading, writing
from dondoc.workplace import open_workplace
from models.evaluation_viewing import EvaluationViewing
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.scoring.gates import WhoIsGraded

SECRETARIAT, SECRETARY, HEAD = ("--by", "CB-VPTU3"), ("--by", "CB-LT4"), ("--by", "CB-LT1")
PAPER = ("evaluation", "paper")


@pytest.fixture
def opened(office: Command, tmp_path: Path) -> Command:  # noqa: F811
    """The first quarter's round is open."""
    workplace = open_workplace(Settings(home=tmp_path / "home"))
    now = workplace.clock().now()
    today = local_date(now)
    with writing(workplace.engine) as session:
        programme = session.exec(select(Programme)).one()
        change = acting_for_office(session, "CB-VPTU3", now, now)
        rules = shipped_rules("ND-335-2025")
        assert rules is not None
        by = dict.fromkeys((WhoIsGraded.OFFICIAL, WhoIsGraded.LEADER), rules)
        open_round(change, programme, proposed_round(session, programme, "Q1", today, by))
    workplace.engine.dispose()
    return office


def looks(folder: Path) -> int:
    workplace = open_workplace(Settings(home=folder / "home"))
    with reading(workplace.engine) as session:
        return len(session.exec(select(EvaluationViewing)).all())


def test_a_paper_lies_where_it_was_asked_for_and_the_look_is_kept(
    opened: Command, tmp_path: Path
) -> None:
    wanted = ("--format", "docx", "--format", "xlsx", "--out", "van-ban", "--layout", "state")
    made = opened(*PAPER, "summary", "Q1", *SECRETARIAT, *wanted, "--json").json
    word, sheet = (tmp_path / name for name in made["files"])
    assert word.name.startswith("summary-2022-Q1-") and word.name.endswith(".state.docx")
    assert zipfile.is_zipfile(word) and zipfile.is_zipfile(sheet)
    assert "date" in made["open"] and "number" not in made["open"]
    assert looks(tmp_path) == 1


def test_somebody_takes_their_own_form_along_alone(opened: Command, tmp_path: Path) -> None:
    own = opened(*PAPER, "form_366", "Q1", *HEAD, "--person", "CB-LT1", "--json")
    assert "/form_366-2022-Q1-CB-LT1-" in own.json["files"][0]
    assert looks(tmp_path) == 0
    other = opened(*PAPER, "form_366", "Q1", *HEAD, "--person", "CB-YL1")
    assert other.code != 0 and "chưa được xem điểm" in other.err


def test_the_dossier_of_a_unit_is_one_file(opened: Command, tmp_path: Path) -> None:
    made = opened("evaluation", "dossier", "LT", "Q1", *SECRETARY, "--json").json
    with zipfile.ZipFile(tmp_path / made["files"][0]) as archive:
        assert "00-summary.xlsx" in archive.namelist()
        assert any(name.endswith("-work.pdf") for name in archive.namelist())
    refused = opened("evaluation", "dossier", "YL", "Q1", *SECRETARY)
    assert refused.code != 0 and "chưa được xem điểm" in refused.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("summary", "Q2"), "chưa mở đánh giá"),
        (("work", "Q1"), "danh mục công việc của ai"),
        (("minutes", "Q1"), "chưa có phiên họp"),
        (("decision", "Q1"), "chưa ai"),
        (("summary", "quý một"), "quý một"),
        (("summary", "Q1", "--unit", "XX"), "XX"),
    ],
)
def test_what_there_is_not_is_said(opened: Command, words: tuple[str, ...], why: str) -> None:
    refused = opened(*PAPER, *words, *SECRETARIAT)
    assert refused.code != 0 and why in refused.err
