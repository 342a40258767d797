"""Issued anew after a reopening: papers follow what is in force, issued copies stay."""

from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO

import docx
import pytest
from programmes import current_programme
from settings_world import SettingsWorld
from sqlalchemy import Engine
from sqlmodel import col, select

from dondoc.clock import at
from dondoc.services.delivery.digest_letters import _OneDigest
from dondoc.services.digest.approve import approve, reopen
from dondoc.services.digest.compile import draw, keep
from dondoc.services.digest.readers import WHOLE
from dondoc.services.digest.render import render_digest
from dondoc.services.digest.replaced import IssueStanding, standing_of
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.papers.issue import issue_whole
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder, digest_paper
from dondoc.services.papers.write import FileFormat, written
from dondoc.store.database import reading, writing
from models.digest import Digest, DigestPaper

SECRETARY = "dung"
DAY = date(2022, 4, 8)
PARTY, STATE = (PaperOrder(form, DAY) for form in (PaperForm.PARTY, PaperForm.STATE))


@pytest.fixture
def office(engine: Engine) -> SettingsWorld:
    made = SettingsWorld.begin(engine)
    made.now = at(DAY, 9)
    return made


def test_issued_anew_after_a_reopening_papers_follow_what_is_in_force(office: SettingsWorld):
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


def test_each_issue_says_on_itself_which_of_the_two_holds(office: SettingsWorld):
    first = approved(office)
    assert _standing(office, first) == IssueStanding()
    issue_whole(office.engine, SECRETARY, first, PARTY, office.now)
    office.now = at(date(2022, 4, 11), 9)
    with office.office(SECRETARY) as change:
        reopen(change, first, "Sai số liệu\n huyện Lập Thạch.")
    assert "mở lại ngày 11/04/2022, lý do: Sai số liệu huyện" in _said(office, first)
    office.now = at(date(2022, 4, 12), 9)
    second = approved(office, "0" * 64)
    assert "chưa có bản thay thế" in _said(office, first)  # approved is not issued
    new = "thay thế báo cáo phát hành ngày 08/04/2022, lý do: Sai số liệu huyện Lập Thạch."
    assert new in _said(office, second)
    issue_whole(office.engine, SECRETARY, second, PARTY, office.now)
    assert new in _said(office, second)
    old = "đã được thay thế bởi báo cáo phát hành ngày 12/04/2022, lý do: Sai số liệu huyện"
    assert old in _said(office, first) and "Lập Thạch.." not in _said(office, first)


def test_a_digest_replaces_the_one_before_and_never_the_one_after(office: SettingsWorld):
    keys = []
    for day in (8, 11, 12):
        office.now = at(date(2022, 4, day), 9)
        keys.append(approved(office, f"{day:064}"))
        issue_whole(office.engine, SECRETARY, keys[-1], PARTY, office.now)
        if day < 12:
            with office.office(SECRETARY) as change:
                reopen(change, keys[-1], f"Lý do {day}")
    for key, reason in zip(keys, (8, 11), strict=False):
        said = _said(office, key)
        assert f"bởi báo cáo phát hành ngày 12/04/2022, lý do: Lý do {reason}." in said
        assert "Báo cáo này thay thế" not in said
    assert "phát hành ngày 11/04/2022, lý do: Lý do 11." in _said(office, keys[-1])


def test_a_draft_beside_which_another_one_counts_says_so_on_itself(office: SettingsWorld):
    old = drawn_up(office)
    assert _said(office, old) == ""  # the only one: nobody uses anything else
    office.now = at(date(2022, 4, 11), 9)
    newer = drawn_up(office, "0" * 64)
    assert "dự thảo này không dùng nữa: đã có bản mới tổng hợp lúc 09:00" in _said(office, old)
    assert _said(office, newer) == ""
    with office.office(SECRETARY) as change:
        approve(change, newer)
    assert "báo cáo được duyệt của kỳ là bản tổng hợp lúc 09:00 11/04/2022" in _said(office, old)


def _standing(office: SettingsWorld, key: int) -> IssueStanding:
    with reading(office.engine) as session:
        return standing_of(session, session.get_one(Digest, key))


def _said(office: SettingsWorld, key: int) -> str:
    """What its Word file says of it; its page and its text say the same."""
    standing = _standing(office, key)
    with reading(office.engine) as session:
        figures = DigestFigures.from_json(session.get_one(Digest, key).figures)
    paper = digest_paper(figures, replace(PARTY, standing=standing))
    word = docx.Document(BytesIO(written(paper, FileFormat.DOCX)))
    told = ("áo cáo này", "dự thảo này")
    said = [each.text for each in word.paragraphs if any(words in each.text for words in told)]
    for shown in render_digest(figures, standing=standing):
        words = " ".join(unescape(shown).split())
        assert all(each in words for each in said)
    return " ".join(said)


def approved(office: SettingsWorld, sha256: str = "") -> int:
    key = drawn_up(office, sha256)
    with office.office(SECRETARY) as change:
        approve(change, key)
    return key


def drawn_up(office: SettingsWorld, sha256: str = "") -> int:
    with writing(office.engine) as session:
        programme = current_programme(session)
        drawn = draw(session, programme, Quarter(2022, 1), office.now, progress=lambda *_: None)
        drawn.whole.figures_sha256 = sha256 or drawn.whole.figures_sha256
        return keep(session, drawn.whole, None, drawn.units)[0].key
