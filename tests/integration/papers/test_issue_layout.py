"""The papers that go along with letters: on the office's own template, and all of one layout."""

from datetime import date
from io import BytesIO

import pytest
from programmes import current_programme
from pypdf import PdfReader
from settings_world import SettingsWorld
from sqlalchemy import Engine, delete
from sqlmodel import col, select
from templates_in_use import OWN, has_own_template

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.exports.pdf import picture_of_pdf
from dondoc.services.digest.approve import approve, reopen
from dondoc.services.digest.compile import draw, keep
from dondoc.services.figures.quarter import Quarter
from dondoc.services.papers import issue_papers
from dondoc.services.papers.issue import issue_whole
from dondoc.services.papers.issue_papers import write_papers
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.own.templates import back_to_standard
from dondoc.store.database import reading, writing
from models.digest import DigestPaper
from models.message import Message

SECRETARY = "dung"
DAY = date(2022, 4, 8)
PARTY, STATE = (PaperOrder(form, DAY) for form in (PaperForm.PARTY, PaperForm.STATE))


@pytest.fixture
def office(engine: Engine) -> SettingsWorld:
    office = SettingsWorld.begin(engine)
    office.now = at(DAY, 9)
    return office


@pytest.fixture
def issuable(office: SettingsWorld) -> int:
    """The key of an approved digest."""
    with writing(office.engine) as session:
        programme = current_programme(session)
        drawn = draw(session, programme, Quarter(2022, 1), office.now, progress=lambda *_: None)
        key = keep(session, drawn.whole, None, drawn.units)[0].key
    with office.office(SECRETARY) as change:
        approve(change, key)
    return key


@pytest.mark.usefixtures("libreoffice")
def test_letters_carry_the_template_of_the_office(office: SettingsWorld, issuable: int) -> None:
    has_own_template(office.engine, SECRETARY, PaperForm.STATE)
    issue_whole(office.engine, SECRETARY, issuable, STATE, office.now)
    papers = _papers(office)
    assert len(papers) == 2 and all(OWN in _words(paper) for paper in papers)
    assert all(picture_of_pdf(paper.content) for paper in papers)


@pytest.mark.usefixtures("libreoffice")
def test_the_standard_template_can_be_asked_for(office: SettingsWorld, issuable: int) -> None:
    has_own_template(office.engine, SECRETARY, PaperForm.STATE)
    issue_whole(office.engine, SECRETARY, issuable, STATE, office.now, is_standard=True)
    assert not any(OWN in _words(paper) for paper in _papers(office))


def test_without_libreoffice_letters_carry_the_standard_template(
    office: SettingsWorld, issuable: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_own_template(office.engine, SECRETARY, PaperForm.STATE)
    monkeypatch.setattr(issue_papers, "program", lambda: None)
    issue_whole(office.engine, SECRETARY, issuable, STATE, office.now)
    papers = _papers(office)
    assert papers and not any(OWN in _words(paper) for paper in papers)


def test_what_was_written_before_it_was_ended_follows_the_layout_of_whoever_goes_on(
    office: SettingsWorld, issuable: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ends_behind_the_first(office, issuable, monkeypatch, PARTY)
    assert len(_papers(office)) == 1
    issue_whole(office.engine, SECRETARY, issuable, STATE, office.now)
    papers = _papers(office)
    assert len(papers) == 2 and {paper.form for paper in papers} == {"state"}
    assert all("CỘNG HÒA XÃ HỘI CHỦ NGHĨA" in _words(paper) for paper in papers)


@pytest.mark.usefixtures("libreoffice")
def test_a_template_that_is_retired_amid_an_issue_stays_on_none_of_its_papers(
    office: SettingsWorld, issuable: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_own_template(office.engine, SECRETARY, PaperForm.STATE)
    _ends_behind_the_first(office, issuable, monkeypatch, STATE)
    assert [OWN in _words(paper) for paper in _papers(office)] == [True]
    with office.office(SECRETARY) as change:
        back_to_standard(change, PaperForm.STATE)
    issue_whole(office.engine, SECRETARY, issuable, STATE, office.now)
    assert [OWN in _words(paper) for paper in _papers(office)] == [False, False]


@pytest.mark.usefixtures("libreoffice")
def test_whoever_gets_it_later_gets_the_layout_in_which_it_was_issued(
    office: SettingsWorld, issuable: int
) -> None:
    has_own_template(office.engine, SECRETARY, PaperForm.STATE)
    issue_whole(office.engine, SECRETARY, issuable, STATE, office.now)
    with writing(office.engine) as session:  # as if the head had no address until now
        part = col(DigestPaper.unit_id).is_not(None)
        session.execute(delete(DigestPaper).where(part))
        session.execute(delete(Message).where(col(Message.unit_key) != 0))
    with office.office(SECRETARY) as change:
        back_to_standard(change, PaperForm.STATE)
    issue_whole(office.engine, SECRETARY, issuable, PARTY, office.now)
    papers = _papers(office)
    assert len(papers) == 2 and {paper.form for paper in papers} == {"state"}
    assert all(OWN in _words(paper) for paper in papers)


def test_nothing_is_sent_whose_papers_two_wrote_in_two_layouts(
    office: SettingsWorld, issuable: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One is at the second paper when the other begins with the first."""
    monkeypatch.setattr(issue_papers, "BATCH", 1)

    def other(done: int, _in_all: int) -> None:
        if done == 1:
            monkeypatch.setattr(issue_papers, "_wanted", lambda *_: [0])
            write_papers(office.engine, issuable, STATE, office.now, lambda *_: None)

    write_papers(office.engine, issuable, PARTY, office.now, other)
    monkeypatch.undo()
    with pytest.raises(Refused) as refused, office.office(SECRETARY) as change:
        issue_papers.check_one_layout(change.session, issuable)
    assert refused.value.key == "digests.error.two_layouts"
    issue_whole(office.engine, SECRETARY, issuable, PARTY, office.now)
    assert {paper.form for paper in _papers(office)} == {"party"}


def test_papers_of_the_issue_before_a_reopening_stay_as_they_were(
    office: SettingsWorld, issuable: int
) -> None:
    issue_whole(office.engine, SECRETARY, issuable, PARTY, office.now)
    before = _papers(office)
    with office.office(SECRETARY) as change:
        reopen(change, issuable, "Đổi mẫu")
    with office.office(SECRETARY) as change:
        approve(change, issuable)
    issue_whole(office.engine, SECRETARY, issuable, STATE, office.now)
    papers = _papers(office)
    assert [paper.content for paper in papers[:2]] == [paper.content for paper in before]
    assert [paper.form for paper in papers] == ["party", "party", "state", "state"]


def _ends_behind_the_first(
    office: SettingsWorld, key: int, monkeypatch: pytest.MonkeyPatch, order: PaperOrder
) -> None:
    def end(done: int, _in_all: int) -> None:
        if done:
            raise KeyboardInterrupt

    with monkeypatch.context() as short, pytest.raises(KeyboardInterrupt):
        short.setattr(issue_papers, "BATCH", 1)
        short.setattr(issue_papers, "OWN_BATCH", 1)
        write_papers(office.engine, key, order, office.now, end)


def _papers(office: SettingsWorld) -> list[DigestPaper]:
    with reading(office.engine) as session:
        return list(session.exec(select(DigestPaper).order_by(col(DigestPaper.id))))


def _words(paper: DigestPaper) -> str:
    pages = PdfReader(BytesIO(paper.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
