"""The year of everybody in the sample: opened, assessed on a phone, commented on, decided."""

from datetime import date

import pytest
from browsing import Served
from evaluation_round import NAME, OFFICIAL
from pages_that_fit import fits
from playwright.sync_api import Browser, expect
from session_story import HELD, everybody_commented, on_day
from sites import Site
from sqlalchemy import select

from dondoc.clock import at, wall_clock
from dondoc.services.evaluation.decisions.decide import RowDecision, decide_each
from dondoc.services.evaluation.decisions.round_steps import take_round_step
from dondoc.services.evaluation.decisions.session_input import SessionInput
from dondoc.services.evaluation.decisions.session_page import session_page
from dondoc.services.evaluation.decisions.sessions import call_session, close_session
from dondoc.services.organisation.changes import acting_for_office
from dondoc.store.database import writing
from models.evaluation_round import EvaluationRound
from models.rules.evaluation_course.rounds import RoundAct

pytestmark = pytest.mark.slow
STANDING, SECRETARIAT = "CB-TTTU1", "CB-VPTU3"
OPENED, YEAR = date(2022, 11, 15), "/evaluation/2022/2022"


def quarter_decided(site: Site) -> None:
    """Everybody of the first quarter is decided as computed, and it is published."""
    everybody_commented(site)
    with writing(site.workplace.engine) as session:
        change = acting_for_office(session, SECRETARIAT, at(HELD), wall_clock())
        held = session.scalars(select(EvaluationRound)).one()
        called = SessionInput(HELD, "Ban Thường vụ Tỉnh ủy", 15, 13)
        meant = call_session(change, held.key, called).key
        read = session_page(session, held.programme_id, meant, change.actor.key, HELD)
        assert read is not None
        rows = [
            RowDecision(row.dossier.row.key, row.grounds_shown, row.computed, "Hội nghị thống nhất")
            for row in read.rows
        ]
        outcome = decide_each(change, site.workplace.evidence, meant, rows)
        assert not outcome.refused, outcome.refused
        close_session(change, meant)
        take_round_step(change, site.workplace.evidence, held.key, RoundAct.PUBLISH)


def test_a_year_is_opened_assessed_and_commented_on(chromium: Browser, served: Served) -> None:
    quarter_decided(served.site)
    on_day(served.site, OPENED)
    for size in ("phone", "desk"):
        with served.context(chromium, SECRETARIAT, size) as context:
            page = context.new_page()
            page.goto("/evaluation/rounds?period=2022&official=ND-335-2025&leader=ND-335-2025")
            expect(page.get_by_text("quý I/2022 đã quyết định")).to_be_visible()
            fits(page, f"year-opening-{size}")
            if size == "desk":
                page.get_by_role("button", name="Mở kỳ đánh giá", exact=True).click()
                expect(page.get_by_role("heading", level=1)).to_contain_text("năm 2022")
                fits(page, "year-round-desk")
    with served.context(chromium, OFFICIAL, "phone") as context:
        phone = context.new_page()
        phone.goto(f"{YEAR}/mine")
        expect(phone.get_by_text("Điểm năm là bình quân của 1 kỳ")).to_be_visible()
        fits(phone, "year-self-phone")
        phone.get_by_role("radio", name="Hoàn thành tốt nhiệm vụ").check()
        phone.get_by_role("button", name="Nộp tự đánh giá").click()
        expect(phone.get_by_role("status")).to_contain_text("Đã ghi nhận")
        expect(phone.get_by_text("chưa có quyết định của năm được công bố")).to_be_visible()
        fits(phone, "year-person-phone")
    with served.context(chromium, STANDING, "desk") as context:
        page = context.new_page()
        page.goto(f"{YEAR}/{OFFICIAL}/comment")
        expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
        fits(page, "year-comment-desk")
        page.get_by_label("Lý do chênh lệch").fill("Theo bình quân các kỳ")
        page.get_by_role("radio", name="Hoàn thành tốt nhiệm vụ").check()
        page.get_by_role("button", name="Ghi nhận xét").click()
        expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận")
        fits(page, "year-person-desk")
    address = _session(served.site)
    for size in ("phone", "desk"):
        with served.context(chromium, STANDING, size) as context:
            page = context.new_page()
            page.goto(address)
            expect(page.get_by_text("quý II/2022 chưa mở đánh giá").first).to_be_visible()
            fits(page, f"year-session-{size}")


def _session(site: Site) -> str:
    day = date(2022, 12, 12)
    on_day(site, day)
    with writing(site.workplace.engine) as session:
        change = acting_for_office(session, SECRETARIAT, at(day), wall_clock())
        query = select(EvaluationRound).order_by(EvaluationRound.period)
        held = session.scalars(query).first()
        assert held is not None
        assert held.period == "2022"
        called = SessionInput(day, "Ban Thường vụ Tỉnh ủy", 15, 13)
        return f"{YEAR}/sessions/{call_session(change, held.key, called).key}"
