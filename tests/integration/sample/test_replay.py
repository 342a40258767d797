"""The whole scripted year, played by `dondoc replay` on a real Prefect server.

Its figures are held against an oracle that knows the workbook and the scripted acts alone.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from page_one import first_part, page_one
from postgres_server import free_port
from replay_oracle import assert_digest_agrees
from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from dondoc.services.audit import verify
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder, digest_paper
from dondoc.services.papers.paper import IssuingBody
from dondoc.store.database import open_engine, reading
from models.digest import Digest
from models.message import Message, MessageState
from models.nudge import Nudge
from models.rules.ladder import Firmness
from models.rules.roles import Audience

pytestmark = [pytest.mark.prefect, pytest.mark.slow, pytest.mark.timeout(500)]

DONDOC = Path(sys.executable).with_name("dondoc")


@dataclass(frozen=True)
class Year:
    """What the replay said, and the database that it left."""

    said: dict[str, Any]
    engine: Engine
    folder: Path


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    home = tmp_path_factory.mktemp("replay") / "var"
    environment = {
        **os.environ,
        "DONDOC_HOME": str(home),
        "DONDOC_PREFECT_PORT": str(free_port()),
        # A replay must never reach real people or a real database, whatever is configured.
        "DONDOC_MAIL_URL": "mailto://user:pass@127.0.0.1:9",
        "DONDOC_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
    }
    done = subprocess.run(
        [DONDOC, "replay", "--json"], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    engine = open_engine(f"sqlite:///{home / 'replay' / 'sample.sqlite'}")
    yield Year(json.loads(done.stdout), engine, home / "replay")
    engine.dispose()


@pytest.fixture
def session(year: Year) -> Iterator[Session]:
    with reading(year.engine) as session:
        yield session


def test_every_act_ends_as_the_script_says(year: Year) -> None:
    assert (year.said["surprises"], year.said["refused"]) == ([], 8)


def test_every_checkpoint_ends_evaluated(year: Year) -> None:
    stages = year.said["status"]["stages"]
    assert stages.pop("evaluated") == year.said["status"]["checkpoints"]["total"] > 500
    assert set(stages.values()) == {0}


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_its_digests_agree_with_the_scripted_acts_alone(session: Session, quarter: int) -> None:
    kept = session.exec(select(Digest).where(Digest.quarter == f"2022-Q{quarter}")).one()
    figures = DigestFigures.from_json(kept.figures)
    units = [unit for group in figures.groups for unit in group.units]
    shown = {
        "total": _counts(figures),
        "groups": {group.code: _counts(group) for group in figures.groups},
        "units": {unit.code: _counts(unit) for unit in units},
    }
    assert_digest_agrees(shown, quarter, kept.as_of)


def _counts(of: Any) -> dict[str, int]:
    counts, verdicts = of.counts, of.verdicts
    names = ("done_in_time", "done_late", "open_in_time", "overdue", "due_soon", "waiting")
    return {
        **{name: getattr(counts, name) for name in names},
        "missing": counts.missing,
        "undelivered": counts.undelivered,
        "total": counts.total,
        "met": verdicts.met,
        "compared": verdicts.compared,
        "exceeded": verdicts.exceeded,
    }


def test_it_writes_every_periods_digest_and_the_register(year: Year) -> None:
    files = [Path(file) for files in year.said["digests"].values() for file in files]
    quarters = {f"2022-Q{number}" for number in (1, 2, 3, 4)}
    assert year.said["digests"].keys() == quarters | {"2022-H1", "2022"}
    assert all(file.stat().st_size > 1000 for file in files)
    book = python_calamine.CalamineWorkbook.from_path(year.said["register"])
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == year.said["reminders"] + 3  # title, day and headings


@pytest.mark.usefixtures("libreoffice")
@pytest.mark.parametrize("form", PaperForm)
@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_page_one_in_word_holds_the_whole_summary(
    session: Session, quarter: int, form: PaperForm
) -> None:
    kept = session.exec(select(Digest).where(Digest.quarter == f"2022-Q{quarter}")).one()
    office = IssuingBody("Văn phòng", "Tỉnh ủy Vĩnh Phúc", "VPTU", "Vĩnh Phúc")
    order = PaperOrder(form, kept.as_of, office, sample=True)
    paper = digest_paper(DigestFigures.from_json(kept.figures), order)
    first = page_one(paper)
    assert [text for text in first_part(paper) if text not in first] == []


def test_nobody_gets_two_messages_on_one_day(session: Session) -> None:
    per_day = (
        select(func.count())
        .select_from(Message)
        .where(col(Message.state) == MessageState.SENT)
        .group_by(col(Message.person_id), col(Message.run_on))
    )
    assert set(session.exec(per_day)) == {1}


def test_silence_escalates_from_the_official_to_the_secretariat(session: Session) -> None:
    query = select(col(Nudge.audience), col(Nudge.firmness)).distinct()
    told = set(session.exec(query))
    assert (Audience.LEAD, Firmness.REMIND) in told
    assert (Audience.COMMITTEE_SECRETARY, Firmness.URGE) in told
    assert (Audience.SECRETARIAT, Firmness.ESCALATE) in told


def test_its_history_is_sealed_and_whole(session: Session) -> None:
    found = verify(session)
    assert found.findings == ()
    assert found.seals > 200
    assert found.last_day is not None and found.last_day < date(2023, 1, 20)
