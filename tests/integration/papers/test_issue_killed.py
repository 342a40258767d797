"""Issuing that is killed at any moment leaves no half paper, loses nothing and repeats nothing."""

import hashlib
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from fault_sink import FaultSink, faulty_sink
from nursery import Nursery, nursery
from remind_world import OFFICE
from sites import sample_home
from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from dondoc.clock import at, wall_clock
from dondoc.services.delivery.channels_in_use import only
from dondoc.services.delivery.run import deliver
from dondoc.services.digest.approve import approve
from dondoc.services.digest.life import life_of
from dondoc.services.digest.publish import DigestOrder, publish
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.papers.digest_letters import digest_letters
from dondoc.store.database import open_engine, reading, writing
from models.digest import Digest, DigestPaper
from models.message import Message, MessageState
from models.rules.digest_life import DigestState

__all__ = ["sample_home"]

pytestmark = pytest.mark.slow

DAY = date(2022, 5, 20)
NOW = at(DAY, 9)
SECRETARY = "CB-VPTU3"
ROUNDS, PORTION = 10, 8


@dataclass
class Issuing:
    """A copy of an office in which a digest is approved and nothing of it is issued."""

    engine: Engine
    digest_id: int

    @property
    def url(self) -> str:
        return self.engine.url.render_as_string(hide_password=False)

    def papers(self) -> dict[int, DigestPaper]:
        """By its key, each paper that is kept."""
        with reading(self.engine) as session:
            return {paper.key: paper for paper in session.scalars(select(DigestPaper))}

    def count(self) -> int:
        """How many papers are kept."""
        with reading(self.engine) as session:
            return session.scalar(select(func.count()).select_from(DigestPaper)) or 0

    def letters(self, session: Session) -> list[Message]:
        """What is queued or sent of it."""
        query = select(Message).where(col(Message.digest_id) == self.digest_id)
        return list(session.scalars(query))


@pytest.fixture(scope="module")
def approved(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The database of an office that has just approved a digest, and the digest's key."""
    home = tmp_path_factory.mktemp("approved") / "home"
    shutil.copytree(sample_home, home)
    engine = open_engine(f"sqlite:///{home / 'sample.sqlite'}")
    publish(engine, DigestOrder("2022-Q1", DAY, sample=True), NOW, home / "digests")
    with writing(engine) as session:
        key = session.scalars(select(Digest)).one().key
        approve(acting_for_office(session, SECRETARY, NOW, wall_clock()), key)
    engine.dispose()
    return home, key


def _copies(approved: tuple[Path, int], folder: Path) -> Iterator[Issuing]:
    home, key = approved
    for number in range(ROUNDS):
        copy = folder / str(number)
        copy.mkdir()
        for file in home.glob("sample.sqlite*"):
            shutil.copy(file, copy)
        engine = open_engine(f"sqlite:///{copy / 'sample.sqlite'}")
        yield Issuing(engine, key)
        engine.dispose()
        shutil.rmtree(copy)


def test_issuing_that_is_killed_goes_on_where_it_was(
    approved: tuple[Path, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found: Counter[int] = Counter()
    killed = 0
    with nursery() as hatch:
        for number, office in enumerate(_copies(approved, tmp_path)):
            parts = _parts(office)
            killed += _killed(hatch, office, number, parts)
            before = office.papers()
            found[len(before)] += 1
            _nothing_is_half(office, parts)
            assert hatch.wait(_start(hatch, office), 120)
            after = office.papers()
            assert {key: after[key].sha256 for key in before} == {
                key: paper.sha256 for key, paper in before.items()
            }
            _everything_is_there(office, parts)
            with faulty_sink() as sink:
                _each_is_sent_once(office, sink)
    with capsys.disabled():
        sys.stdout.write(f"\n{killed} of {ROUNDS} killed; papers kept by then: {dict(found)}\n")
    assert killed >= ROUNDS * 3 // 4
    assert len(found) > 2  # before, amid and behind the papers


def _start(hatch: Nursery, office: Issuing) -> int:
    return hatch.start(
        database=office.url, digest=office.digest_id, by=SECRETARY, now=NOW.isoformat(),
        portion=PORTION,
    )  # fmt: skip


def _killed(hatch: Nursery, office: Issuing, number: int, parts: set[int]) -> bool:
    """Kills whoever issues at a moment; every third time a second one issues beside, and goes on.

    Every fourth time it waits for the last paper: the letters come then. The other moments are
    spread over all papers, as chance alone put most of them into one portion.
    """
    pid = _start(hatch, office)
    beside = _start(hatch, office) if number % 3 == 2 else None
    wanted = len(parts) if number % 4 == 3 else number * len(parts) // ROUNDS
    deadline = time.monotonic() + 60
    while office.count() < wanted and time.monotonic() < deadline:
        time.sleep(0.002)
    time.sleep(random.uniform(0, 0.03 if wanted == len(parts) else 0.3))
    killed = hatch.kill(pid)
    if beside is not None:
        assert hatch.wait(beside, 120)
    return killed


def _parts(office: Issuing) -> set[int]:
    with reading(office.engine) as session:
        digest = session.get_one(Digest, office.digest_id)
        letters, _ = digest_letters(session, digest, NOW)
    return {letter.unit_key for letter in letters if letter.with_file}


def _nothing_is_half(office: Issuing, parts: set[int]) -> None:
    """Papers are whole, of one part each; letters are all there with the step, or none is."""
    papers = list(office.papers().values())
    assert len({paper.unit_id for paper in papers}) == len(papers)
    for paper in papers:
        assert hashlib.sha256(paper.content).hexdigest() == paper.sha256
        assert paper.content.startswith(b"%PDF-") and paper.content.rstrip().endswith(b"%%EOF")
    with reading(office.engine) as session:
        state = life_of(session, session.get_one(Digest, office.digest_id)).state
        letters = office.letters(session)
    assert (state is DigestState.ISSUED) == bool(letters)
    assert not letters or {paper.unit_id or 0 for paper in papers} == parts


def _everything_is_there(office: Issuing, parts: set[int]) -> None:
    _nothing_is_half(office, parts)
    with reading(office.engine) as session:
        digest = session.get_one(Digest, office.digest_id)
        wanted, _ = digest_letters(session, digest, NOW)
        had = [(letter.person_id, letter.unit_key) for letter in office.letters(session)]
        steps = [step.kind for step in life_of(session, digest).steps]
    assert sorted(had) == sorted((each.person_id, each.unit_key) for each in wanted)
    assert {paper.unit_id or 0 for paper in office.papers().values()} == parts
    assert [str(kind) for kind in steps] == ["approved", "issued"]


def _each_is_sent_once(office: Issuing, sink: FaultSink) -> None:
    """Each letter brings the bytes that were kept."""
    deliver(office.engine, only(sink.url), NOW, OFFICE)
    kept = {paper.unit_id or 0: paper.sha256 for paper in office.papers().values()}
    with reading(office.engine) as session:
        letters = office.letters(session)
        assert {letter.state for letter in letters} == {MessageState.SENT}
        expected = Counter(kept[letter.unit_key] for letter in letters if letter.with_file)
    got: Counter[str] = Counter()
    for text in (text for texts in sink.taken.values() for text in texts):
        for part in message_from_bytes(text, policy=policy.default).walk():
            if part.get_content_type() == "application/pdf":
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)
                got[hashlib.sha256(content).hexdigest()] += 1
    assert got == expected
