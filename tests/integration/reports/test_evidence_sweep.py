"""Evidence that nothing refers to is thrown away after a day, and nothing else ever is."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from factory import district
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.clock import at
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.evidence.store import Attachment, path_of, store
from dondoc.services.reports.drafts import Draft, DraftFile, drop_draft, keep_draft
from dondoc.services.reports.sweep_evidence import KEEP_FOR, sweep
from dondoc.services.work.checkpoints import find_checkpoint
from dondoc.store.database import open_engine, writing
from models.report import EvidenceFile
from models.rules.checkpoints import Act

NOW = at(date(2022, 3, 1))
LATER = NOW + KEEP_FOR + timedelta(minutes=1)
FILE = Attachment("ảnh.png", b"a photo")


@pytest.fixture
def place(engine: Engine) -> tuple[int, int, str]:
    """A person, a checkpoint of theirs, and its reference."""
    with writing(engine) as session:
        made = district(session)
        ref = made.checkpoint(date(2022, 3, 31))
        key = find_checkpoint(session, made.programme.key, ref, date.max)
        return made.people["an"].key, key, ref


def keeps(session: Session, folder: Path, place: tuple[int, int, str]) -> int:
    """The file lies with a draft."""
    file_id = store(session, folder, FILE, NOW)
    kept = DraftFile(file_id, FILE.filename, len(FILE.content))
    keep_draft(session, place[0], place[1], Draft().with_files([kept]), NOW)
    return file_id


def on_disk(folder: Path) -> int:
    return sum(one.is_file() for one in folder.rglob("*"))


def test_a_file_of_a_draft_that_was_dropped_is_gone_after_a_day(
    engine: Engine, place: tuple[int, int, str], tmp_path: Path
) -> None:
    folder = tmp_path / "evidence"
    with writing(engine) as session:
        keeps(session, folder, place)
    with writing(engine) as session:
        assert sweep(session, folder, LATER) == 0  # a draft holds it
        drop_draft(session, *place[:2])
        assert sweep(session, folder, NOW + KEEP_FOR) == 0  # not a day old yet
        assert on_disk(folder) == 1
    with writing(engine) as session:
        assert sweep(session, folder, LATER) == 1
    assert on_disk(folder) == 0
    with writing(engine) as session:
        assert session.scalars(select(EvidenceFile)).all() == []
        keeps(session, folder, place)  # sent again, it is written again
    assert on_disk(folder) == 1


def test_a_file_of_a_report_stays_for_ever(
    engine: Engine, place: tuple[int, int, str], tmp_path: Path
) -> None:
    folder = tmp_path / "evidence"
    with writing(engine) as session:
        file_id = keeps(session, folder, place)
    with writing(engine) as session:
        given = ActInput(
            Act.REPORT, place[2], "an", value=Decimal(9),
            evidence=(Attachment(FILE.filename, stored=file_id),),
        )  # fmt: skip
        Recorder(session, NOW, folder).record(given)
        drop_draft(session, *place[:2])
        store(session, folder, Attachment("other.png", b"another"), NOW)
    with writing(engine) as session:
        assert sweep(session, folder, NOW + timedelta(days=4000)) == 1
        (left,) = session.scalars(select(col(EvidenceFile.sha256)))
    assert path_of(folder, left).read_bytes() == FILE.content
    assert on_disk(folder) == 1


def test_what_the_database_does_not_know_stays(
    engine: Engine, place: tuple[int, int, str], tmp_path: Path
) -> None:
    strange = path_of(tmp_path, "ab" * 32)
    strange.parent.mkdir()
    strange.write_bytes(b"of a newer database")
    with writing(engine) as session:
        assert sweep(session, tmp_path, LATER) == 0
    assert strange.exists()


@pytest.fixture
def postgres(fresh_postgres_url: str) -> Iterator[Engine]:
    """SQLite has one writer at a time anyway."""
    engine = open_engine(fresh_postgres_url)
    yield engine
    engine.dispose()


def test_while_somebody_keeps_a_file_nothing_is_swept(postgres: Engine, tmp_path: Path) -> None:
    with writing(postgres) as session:
        store(session, tmp_path, FILE, NOW)
    with writing(postgres) as keeping, writing(postgres) as sweeping:
        store(keeping, tmp_path, FILE, LATER)  # the same photo, with a draft to come
        assert sweep(sweeping, tmp_path, LATER) == 0
    with writing(postgres) as sweeping:
        assert sweep(sweeping, tmp_path, LATER) == 1
