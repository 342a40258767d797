"""What follows a session: published grades, a re-assessment, decisions that are outdated."""

import html
import re
from datetime import date
from decimal import Decimal

import pytest
from api_client import program
from evaluation_round import OFFICIAL, PAGE, ROUND, form_of, opened
from session_on_pages import (
    DECISIONS,
    OTHER,
    SECRETARIAT,
    STANDING,
    decided,
    finished,
    on_day,
    seen_in,
)
from sites import Site
from sqlmodel import col, select

from dondoc.clock import at as at_hour
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.store.database import reading, writing
from dondoc.web.api.evaluation_round_shapes import RoundReopenedProblem
from models.evaluation_round import EvaluationSession
from models.message import Message
from models.rules.checkpoints import Act


def test_the_session_is_closed_with_its_minutes_and_the_round_published(site: Site) -> None:
    at = finished(site)
    office = site.client(SECRETARIAT)
    assert "Đồng chí chủ trì kết luận" in office.get(at).text
    with reading(site.workplace.engine) as session:
        assert session.scalars(select(EvaluationSession)).one().closed_at is not None
    page = office.get(DECISIONS).text
    published = office.post(DECISIONS, data=seen_in(page) | {"act": "publish"})
    assert published.status_code in (200, 303), html.unescape(published.text)[:2000]
    shown = site.client(OFFICIAL).get(f"{ROUND}/grades").text
    assert "Vũ Ngọc Hùng" in shown and ">Tốt" in shown
    assert "30,00" not in shown and "Hội nghị thống nhất" not in shown
    own = site.client(OFFICIAL).get(f"{ROUND}/{OFFICIAL}").text
    assert "Kết quả đánh giá quý I/2022 của tôi" in own
    assert "Đã quyết định: hoàn thành tốt nhiệm vụ." in own
    assert "Lý do mở lại kỳ" in office.get(DECISIONS).text
    everybody = office.get("/evaluation").text
    assert "Đã quyết định và công bố: quý I/2022;" in everybody
    assert "chưa ai quyết định" not in everybody
    with reading(site.workplace.engine) as session:
        told = session.scalars(select(Message).where(col(Message.news) == "published")).all()
    assert len(told) == len(decided(site))


def test_a_reassessment_goes_from_the_person_to_another_assessor(site: Site) -> None:
    finished(site)
    office = site.client(SECRETARIAT)
    page = office.get(DECISIONS).text
    office.post(DECISIONS, data=seen_in(page) | {"act": "publish"})
    mine = site.client(OFFICIAL)
    (told,) = re.findall(
        r'href="(/evaluation/requests[^"]*)">([^<]*đã được công bố[^<]*)', mine.get("/work").text
    )
    assert told[0] == "/evaluation/requests?year=2022" and "đến hết ngày" in told[1]
    assert "Không nhất trí thì kiến nghị" in mine.get(PAGE).text
    own = mine.get(told[0]).text
    at = re.findall(r'action="(/evaluation/requests/\d+)', own)[0]
    empty = mine.post(at, data=form_of(own, at) | {"act": "ask"})
    assert empty.status_code == 422
    asked = mine.post(at, data=form_of(own, at) | {"act": "ask", "words": "Xin xem lại"})
    assert asked.status_code == 303, asked.text
    steps = mine.get(PAGE).text
    assert "đang chờ trả lời" in steps
    assert "Nội dung kiến nghị: Xin xem lại" in steps and "Nhận xét: Xin xem lại" not in steps
    assert "đã được công bố" not in mine.get("/work").text
    waiting = office.get("/evaluation/requests").text
    assert "Xin xem lại" in waiting and "ngày làm việc, hạn" in waiting
    decided_it = site.client(STANDING).get("/evaluation/requests").text
    assert "phải do người khác trả lời" in decided_it and 'value="answer"' not in decided_it
    given = {"act": "answer", "grade": "good", "words": "Giữ nguyên"}
    on_day(site, date(2022, 7, 8))
    answered = office.post(at, data=form_of(waiting, at) | given)
    assert answered.status_code == 303, html.unescape(answered.text)[:3000]
    read = mine.get("/evaluation/requests").text
    assert "Đã đánh giá lại" in read
    assert '<p class="said">Giữ nguyên</p>' in read
    track = mine.get(PAGE).text.partition("<table")[0]
    assert "20/06/2022" in track  # the day of the decision; the other is said once, as today
    assert track.count("08/07/2022") == 1


def test_words_that_came_too_late_stay_to_be_copied(site: Site) -> None:
    """Asked for after the last day; answered after it was withdrawn."""
    finished(site)
    office, mine = site.client(SECRETARIAT), site.client(OFFICIAL)
    office.post(DECISIONS, data=seen_in(office.get(DECISIONS).text) | {"act": "publish"})
    own = mine.get("/evaluation/requests").text
    at = re.findall(r'action="(/evaluation/requests/\d+)', own)[0]
    asked = {"act": "ask", "words": "Xin xem lại"}
    assert mine.post(at, data=form_of(own, at) | asked).status_code == 303
    waiting = office.get("/evaluation/requests").text
    shown = mine.get("/evaluation/requests").text
    assert "Rút rồi vẫn kiến nghị lại được đến hết ngày 29/06/2022" in shown
    on_day(site, date(2022, 6, 30))
    late = mine.get("/evaluation/requests").text
    assert "Hạn kiến nghị là ngày 29/06/2022, đã qua: rút rồi thì không kiến nghị lại" in late
    assert mine.post(at, data=form_of(shown, at) | {"act": "withdraw"}).status_code == 303
    assert "Đồng chí đã rút kiến nghị này lúc" in mine.get("/evaluation/requests").text
    given = {"act": "answer", "grade": "good", "words": "Giữ nguyên kết quả"}
    answered = office.post(at, data=form_of(waiting, at) | given)
    assert answered.status_code == 422 and '<li class="said">Giữ nguyên kết quả<' in answered.text
    on_day(site, date(2022, 7, 30))
    late = mine.post(at, data=form_of(own, at) | asked)
    assert late.status_code == 422 and '<li class="said">Xin xem lại<' in late.text
    assert "ngày cuối là 29/06/2022" in html.unescape(late.text)


@pytest.mark.parametrize("word", ["publish", "lock"])
def test_what_cannot_be_done_with_the_round_is_said(site: Site, word: str) -> None:
    opened(site)
    office = site.client(SECRETARIAT)
    page = office.get(DECISIONS).text
    seen = re.findall(r'name="seen" value="([^"]*)"', page)
    answer = office.post(DECISIONS, data={"act": word, "seen": seen[0] if seen else ""})
    assert answer.status_code == 422


def test_what_is_to_be_decided_again_waits_for_the_office_and_the_person_sees_it(
    site: Site,
) -> None:
    finished(site)
    office = site.client(SECRETARIAT)
    page = office.get(DECISIONS).text
    office.post(DECISIONS, data=seen_in(page) | {"act": "publish"})
    assert "phải quyết định lại" not in office.get("/verify/results").text
    correct_one(site)
    on_day(site, date(2022, 6, 22))
    assert "1 người phải quyết định lại" in office.get("/verify/results").text
    assert '<strong class="late">1</strong>' in office.get(DECISIONS).text
    own = site.client(OFFICIAL).get("/evaluation/requests").text
    assert "Căn cứ của quyết định đã thay đổi" in own
    assert "/evaluation/2022/Q1/changes" in office.get(DECISIONS).text
    changes = f"{ROUND}/changes?since="
    seen_by_office = office.get(f"{ROUND}/{OFFICIAL}").text
    assert changes in seen_by_office and office.get(f"{ROUND}/changes").status_code == 200
    page = site.client(OFFICIAL).get(f"{ROUND}/{OFFICIAL}").text
    told = re.search(r"Đã đổi sau số liệu ngày [^.]*\.", page)
    assert told and '<a href="/items/2022/' in told[0] and changes not in page


def test_in_a_locked_round_the_decision_stands_and_nobody_is_sent_to_a_session(
    site: Site,
) -> None:
    finished(site)
    office = site.client(SECRETARIAT)
    for day, act in ((date(2022, 6, 20), "publish"), (date(2022, 8, 1), "lock")):
        on_day(site, day)
        taken = office.post(DECISIONS, data=seen_in(office.get(DECISIONS).text) | {"act": act})
        assert taken.status_code in (200, 303), html.unescape(taken.text)[:2000]
    correct_one(site)
    shown = office.get(DECISIONS).text
    assert '<strong class="late">1</strong>căn cứ đã khác từ khi quyết định' in shown
    assert "Kỳ đã khóa: quyết định giữ nguyên" in shown and "triệu tập phiên" not in shown
    for code in (OFFICIAL, SECRETARIAT):
        page = site.client(code).get(f"{ROUND}/{OFFICIAL}").text
        assert "kỳ đã khóa nên quyết định giữ nguyên" in page
        assert "Đã quyết định: hoàn thành tốt nhiệm vụ." in page
        assert "quyết định lại" not in page
    asked = site.client(OFFICIAL).get("/evaluation/requests").text
    assert "kỳ đã khóa nên quyết định giữ nguyên" in asked and "quyết định lại" not in asked


def correct_one(site: Site) -> None:
    """One of the official's results of the quarter is found to be less."""
    works = site.client(OFFICIAL).get(f"{ROUND}/{OFFICIAL}").text
    ref = re.findall(r"/items/2022/([A-Z0-9]+@SL/[A-Z0-9]+)", works)[0]
    correction = ActInput(
        Act.CORRECT, ref, OTHER, value=Decimal(1), delivered=False, reason="Đếm lại"
    )
    with writing(site.workplace.engine) as session:
        now = at_hour(date(2022, 6, 21), 9)
        Recorder(session, now, site.workplace.evidence, 2022).record(correction)


def test_whoever_follows_a_link_to_grades_reads_that_the_round_was_reopened_and_why(
    site: Site,
) -> None:
    finished(site)
    office, mine = site.client(SECRETARIAT), site.client(OFFICIAL)
    assert mine.get(f"{ROUND}/grades").status_code == 404  # never published
    office.post(DECISIONS, data=seen_in(office.get(DECISIONS).text) | {"act": "publish"})
    again = seen_in(office.get(DECISIONS).text) | {"act": "reopen", "reason": "Thiếu một phiếu"}
    office.post(DECISIONS, data=again)
    for address in (f"{ROUND}/grades", "/evaluation/requests"):
        shown = mine.get(address)
        said = html.unescape(shown.text)
        assert shown.status_code == 200
        assert "kỳ được mở lại lúc" in said and "Thiếu một phiếu" in said
        assert "Chưa có kết quả nào được công bố" not in said and ">Tốt" not in said


def test_a_program_is_told_that_the_round_was_reopened_when_and_why(site: Site) -> None:
    finished(site)
    office, reader = site.client(SECRETARIAT), program(site, OFFICIAL)
    address = f"/api/v1{ROUND}/grades"
    assert reader.get(address).status_code == 404  # never published
    office.post(DECISIONS, data=seen_in(office.get(DECISIONS).text) | {"act": "publish"})
    assert reader.get(address).status_code == 200
    again = seen_in(office.get(DECISIONS).text) | {"act": "reopen", "reason": "Thiếu một phiếu"}
    office.post(DECISIONS, data=again)
    answer = reader.get(address, headers={"accept-language": "vi"})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    said = RoundReopenedProblem.model_validate(answer.json())
    assert (said.code, said.reason) == ("round_reopened", "Thiếu một phiếu")
    assert said.at.utcoffset() is not None and said.at.isoformat().startswith("2022-06-20")
    assert "kỳ được mở lại lúc" in said.detail and "Thiếu một phiếu" in said.detail
    described = program(site, OFFICIAL).get("/api/v1/openapi.json").json()
    conflict = described["paths"]["/api/v1/evaluation/{year}/{period}/grades"]["get"]["responses"]
    (shape,) = conflict["409"]["content"].values()
    assert shape["schema"]["$ref"].endswith("/RoundReopenedProblem")
