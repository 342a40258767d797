"""Issued anew after a reopening: papers follow what is in force, issued copies stay."""

from datetime import date

from programmes import current_programme
from settings_world import SettingsWorld
from sqlalchemy import Engine
from sqlmodel import col, select

from dondoc.clock import at
from dondoc.services.delivery.digest_letters import _OneDigest
from dondoc.services.digest.approve import approve, reopen
from dondoc.services.digest.compile import draw, keep
from dondoc.services.digest.readers import WHOLE
from dondoc.services.figures.quarter import Quarter
from dondoc.services.papers.issue import issue_whole
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.store.database import reading, writing
from models.digest import DigestPaper

SECRETARY = "dung"
DAY = date(2022, 4, 8)
PARTY, STATE = (PaperOrder(form, DAY) for form in (PaperForm.PARTY, PaperForm.STATE))


def test_issued_anew_after_a_reopening_papers_follow_what_is_in_force(engine: Engine):
    office = SettingsWorld.begin(engine)
    office.now = at(DAY, 9)
    key = approved(office)
    issue_whole(office.engine, SECRETARY, key, PARTY, office.now)
    first = _kept_papers(office)
    issue_whole(office.engine, SECRETARY, key, STATE, office.now)
    assert _kept_papers(office) == first  # the same issue: its copies stay
    with office.office(SECRETARY) as change:
        reopen(change, key, "Đổi mẫu")
    with office.office(SECRETARY) as change:
        approve(change, key)
    issue_whole(office.engine, SECRETARY, key, STATE, office.now)
    papers = _kept_papers(office)
    assert papers[: len(first)] == first and len(papers) == 2 * len(first)
    names, contents = zip(*papers, strict=True)
    assert len(set(names)) == len(names) and len(set(contents)) == len(contents)
    with reading(office.engine) as session:
        sent = _OneDigest(session, key, None, {WHOLE}).papers  # type: ignore[arg-type]
        assert sent[WHOLE].file_name in names[len(first) :]


def _kept_papers(office: SettingsWorld) -> list[tuple[str, bytes]]:
    with reading(office.engine) as session:
        rows = session.exec(select(DigestPaper).order_by(col(DigestPaper.id)))
        return [(row.file_name, row.content) for row in rows]


def approved(office: SettingsWorld) -> int:
    with writing(office.engine) as session:
        programme = current_programme(session)
        drawn = draw(session, programme, Quarter(2022, 1), office.now, progress=lambda *_: None)
        key = keep(session, drawn.whole, None, drawn.units)[0].key
    with office.office(SECRETARY) as change:
        approve(change, key)
    return key
