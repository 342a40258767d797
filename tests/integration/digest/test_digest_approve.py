"""Approving closes a period for everybody at once; letters are queued once; on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from threading import Thread

import pytest
from counting import statements
from programmes import current_programme
from settings_world import SettingsWorld
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from dondoc.clock import at
from dondoc.errors import BadInput, Refused
from dondoc.services.digest.approve import approve, digest_grounds, reopen
from dondoc.services.digest.compile import draw, keep
from dondoc.services.digest.life import life_of
from dondoc.services.digest.remarks import answer, remark, remarks_on
from dondoc.services.figures.quarter import Quarter
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.papers.issue import issue, issue_whole
from dondoc.services.papers.issue_papers import write_papers
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.paper import IssuingBody
from dondoc.store.database import reading, writing
from models.digest import Digest, DigestPaper
from models.message import Message
from models.person import Preference
from models.rules.digest_life import DigestState

AFTER = at(date(2022, 4, 8), 9)
SECRETARY, OTHER, STANDING = "dung", "em", "giang"
ORDER = PaperOrder(PaperForm.PARTY, date(2022, 4, 8))


@pytest.fixture
def office(engine: Engine) -> Iterator[SettingsWorld]:
    made = SettingsWorld.begin(engine)
    made.now = AFTER
    yield made


def kept(
    office: SettingsWorld, sha256: str = "", minutes: int = 0, as_of: date | None = None
) -> tuple[int, bool]:
    """The first quarter's digest, with its units' parts; `sha256`: as if figures had changed."""
    now = office.now + timedelta(minutes=minutes)
    with writing(office.engine) as session:
        drawn = draw(
            session, current_programme(session), Quarter(2022, 1), now, as_of,
            progress=lambda *_: None,
        )  # fmt: skip
        drawn.whole.figures_sha256 = sha256 or drawn.whole.figures_sha256
        digest, new = keep(session, drawn.whole, None, drawn.units)
        return digest.key, new


def state(office: SettingsWorld, digest_id: int) -> DigestState:
    with reading(office.engine) as session:
        return life_of(session, session.get_one(Digest, digest_id)).state


def approved(office: SettingsWorld, who: str = SECRETARY) -> int:
    key, _ = kept(office)
    with office.office(who) as change:
        approve(change, key)
    return key


def test_a_newer_draft_replaces_a_draft_and_never_an_approved_one(office: SettingsWorld):
    first, _ = kept(office)
    second, new = kept(office, "0" * 64, 1)
    assert new and state(office, first) is DigestState.REPLACED
    with pytest.raises(Refused, match="replaced"), office.office(SECRETARY) as change:
        approve(change, first)
    with office.office(SECRETARY) as change:
        approve(change, second)
    assert kept(office, "1" * 64, 2) == (second, False)
    assert state(office, second) is DigestState.APPROVED


def test_a_digest_as_of_an_earlier_day_replaces_no_draft(office: SettingsWorld):
    draft, _ = kept(office)
    earlier, new = kept(office, minutes=1, as_of=date(2022, 3, 31))
    assert new and state(office, draft) is DigestState.DRAFT
    assert state(office, earlier) is DigestState.REPLACED
    with office.office(SECRETARY) as change:
        approve(change, draft)
    assert state(office, draft) is DigestState.APPROVED


def test_of_two_who_approve_at_once_one_is_narrative_of_the_other(office: SettingsWorld):
    key, _ = kept(office)
    told: list[str] = []

    def second() -> None:
        try:
            with office.office(OTHER) as change:
                approve(change, key)
        except Refused as error:
            told.append(f"{error.key} {error.params['person']}")

    other = Thread(target=second, daemon=True)
    with office.office(SECRETARY) as change:
        approve(change, key)
        other.start()
        other.join(0.5)
        assert other.is_alive()  # it waits, and looks again
    other.join(20)
    assert told and told[0].startswith("digests.error.approved_before")


@pytest.mark.parametrize("who", ["an", STANDING])
def test_only_the_secretariat_decides(office: SettingsWorld, who: str):
    key, _ = kept(office)
    with pytest.raises(Refused, match="not_your_role"), office.office(who) as change:
        approve(change, key)


def test_reopening_needs_a_reason_and_both_stand_in_history(office: SettingsWorld):
    key = approved(office)
    with pytest.raises(BadInput, match="reason"), office.office(OTHER) as change:
        reopen(change, key, "  ")
    with office.office(OTHER) as change:
        reopen(change, key, "Sai số liệu")
    assert state(office, key) is DigestState.DRAFT
    told = [(by, data["what"], data["quarter"]) for by, _, data in office.events()]
    assert told[-2:] == [
        (SECRETARY, "digest_approved", "2022-Q1"),
        (OTHER, "digest_reopened", "2022-Q1"),
    ]
    assert kept(office, "1" * 64, 3)[1]  # the period is open again


def test_what_a_page_showed_changes_with_every_step_and_remark(office: SettingsWorld):
    key, _ = kept(office)

    def grounds() -> dict[str, str]:
        with reading(office.engine) as session:
            return dict(digest_grounds(session, key))

    shown = [grounds()]
    with office.office(STANDING) as change:
        number = remark(change, key, "Xem lại").key
    shown.append(grounds())
    with office.office(SECRETARY) as change:
        approve(change, key)
    shown.append(grounds())
    with office.office(SECRETARY) as change:
        answer(change, key, number, "Đã xem")
    shown.append(grounds())
    assert len({tuple(each.items()) for each in shown}) == len(shown)
    assert [each["digest_remarks"] for each in shown] == ["0", "1", "1", "0"]


def test_an_open_remark_stands_beside_the_next_draft(office: SettingsWorld):
    first, _ = kept(office)
    with office.office(STANDING) as change:
        remark(change, first, "Xem lại")
    second, _ = kept(office, "0" * 64, 1)
    with reading(office.engine) as session:
        shown = remarks_on(session, session.get_one(Digest, second))
    assert [(each.text, each.own) for each in shown] == [("Xem lại", False)]


def letters(session: Session) -> set[tuple[int, int, bool]]:
    rows = session.exec(select(Message).where(Message.digest_id == 1))
    return {(row.person_id, row.unit_key, row.with_file) for row in rows}


def test_two_who_issue_at_once_queue_every_letter_once(office: SettingsWorld):
    key = approved(office)
    threads = [
        Thread(target=issue_whole, args=(office.engine, who, key, ORDER, office.now), daemon=True)
        for who in (SECRETARY, OTHER)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with reading(office.engine) as session:
        queued = list(session.exec(select(Message).where(Message.digest_id == key)))
        papers = [paper.unit_id for paper in session.exec(select(DigestPaper))]
    assert queued and len(queued) == len({(row.person_id, row.unit_key) for row in queued})
    assert len(papers) == len(set(papers)) == 2  # the whole, and the district's part
    issued = [data for _, _, data in office.events() if data["what"] == "digest_issued"]
    assert len(issued) == 1 and issued[0]["letters"] == len(queued)


def test_it_goes_on_where_it_was_ended(office: SettingsWorld):
    key = approved(office)
    done = issue_whole(office.engine, SECRETARY, key, ORDER, office.now)
    with writing(office.engine) as session:  # as if it had been ended before the last one
        last = session.exec(select(Message).where(Message.digest_id == key)).all()[-1]
        session.delete(last)
    again = issue_whole(office.engine, SECRETARY, key, ORDER, office.now)
    assert done.letters > 1 and again.letters == 1
    assert issue_whole(office.engine, SECRETARY, key, ORDER, office.now).letters == 0


def test_papers_are_read_together_however_many_they_are(office: SettingsWorld):
    key = approved(office)
    both = _read_for_papers(office, key)
    with writing(office.engine) as session:
        of_all = select(DigestPaper).where(col(DigestPaper.unit_id).is_(None))
        session.delete(session.exec(of_all).one())
    assert len(_read_for_papers(office, key)) == len(both)


def _read_for_papers(office: SettingsWorld, key: int) -> list[str]:
    with statements(office.engine) as asked:
        write_papers(office.engine, key, ORDER, office.now, lambda _done, _in_all: None)
    return [statement for statement in asked if statement.startswith("SELECT")]


def test_whoever_wants_a_link_gets_no_file(office: SettingsWorld):
    key = approved(office)
    with writing(office.engine) as session:
        for person_id, _, _ in _would_get(office, key):
            session.add(Preference(person_id=person_id, digest_as_link=True))
    issue_whole(office.engine, SECRETARY, key, ORDER, office.now)
    with reading(office.engine) as session:
        assert {with_file for _, _, with_file in letters(session)} == {False}
        assert not session.exec(select(DigestPaper)).all()


def test_whoever_issues_is_looked_up_once_for_all_papers(office: SettingsWorld):
    key = approved(office)
    order = replace(ORDER, issuer=IssuingBody("Ban Thường vụ Tỉnh ủy"))
    with statements(office.engine) as asked:
        issue_whole(office.engine, SECRETARY, key, order, office.now)
    with reading(office.engine) as session:
        assert len(session.exec(select(DigestPaper)).all()) > 1
    assert len([statement for statement in asked if "unit.ended_on" in statement]) == 1


def _would_get(office: SettingsWorld, key: int) -> set[tuple[int, int, bool]]:
    """Who would get a letter; nothing is kept of it."""
    with Session(office.engine) as session:
        issue(acting_for_office(session, SECRETARY, office.now, office.wall), key)
        session.flush()
        found = letters(session)
        session.rollback()
    return found
