"""What the papers that go along look like is chosen; after a reopening letters are written anew."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from counting import statements
from sites import Site
from sqlalchemy import update
from sqlmodel import Session, select
from templates_in_use import has_own_template

from dondoc.channels.letter import Letter, to_mime
from dondoc.channels.mailbox import NotifyMailbox
from dondoc.channels.outcome import Outcome, permanent, temporary
from dondoc.clock import at, wall_clock
from dondoc.services.delivery.remind import deliver_due
from dondoc.services.papers.layouts import PaperForm
from dondoc.store.database import reading, writing
from dondoc.web.app import create_app
from dondoc.web.digest import decide, digest_page
from models.digest import Digest, UnitDigest
from models.message import Message, MessageState

SECRETARIAT = "CB-VPTU3"


def compiled(site: Site) -> str:
    answer = site.client(SECRETARIAT).post("/digests", data={"quarter": "2022-Q1"})
    return str(answer.headers["location"]).partition("?")[0]


def sent(site: Site, path: str, act: str, **fields: str) -> None:
    """Presses a button of the digest's page."""
    client = site.client(SECRETARIAT)
    found = re.search(r'name="seen" value="([^"]*)"', client.get(path).text)
    assert found
    form = {"seen": found[1].replace("&amp;", "&")} | fields
    assert client.post(f"{path}/{act}", data=form).status_code == 303


def test_whoever_is_added_is_said_to_get_the_layout_of_the_issue(site: Site) -> None:
    path, client = compiled(site), site.client(SECRETARIAT)
    sent(site, path, "approve")
    before = client.get(path).text
    assert 'name="form"' in before and "Người được gửi thêm" not in before
    sent(site, path, "issue", form="state")
    page = client.get(path).text
    assert "thể thức Nhà nước, mẫu chuẩn của phần mềm" in page and 'name="form"' not in page
    sent(site, path, "reopen", reason="Sai số liệu")
    assert "Người được gửi thêm" not in client.get(path).text


@pytest.mark.parametrize(("chosen", "is_standard"), [("own", False), ("standard", True)])
def test_an_own_template_of_the_office_is_offered_for_the_papers_that_go_along(
    site: Site, monkeypatch: pytest.MonkeyPatch, chosen: str, is_standard: bool
) -> None:
    written: list[bool] = []
    noted = lambda *_, is_standard: written.append(is_standard)  # noqa: E731
    monkeypatch.setattr(decide, "write_papers", noted)
    monkeypatch.setattr(digest_page, "program", lambda: "/usr/bin/soffice")
    path = compiled(site)
    sent(site, path, "approve")
    assert 'name="template"' not in site.client(SECRETARIAT).get(path).text
    has_own_template(site.workplace.engine, SECRETARIAT, PaperForm.PARTY)
    assert 'name="template"' in site.client(SECRETARIAT).get(path).text
    monkeypatch.setattr(digest_page, "program", lambda: None)
    page = site.client(SECRETARIAT).get(path).text
    assert 'name="template"' not in page and "chưa cài LibreOffice nên văn bản gửi kèm" in page
    sent(site, path, "issue", template=chosen)
    assert written == [is_standard]


def test_a_letter_that_failed_before_a_reopening_is_written_anew(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It said who approved the issue before, and would have gone out with the new one's paper."""
    tried: list[bytes] = []

    def fails(_channel: object, letter: Letter) -> Outcome:
        tried.append(to_mime(letter))
        return temporary("451 later", "channel.reason.not_taken")

    _delivered(site)  # the day's reminders
    path = compiled(site)
    sent(site, path, "approve")
    sent(site, path, "issue")
    with monkeypatch.context() as patch:
        patch.setattr(NotifyMailbox, "deliver", fails)
        _delivered(site)
    first = {_message_id(each) for each in tried if b"application/pdf" in each}
    site = _later(site)
    sent(site, path, "reopen", reason="Sai mẫu")
    sent(site, path, "approve")
    sent(site, path, "issue", form="state")
    _waits_no_longer(site)
    tried.clear()
    with monkeypatch.context() as patch:
        patch.setattr(NotifyMailbox, "deliver", fails)
        _delivered(site, 11)
        again = {_message_id(each) for each in tried if b"application/pdf" in each}
        assert first and len(again) == len(first) and not first & again
        _waits_no_longer(site)
        tried.clear()
        _delivered(site, 12)  # and then it is the same at every attempt
    assert {_message_id(each) for each in tried if b"application/pdf" in each} == again


def test_a_letter_that_failed_for_good_is_sent_to_whoever_has_not_got_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They may be reached by now: another address, or a mailbox that has room again."""
    _delivered(site)  # the day's reminders
    path = compiled(site)
    sent(site, path, "approve")
    sent(site, path, "issue")
    with monkeypatch.context() as patch:
        refused = permanent("552 full", "channel.reason.not_taken")
        patch.setattr(NotifyMailbox, "deliver", lambda *_: refused)
        _delivered(site)
    assert set(_states(site)) == {MessageState.FAILED}
    sent(site, path, "issue")
    _delivered(site)
    assert set(_states(site)) == {MessageState.SENT}


def _waits_no_longer(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        session.execute(update(Message).values(retry_after=None))


def _states(site: Site) -> list[MessageState]:
    with reading(site.workplace.engine) as session:
        return list(session.scalars(select(Message.state).where(Message.digest_id == 1)))


def _message_id(letter: bytes) -> bytes:
    found = re.search(rb"(?im)^message-id:\s*(\S+)", letter)
    assert found
    return found[1]


MONDAY = date(2022, 5, 23)


def _delivered(site: Site, hour: int = 9) -> None:
    deliver_due(site.workplace, at(MONDAY, hour))


def _later(site: Site) -> Site:
    """The same office an hour after the first delivery."""
    later = replace(site.workplace, offset=at(MONDAY, 10) - wall_clock())
    return Site(later, create_app(later))


def test_the_link_of_an_issue_that_was_reopened_says_so(site: Site) -> None:
    """A letter leads there: whoever opens it later is told what it is worth, not "not found"."""
    path, head = compiled(site), site.client("CB-LT4")
    sent(site, path, "approve")
    board = str(head.get("/").headers["location"])
    part = f"{path}/units/{board.rpartition('/')[2]}"
    sent(site, path, "reopen", reason="Sai")
    assert head.get(part).status_code == 404  # approved, and never issued
    sent(site, path, "approve")
    sent(site, path, "issue")
    sent(site, path, "reopen", reason="Sai số liệu.")
    page = head.get(part).text
    assert (
        "đã ban hành, sau đó kỳ báo cáo được mở lại" in page and ": Sai số liệu.</strong>" in page
    )
    assert "hãy chờ bản thay thế" in page and "party.docx" not in page
    assert head.get(f"{part}/papers/party.docx").status_code == 404
    assert "party.docx" in site.client(SECRETARIAT).get(part).text
    newer = path.rpartition("/")[0] + "/2"
    with writing(site.workplace.engine) as session:
        _once_more(session)
    sent(site, newer, "approve")
    office = site.client(SECRETARIAT)
    for shown in (path, part, f"{path}/paper.html", f"{path}/paper.txt"):
        assert "chưa có bản thay thế" in " ".join(office.get(shown).text.split())
    for shown in (newer, part.replace(path, newer), f"{newer}/paper.html"):
        assert "Báo cáo này thay thế báo cáo phát hành" in office.get(shown).text
    for shown in (f"{newer}/papers/party.docx", f"{part.replace(path, newer)}/papers/party.docx"):
        assert "Báo cáo này thay thế báo cáo phát hành" in _word(office.get(shown).content)
    page = head.get(part).text
    assert "Đã có bản thay thế" in page and f'href="{part.replace(path, newer)}"' in page
    sent(site, newer, "reopen", reason="Sai nữa")
    assert "hãy chờ bản thay thế" in head.get(part).text


def test_the_page_reads_the_steps_of_a_period_once(site: Site) -> None:
    path, client = compiled(site), site.client(SECRETARIAT)
    sent(site, path, "approve")
    sent(site, path, "issue")
    sent(site, path, "reopen", reason="Sai số liệu.")
    client.get(path)
    with statements(site.workplace.engine) as asked:
        assert "chưa có bản thay thế" in client.get(path).text
    assert len([each for each in asked if "FROM digest_step" in each]) == 1


def _word(content: bytes) -> str:
    return " ".join(each.text for each in docx.Document(BytesIO(content)).paragraphs)


def _once_more(session: Session) -> None:
    """The same digest with its parts, kept as one compiled later."""
    whole = session.exec(select(Digest)).one()
    values = whole.model_dump(exclude={"id"})
    again = Digest(**values)
    session.add(again)
    session.flush()
    for each in session.exec(select(UnitDigest)).all():
        session.add(UnitDigest(**{**each.model_dump(exclude={"id"}), "digest_id": again.key}))
