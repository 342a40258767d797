"""What the letters of a digest bring is read once for all of a portion."""

from collections.abc import Iterator
from datetime import date

import pytest
from counting import statements
from programmes import current_programme
from settings_world import SettingsWorld
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.clock import at
from dondoc.services.delivery.channels_in_use import only
from dondoc.services.delivery.digest_letters import DigestLetters
from dondoc.services.delivery.load import load
from dondoc.services.delivery.readers import Readers
from dondoc.services.digest.approve import approve, reopen
from dondoc.services.digest.compile import draw, keep, unheard
from dondoc.services.figures.quarter import Quarter
from dondoc.services.papers.issue import issue_whole
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.reminders.letters.letter import ComposedLetter
from dondoc.services.reminders.letters.sender import LettersSender
from dondoc.store.database import reading, writing
from models.message import Message

SECRETARY = "dung"
ORDER = PaperOrder(PaperForm.PARTY, date(2022, 4, 8))


@pytest.fixture
def office(engine: Engine) -> Iterator[SettingsWorld]:
    made = SettingsWorld.begin(engine)
    made.now = at(ORDER.day, 9)
    yield made


def _approved(office: SettingsWorld, sha256: str = "") -> int:
    with writing(office.engine) as session:
        programme = current_programme(session)
        drawn = draw(session, programme, Quarter(2022, 1), office.now, progress=unheard)
        drawn.whole.figures_sha256 = sha256 or drawn.whole.figures_sha256
        digest, _ = keep(session, drawn.whole, None, drawn.units)
        key = digest.key
    with office.office(SECRETARY) as change:
        approve(change, key)
    return key


def test_what_letters_of_a_portion_bring_is_read_once(office: SettingsWorld):
    key = _approved(office)
    issue_whole(office.engine, SECRETARY, key, ORDER, office.now)
    sender = LettersSender("Văn phòng", "van-phong@example.com")
    with reading(office.engine) as session:
        ids = session.exec(select(Message.id).where(Message.digest_id == key)).all()
        portion = load(session, [each for each in ids if each])
        people = Readers(office.now, only("json://localhost"))
        people.refresh(session)
        brought = DigestLetters(session, portion, people)
        first, *others = sorted(portion, key=lambda message: message.unit_key)
        brought.compose(first, sender)
        with statements(office.engine) as asked:
            subjects = [brought.compose(message, sender).subject for message in others]
    assert "Lập Thạch" in subjects[-1] and not asked


def _letter_of(office: SettingsWorld, key: int) -> ComposedLetter:
    """One of the letters that a digest brings."""
    with reading(office.engine) as session:
        number = session.exec(select(Message.id).where(Message.digest_id == key)).first() or 0
        people = Readers(office.now, only("json://localhost"))
        people.refresh(session)
        (message,) = load(session, [number])
        sender = LettersSender("Văn phòng", "van-phong@example.com")
        return DigestLetters(session, [message], people).compose(message, sender)


def test_a_letter_says_which_digest_it_replaces_and_why(office: SettingsWorld):
    first = _approved(office)
    issue_whole(office.engine, SECRETARY, first, ORDER, office.now)
    before = _letter_of(office, first)
    with office.office(SECRETARY) as change:
        reopen(change, first, "Sai số liệu\n\nhuyện Lập Thạch")
    second = _approved(office, "0" * 64)
    issue_whole(office.engine, SECRETARY, second, ORDER, office.now)
    after = _letter_of(office, second)
    assert "thay bản" not in before.subject + before.text
    assert after.subject.endswith("(thay bản đã gửi)")
    for words in (after.text, after.html):
        assert "08/04/2022" in words and "Sai số liệu huyện Lập Thạch" in words
        assert "thay bản đã phát hành" in words


def test_what_was_never_issued_is_replaced_in_silence(office: SettingsWorld):
    first = _approved(office)
    with office.office(SECRETARY) as change:
        reopen(change, first, "Sai số liệu")
    second = _approved(office, "0" * 64)
    issue_whole(office.engine, SECRETARY, second, ORDER, office.now)
    assert "thay bản" not in _letter_of(office, second).subject
