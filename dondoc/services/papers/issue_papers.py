"""The papers that go along with a digest's letters, kept once for each issue.

All papers of an issue have one layout: the rules and the template that were chosen when its
letters were queued. What was written before that and is of nobody yet (a run that was ended) is
written anew where the layout has changed since; afterwards whoever is added gets the layout of the
others. Copies of an issue before a reopening stay.

The office's own template becomes PDF through LibreOffice; where that is not installed, papers are
on the standard one.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.exports.libreoffice import program
from dondoc.services.digest.compile import Progress
from dondoc.services.digest.life import DigestLife, life_of
from dondoc.services.digest.readers import WHOLE
from dondoc.services.digest.replaced import standing_of
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.grounds.office import hold_office
from dondoc.services.papers.bodies import check_bodies
from dondoc.services.papers.digest_letters import digest_letters
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder, digest_paper
from dondoc.services.papers.own.templates import template_file, template_key
from dondoc.services.papers.write import written_pdfs
from dondoc.store import database
from dondoc.store.bulk import among
from models.digest import Digest, DigestPaper, UnitDigest
from models.rules.digest_life import DigestState, DigestStepKind

BATCH = 50
"""Papers that are read, and kept, together: so much is written anew where a run is ended."""
OWN_BATCH = 10
"""Of the office's own template: LibreOffice makes so many at once, and others wait for it."""


class PaperMake(NamedTuple):
    """By whose rules a paper is written, and on which own template; None: the standard one."""

    form: str
    template_id: int | None


class _KeptPaper(NamedTuple):
    key: int
    make: PaperMake


@dataclass(frozen=True)
class _Issue:
    """The how many-th issue of a digest, as what its papers are written."""

    digest_id: int
    number: int
    make: PaperMake
    is_out: bool

    def is_there(self, paper: _KeptPaper | None) -> bool:
        """Whether a paper needs not be written: what was handed out stays as it is."""
        return paper is not None and (self.is_out or paper.make == self.make)


class _PaperFile(NamedTuple):
    """A paper as it will be kept. `unit_id`: None for the whole."""

    unit_id: int | None
    name: str
    content: bytes


def write_papers(
    engine: Engine,
    digest_id: int,
    order: PaperOrder,
    now: datetime,
    progress: Progress,
    *,
    is_standard: bool = False,
) -> None:
    """The PDF of each part that somebody gets as a file, a portion in a transaction of its own.

    `is_standard`: on the standard template, even where the office has its own. Raises BadInput
    for an issuing body that has ended, and where the own template fails.
    """
    with database.reading(engine) as session:
        issue = _issue(session, digest_id, order, is_standard=is_standard)
        wanted = _wanted(session, issue, now)
        own = _template(session, issue.make)
        standing = standing_of(session, session.get_one(Digest, digest_id))
    order = replace(order, form=PaperForm(issue.make.form), standing=standing)
    batch = BATCH if own is None else OWN_BATCH
    for begin in range(0, len(wanted), batch):
        portion = wanted[begin : begin + batch]
        with database.reading(engine) as session:
            figures = _figures(session, digest_id, portion)
            papers = [digest_paper(figures[part], order) for part in portion]
            check_bodies(session, *papers)
        files = []
        for done, content in enumerate(written_pdfs(papers, own)):
            progress(begin + done, len(wanted))
            files.append(_file(issue, portion[done], figures[portion[done]], content))
        database.written(engine, partial(_keep, issue, files))


def check_one_layout(session: Session, digest_id: int) -> None:
    """Raises Refused where the papers of the issue are of several layouts.

    Two who issued at once, on a page and by command, have chosen different ones. Papers of which
    the layout was not noted are none of two.
    """
    digest = session.get_one(Digest, digest_id)
    number = _number(life_of(session, digest))
    if len(set(_makes(session, digest_id, number))) > 1:
        raise Refused("digests.error.two_layouts")


def layout_of_issue(session: Session, life: DigestLife) -> PaperMake | None:
    """What the papers of a digest that is out are on, and whoever is added gets; None for none."""
    if life.state is not DigestState.ISSUED:
        return None
    return next(iter(_makes(session, life.key, _number(life))), None)


def _makes(session: Session, digest_id: int, number: int) -> list[PaperMake]:
    """What the papers of one issue are on, as far as that was noted."""
    papers = _papers(session, digest_id, number).values()
    return [paper.make for paper in papers if paper.make.form]


def _issue(session: Session, digest_id: int, order: PaperOrder, *, is_standard: bool) -> _Issue:
    life = life_of(session, session.get_one(Digest, digest_id))
    number, is_out = _number(life), life.state is DigestState.ISSUED
    on_own = not is_standard and program() is not None
    make = PaperMake(order.form.value, template_key(session, order.form) if on_own else None)
    noted = _makes(session, digest_id, number)
    return _Issue(digest_id, number, noted[0] if is_out and noted else make, is_out)


def _wanted(session: Session, issue: _Issue, now: datetime) -> list[int]:
    """The parts of which a paper is to be written."""
    digest = session.get_one(Digest, issue.digest_id)
    letters, _ = digest_letters(session, digest, now)
    parts = sorted({letter.unit_key for letter in letters if letter.with_file})
    have = _papers(session, issue.digest_id, issue.number)
    return [part for part in parts if not issue.is_there(have.get(part or None))]


def _template(session: Session, make: PaperMake) -> bytes | None:
    return None if make.template_id is None else template_file(session, make.template_id)[1]


def _number(life: DigestLife) -> int:
    """The how many-th issue it is: each reopening ends one."""
    return 1 + sum(step.kind is DigestStepKind.REOPENED for step in life.steps)


def _papers(session: Session, digest_id: int, issue_number: int) -> Mapping[int | None, _KeptPaper]:
    """The papers that are kept in one issue, as their names say it, by their parts."""
    query = select(
        col(DigestPaper.unit_id), col(DigestPaper.file_name), col(DigestPaper.id),
        col(DigestPaper.form), col(DigestPaper.template_id),
    ).where(col(DigestPaper.digest_id) == digest_id).order_by(col(DigestPaper.id))  # fmt: skip
    return {
        unit_id: _KeptPaper(key or 0, PaperMake(form, template_id))
        for unit_id, name, key, form, template_id in session.connection().execute(query)
        if _issue_in(name) == issue_number
    }


def _issue_in(file_name: str) -> int:
    """Of which issue a paper is: the first one's name has no number for it."""
    number = file_name.removesuffix(".pdf").partition(".")[2]
    return int(number) if number else 1


def _file(issue: _Issue, part: int, figures: DigestFigures, content: bytes) -> _PaperFile:
    numbers = f"{issue.digest_id}-{part}" if part else f"{issue.digest_id}"
    again = f".{issue.number}" if issue.number > 1 else ""
    name = f"{figures.quarter}-{figures.as_of:%Y%m%d}-{numbers}{again}.pdf"
    return _PaperFile(part or None, name, content)


def _keep(issue: _Issue, files: Sequence[_PaperFile], session: Session) -> None:
    """Keeps papers, but for those that somebody else has kept meanwhile."""
    hold_office(session)
    life = life_of(session, session.get_one(Digest, issue.digest_id))
    issue = replace(issue, is_out=life.state is DigestState.ISSUED)
    have = _papers(session, issue.digest_id, issue.number)
    for file in files:
        before = have.get(file.unit_id)
        if issue.is_there(before):
            continue
        if before is not None:
            session.delete(session.get_one(DigestPaper, before.key))
        session.add(
            DigestPaper(
                digest_id=issue.digest_id,
                unit_id=file.unit_id,
                form=issue.make.form,
                template_id=issue.make.template_id,
                file_name=file.name,
                sha256=hashlib.sha256(file.content).hexdigest(),
                content=file.content,
            )
        )
    session.flush()


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
