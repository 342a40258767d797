"""Papers of a meeting that were handed out: the same bytes whenever they are opened."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import docx
import pytest
from calendar_addresses import make
from meeting_pages import HEAD, SECRETARIAT, STANDING_COMMITTEE, Secretariat, seen_on
from sites import Site
from sqlmodel import select

from dondoc.services.meetings.papers import MeetingPaper
from dondoc.services.papers.returned.check import marks_of
from dondoc.store.database import writing
from models.meeting import Conclusion

HANDED_OUT = re.compile(r'href="([^"]*/handed-out/\d+\.(docx|pdf))')


def handed_out(at: Secretariat) -> dict[str, str]:
    """Addresses by the ending of their file, the latest alone."""
    found = HANDED_OUT.findall(at.page())
    return {ending: address for address, ending in reversed(found)}


def test_what_was_handed_out_stays_when_the_agenda_changes(site: Site) -> None:
    at = Secretariat(site)
    at.send("/items", subject="Việc một")
    assert at.send("/handed-out", paper="pack", form="party").status_code == 303
    kept = {end: at.client.get(address) for end, address in handed_out(at).items()}
    assert set(kept) == {"docx", "pdf"} and kept["pdf"].content.startswith(b"%PDF")
    at.send("/items", subject="Việc hai")
    later = {end: at.client.get(address).content for end, address in handed_out(at).items()}
    assert later == {end: answer.content for end, answer in kept.items()}
    assert at.client.get(f"{at.address}/pack/party.docx").content != later["docx"]


def test_a_corrected_one_stands_beside_what_was_handed_out_before(site: Site) -> None:
    at = Secretariat(site)
    at.send("/items", subject="Việc một")
    at.send("/handed-out", paper="pack", form="state")
    before = handed_out(at)
    at.send("/items", subject="Việc hai")
    at.send("/handed-out", paper="pack", form="state")
    assert handed_out(at) != before
    assert len(HANDED_OUT.findall(at.page())) == 4
    assert at.client.get(before["pdf"]).status_code == 200


def test_an_old_page_hands_out_nothing(site: Site) -> None:
    at = Secretariat(site)
    old = seen_on(at.page())
    at.send("/items", subject="Việc một")
    late = at.send("/handed-out", seen=old, paper="pack", form="party")
    assert late.status_code == 422 and "Chương trình cuộc họp" in late.text
    assert handed_out(at) == {}


def test_pressed_twice_it_is_kept_once(site: Site) -> None:
    at = Secretariat(site)
    at.send("/items", subject="Việc một")
    seen = seen_on(at.page())
    for _ in range(2):
        at.send("/handed-out", seen=seen, paper="notice", form="party")
    assert len(HANDED_OUT.findall(at.page())) == 2


def test_only_the_secretariat_hands_out_and_only_who_sees_all_opens(site: Site) -> None:
    at = Secretariat(site)
    at.send("/items", subject="Việc một")
    at.send("/handed-out", paper="pack", form="party")
    address = handed_out(at)["pdf"]
    member, head = site.client(STANDING_COMMITTEE), site.client(HEAD)
    assert member.get(address).status_code == 200
    assert head.get(address).status_code == 403
    assert member.post(f"{at.address}/handed-out", data={"paper": "pack"}).status_code == 403
    assert at.send("/handed-out", paper="pack", form="other").status_code == 400
    assert at.client.get(address.replace(".pdf", ".docx")).status_code == 404
    assert at.client.get(re.sub(r"\d+\.pdf", "999.pdf", address)).status_code == 404


def test_a_conclusion_becomes_work_that_its_official_finds_on_their_list(site: Site) -> None:
    at = Secretariat(site)
    at.send("/items", subject="Giải phóng mặt bằng")
    (item,) = at.items()
    assert at.conclude(item, kind="assignment", words="trình phương án").status_code == 303
    link = re.search(r'href="(/items/2022/KL[^"]*)"', at.page())
    assert link is not None
    head = site.client(HEAD)
    assert head.get(link[1]).status_code == 200
    assert "trình phương án" in head.get("/work").text
    assert 'value="answer"' not in head.get("/conclusions").text
    calendar = site.visitor().get(make(site, HEAD)).text.replace("\r\n ", "")
    assert "trình phương án" in calendar


def test_the_overdue_board_says_how_many_tasks_of_meetings_are_late(site: Site) -> None:
    at = Secretariat(site)
    at.send("/items", subject="Việc")
    at.conclude(at.items()[0])
    with writing(site.workplace.engine) as session:
        session.exec(select(Conclusion)).one().due_on = date(2022, 5, 18)
    assert "1 việc cuộc họp giao đã quá hạn trả lời" in at.client.get("/overdue").text
    assert "đã quá hạn trả lời" not in site.client(HEAD).get("/overdue").text


def sent_back(at: Secretariat, code: str, content: bytes) -> str:
    files = {"file": ("tai-lieu.docx", content)}
    answer = at.site.client(code).post("/papers/check", data={"form": "party"}, files=files)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


@pytest.mark.parametrize("which", MeetingPaper)
def test_an_edited_paper_of_a_meeting_is_compared_with_the_meeting(
    site: Site, which: MeetingPaper
) -> None:
    at = Secretariat(site)
    at.pick(2)
    at.conclude(at.items()[0], "bàn giao 12 ha")
    content = at.client.get(f"{at.address}/{which}/party.docx").content
    marks = marks_of(content)
    assert marks is not None and (marks.kind, marks.number("id")) == (which, 1)
    assert "trong số liệu" not in sent_back(at, SECRETARIAT, content)
    assert "Chưa đối chiếu số liệu" not in sent_back(at, STANDING_COMMITTEE, content)
    assert "Chưa đối chiếu số liệu" in sent_back(at, HEAD, content)  # no meeting of theirs


def test_a_number_changed_in_a_notice_of_conclusions_is_named(site: Site) -> None:
    at = Secretariat(site)
    at.send("/items", subject="Việc một")
    at.conclude(at.items()[0], "bàn giao 12 ha")
    word = docx.Document(BytesIO(at.client.get(f"{at.address}/notice/party.docx").content))
    (line,) = [each for each in word.paragraphs if "12 ha" in each.text]
    line.text = line.text.replace("12 ha", "21 ha")
    file = BytesIO()
    word.save(file)
    assert "21 trong văn bản, 12 trong số liệu" in sent_back(at, SECRETARIAT, file.getvalue())
