"""Issuing an approved digest: the papers that go along are written once, then the letters queued.

Whatever ends it halfway, it goes on where it was: a paper that is kept is not written anew, and
nobody gets the same part twice. What is sent afterwards is the outbox's (`services/delivery`).

Copies of one issue stay as they were issued. After a reopening a digest is issued anew: its
papers follow the layout that is chosen then, beside the copies of the issue before. They are on
the standard template: an own one of the office is for the files that people take.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from dondoc.clock import wall_clock
from dondoc.services.digest.approve import digest_to_decide, take_step
from dondoc.services.digest.compile import Progress
from dondoc.services.digest.life import life_of
from dondoc.services.digest.readers import WHOLE
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange, acting_for_office
from dondoc.services.organisation.directory import names_of_people
from dondoc.services.papers.bodies import check_bodies
from dondoc.services.papers.digest_letters import DigestLetter, digest_letters
from dondoc.services.papers.of_digest import PaperOrder, digest_paper
from dondoc.services.papers.write import FileFormat, written
from dondoc.store import database
from dondoc.store.bulk import among
from models.digest import Digest, DigestPaper, UnitDigest
from models.message import Message, MessageState
from models.rules.checkpoints import local_date
from models.rules.digest_life import DigestAct, DigestState, DigestStepKind

BATCH = 50
"""Papers that are read, and kept, together: so much is written anew where a run is ended."""


@dataclass(frozen=True)
class DigestIssue:
    """What issuing did. `letters`: new ones; `unreached`: who has no address in use."""

    letters: int
    unreached: tuple[str, ...]


@dataclass(frozen=True)
class LettersCounted:
    """What became of the letters of a digest."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0


def letters_of(session: Session, digest_id: int) -> LettersCounted | None:
    """How many letters a digest has brought; None where it has none."""
    query = select(col(Message.state), func.count()).where(col(Message.digest_id) == digest_id)
    counts = {row[0]: row[1] for row in session.execute(query.group_by(col(Message.state)))}
    if not counts:
        return None
    states = (MessageState.SENT, MessageState.QUEUED, MessageState.FAILED)
    return LettersCounted(*(counts.get(state, 0) for state in states))


def write_papers(
    engine: Engine, digest_id: int, order: PaperOrder, now: datetime, progress: Progress
) -> None:
    """The PDF of each part that somebody gets as a file, a portion in a transaction of its own.

    Raises BadInput for an issuing body that has ended.
    """
    with database.reading(engine) as session:
        digest = session.get_one(Digest, digest_id)
        letters, _ = digest_letters(session, digest, now)
        parts = sorted({letter.unit_key for letter in letters if letter.with_file})
        number = _issue_of(session, digest)
        have = _papers(session, digest_id, number)
    wanted = [part for part in parts if (part or None) not in have]
    for begin in range(0, len(wanted), BATCH):
        portion = wanted[begin : begin + BATCH]
        with database.reading(engine) as session:
            figures = _figures(session, digest_id, portion)
            papers = {part: digest_paper(figures[part], order) for part in portion}
            check_bodies(session, *papers.values())
        files = []
        for done, part in enumerate(portion, begin):
            progress(done, len(wanted))
            content = written(papers[part], FileFormat.PDF)
            files.append(_file((digest_id, number), part, figures[part], content))
        database.written(engine, partial(_keep, (digest_id, number), files))


def issue(change: SettingsChange, digest_id: int) -> DigestIssue:
    """Queues the letters that are not there yet, and says in history that it was issued.

    Raises Refused without the right, or where the digest is not approved.
    """
    session = change.session
    digest = digest_to_decide(change, digest_id, DigestAct.ISSUE)
    letters, unreached = digest_letters(session, digest, change.now)
    had = {
        (message.person_id, message.unit_key): message
        for message in session.scalars(select(Message).where(col(Message.digest_id) == digest_id))
    }
    new = [letter for letter in letters if not _is_there(had, letter)]
    for letter in new:
        before = had.get((letter.person_id, letter.unit_key))
        session.add(_message(digest, letter, change.now, before))
    if new or life_of(session, digest).state is not DigestState.ISSUED:
        take_step(change, digest, DigestStepKind.ISSUED, letters=len(new), unreached=unreached)
    names = names_of_people(session, unreached)
    return DigestIssue(len(new), tuple(sorted(names.values())))


def issue_whole(
    engine: Engine, by: str, digest_id: int, order: PaperOrder, now: datetime
) -> DigestIssue:
    """Papers and letters one after the other, for a command. Raises as `issue` does."""

    def check(session: Session) -> None:
        digest_to_decide(acting_for_office(session, by, now, wall), digest_id, DigestAct.ISSUE)

    wall = wall_clock()
    database.written(engine, check)
    write_papers(engine, digest_id, order, now, lambda _done, _in_all: None)
    return database.written(
        engine, lambda session: issue(acting_for_office(session, by, now, wall), digest_id)
    )


def _is_there(had: Mapping[tuple[int, int], Message], letter: DigestLetter) -> bool:
    """Whether a letter is sent, or on its way; one that a reopening had stopped is not."""
    message = had.get((letter.person_id, letter.unit_key))
    return message is not None and message.state is not MessageState.MOOT


def _message(
    digest: Digest, letter: DigestLetter, now: datetime, before: Message | None
) -> Message:
    message = before or Message(
        person_id=letter.person_id, run_on=local_date(now), created_at=now, digest_id=digest.key,
        unit_key=letter.unit_key,
    )  # fmt: skip
    message.run_on, message.state = local_date(now), MessageState.QUEUED
    message.ended_at, message.end_reason = None, ""
    message.language, message.with_file = letter.language, letter.with_file
    message.channel, message.contact_id = letter.channel, letter.contact_id
    return message


def _issue_of(session: Session, digest: Digest) -> int:
    """The how many-th issue it is: each reopening ends one."""
    return 1 + sum(step.kind is DigestStepKind.REOPENED for step in life_of(session, digest).steps)


def _papers(session: Session, digest_id: int, issue_number: int) -> set[int | None]:
    """Of which parts papers are kept in one issue, as their names say it."""
    query = select(col(DigestPaper.unit_id), col(DigestPaper.file_name))
    rows = session.execute(query.where(col(DigestPaper.digest_id) == digest_id))
    return {unit_id for unit_id, name in rows if _issue_in(name) == issue_number}


def _issue_in(file_name: str) -> int:
    """Of which issue a paper is: the first one's name has no number for it."""
    number = file_name.removesuffix(".pdf").partition(".")[2]
    return int(number) if number else 1


class _PaperFile(NamedTuple):
    """A paper as it will be kept. `unit_id`: None for the whole."""

    unit_id: int | None
    name: str
    content: bytes


def _file(issued: tuple[int, int], part: int, figures: DigestFigures, content: bytes) -> _PaperFile:
    digest_id, issue_number = issued
    numbers = f"{digest_id}-{part}" if part else f"{digest_id}"
    again = f".{issue_number}" if issue_number > 1 else ""
    name = f"{figures.quarter}-{figures.as_of:%Y%m%d}-{numbers}{again}.pdf"
    return _PaperFile(part or None, name, content)


def _keep(issued: tuple[int, int], files: Sequence[_PaperFile], session: Session) -> None:
    """Keeps papers, but for those that somebody else has kept meanwhile."""
    hold_office(session)
    digest_id, issue_number = issued
    have = _papers(session, digest_id, issue_number)
    session.add_all(
        DigestPaper(
            digest_id=digest_id,
            unit_id=file.unit_id,
            file_name=file.name,
            sha256=hashlib.sha256(file.content).hexdigest(),
            content=file.content,
        )
        for file in files
        if file.unit_id not in have
    )


def _figures(session: Session, digest_id: int, parts: Collection[int]) -> dict[int, DigestFigures]:
    """By part, what was kept of it."""
    query = select(col(UnitDigest.unit_id), col(UnitDigest.figures)).where(
        col(UnitDigest.digest_id) == digest_id,
        among(session, col(UnitDigest.unit_id), parts),
    )
    found = {row[0]: DigestFigures.from_json(row[1]) for row in session.execute(query)}
    if WHOLE in parts:
        figures = session.get_one(Digest, digest_id).figures
        found[WHOLE] = DigestFigures.from_json(figures)
    return found
