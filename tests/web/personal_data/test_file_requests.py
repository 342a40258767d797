"""Requests about personal data wait in one queue, are answered by others, and remind by letter."""

import re
from datetime import date, timedelta

import pytest
from own_file_pages import OFFICIAL, SECRETARIAT, ask, seen_on
from sites import Site
from sqlmodel import select

from dondoc.clock import at
from dondoc.services.delivery.remind import deliver_due
from dondoc.services.personal_data.notices import gather_notices
from dondoc.services.reports.sweep_evidence import sweep
from dondoc.store.database import reading, writing
from models.message import Message, MessageState

ADMINISTRATOR = "CB-VPTU5"
FRIDAY = date(2022, 5, 20)


def answer(site: Site, act: str, words: str = "", by: str = SECRETARIAT, key: int = 1) -> int:
    client = site.client(by)
    seen = seen_on(client.get("/file-requests").text, f"/file-requests/{key}")
    data = {"seen": seen, "act": act, f"words-{key}": words}
    return client.post(f"/file-requests/{key}", data=data).status_code


def notices(site: Site, name: str) -> list[Message]:
    with reading(site.workplace.engine) as session:
        found = list(session.exec(select(Message).where(Message.notice == name)))
        session.expunge_all()
    return found


def gather(site: Site, day: date) -> int:
    with writing(site.workplace.engine) as session:
        return gather_notices(session, at(day, 7))


@pytest.mark.parametrize("by", [SECRETARIAT, ADMINISTRATOR])
def test_it_is_answered_and_carried_out_and_the_person_sees_each_step(site: Site, by: str) -> None:
    ask(site)
    assert answer(site, "accepted", by=by) == 303
    page = site.client(OFFICIAL).get("/me/file").text
    assert "đã chấp nhận, chờ thực hiện" in page
    assert "Thực hiện xong chậm nhất thứ Hai 30/5" in page
    assert answer(site, "carried_out", "Đã sửa ngày giữ chức", by=by) == 303
    page = site.client(OFFICIAL).get("/me/file").text
    assert "Đã sửa ngày giữ chức" in page


def test_a_refusal_needs_a_reason_and_keeps_what_was_typed(site: Site) -> None:
    ask(site)
    assert answer(site, "refused") == 422
    assert answer(site, "refused", "Đúng theo quyết định") == 303
    assert "Đúng theo quyết định" in site.client(OFFICIAL).get("/me/file").text


def test_nobody_answers_their_own(site: Site) -> None:
    ask(site, SECRETARIAT)
    page = site.client(SECRETARIAT).get("/file-requests").text
    assert "không trả lời yêu cầu của chính mình" in page
    data = {"seen": "file_request%3A1=asked", "act": "accepted"}
    refused = site.client(SECRETARIAT).post("/file-requests/1", data=data)
    assert refused.status_code == 422
    assert answer(site, "accepted", by=ADMINISTRATOR) == 303


def test_whoever_is_late_is_told_that_it_was_answered(site: Site) -> None:
    ask(site)
    client = site.client(ADMINISTRATOR)
    seen = seen_on(client.get("/file-requests").text, "/file-requests/1")
    assert answer(site, "accepted") == 303
    data = {"seen": seen, "act": "refused", "words-1": "Không đúng"}
    late = client.post("/file-requests/1", data=data)
    assert late.status_code == 422
    assert "Không đúng" in late.text or "đã chấp nhận" in late.text


def test_an_answer_to_what_was_withdrawn_meanwhile_is_not_lost(site: Site) -> None:
    ask(site)
    office, mine = site.client(SECRETARIAT), site.client(OFFICIAL)
    seen = seen_on(office.get("/file-requests").text, "/file-requests/1")
    own = seen_on(mine.get("/me/file").text, "/me/file/requests/1")
    assert mine.post("/me/file/requests/1", data={"seen": own}).status_code == 303
    typed = {"seen": seen, "act": "refused", "words-1": "Đúng theo quyết định"}
    late = office.post("/file-requests/1", data=typed)
    assert late.status_code == 422
    assert '<li class="said">Đúng theo quyết định</li>' in late.text


def test_overdue_ones_come_first(site: Site) -> None:
    ask(site, "CB-YL2", kind="delete")
    ask(site, OFFICIAL)
    assert answer(site, "accepted", key=1) == 303
    page = site.client(SECRETARIAT).get("/file-requests").text
    assert re.findall(r'id="request-(\d+)"', page) == ["2", "1"]


def test_nobody_else_reads_the_queue(shown: Site) -> None:
    for code in ("CB-TTTU1", "CB-UBKT4", OFFICIAL):
        assert shown.client(code).get("/file-requests").status_code == 403


def test_whoever_answers_is_reminded_each_working_day_and_reads_no_words(site: Site) -> None:
    ask(site)
    assert gather(site, FRIDAY) >= 2
    assert gather(site, FRIDAY) == 0
    assert gather(site, FRIDAY + timedelta(days=1)) == 0  # a Saturday
    deliver_due(site.workplace, at(FRIDAY, 8))
    sent = notices(site, "requests_due")
    assert sent and all(each.state is MessageState.SENT for each in sent)
    assert all("1 yêu cầu về dữ liệu cá nhân" in each.subject for each in sent)
    assert not any("Giữ chức" in each.body_text + each.body_html for each in sent)
    assert gather(site, FRIDAY + timedelta(days=3)) == len(sent)


def test_a_letter_that_is_answered_before_it_goes_out_does_not_go(site: Site) -> None:
    ask(site)
    gather(site, FRIDAY)
    assert answer(site, "refused", "Đã đúng") == 303
    deliver_due(site.workplace, at(FRIDAY, 8))
    assert {each.state for each in notices(site, "requests_due")} == {MessageState.MOOT}


def test_the_person_is_told_also_after_leaving(site: Site) -> None:
    ask(site, "CB-SXD4")  # holds no position any more
    assert answer(site, "accepted") == 303
    deliver_due(site.workplace, at(FRIDAY, 9))
    told = notices(site, "request_answered")
    assert [each.state for each in told] == [MessageState.SENT]
    assert "Giữ chức" not in told[0].body_text


def test_how_long_a_kind_is_kept_is_set_and_told(site: Site) -> None:
    client = site.client(SECRETARIAT)
    seen = seen_on(client.get("/file-requests").text, "/file-requests")
    page = client.get("/file-requests").text
    seen = seen_on(page[page.index('id="retention"') :], "/file-requests")
    data = {"seen": seen, "kept": "letters", "months": "60"}
    assert client.post("/file-requests", data=data).status_code == 303
    assert "60 tháng" in site.client(OFFICIAL).get("/me/file").text
    bad = client.post("/file-requests", data={**data, "months": "sáu"})
    assert bad.status_code == 422 and "sáu" in bad.text


def test_its_evidence_is_not_swept_away(site: Site) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\1" * 40
    ask(site, files={"files": ("anh.png", png, "image/png")})
    with writing(site.workplace.engine) as session:
        sweep(session, site.workplace.evidence, at(FRIDAY + timedelta(days=30)))
    assert site.client(OFFICIAL).get("/me/file/requests/1/evidence").status_code == 200


def test_the_page_of_the_office_counts_what_waits(site: Site) -> None:
    ask(site)
    ask(site, "CB-YL2")
    assert answer(site, "refused", "Đã đúng", key=1) == 303
    page = site.client(SECRETARIAT).get("/office").text
    assert re.search(r'href="/file-requests[^"]*"><strong>1</strong>', page)
    assert 'data-rows="1"' in site.client(SECRETARIAT).get("/file-requests").text
