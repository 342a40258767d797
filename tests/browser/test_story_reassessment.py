"""A grade is contested on a phone, answered by somebody who had not judged, and read again."""

from datetime import date

import pytest
from browsing import Served, complaints
from evaluation_round import OFFICIAL, PAGE
from pages_that_fit import fits
from playwright.sync_api import Browser, Page, expect
from session_on_pages import SECRETARIAT, STANDING, finished, on_day, published

pytestmark = pytest.mark.slow
WHY = "Mốc tháng 3 chậm vì phải chờ Thanh tra tỉnh trả lời."
ANSWER = "Đã đối chiếu với Thanh tra tỉnh: hồ sơ gửi đủ trước hạn."


def test_a_grade_is_contested_and_assessed_again(chromium: Browser, served: Served) -> None:
    finished(served.site)
    published(served.site)
    with served.context(chromium, OFFICIAL, "phone") as context:
        phone = context.new_page()
        with complaints(phone) as told:
            _ask(phone)
        assert told == []
    on_day(served.site, date(2022, 7, 8))
    with served.context(chromium, STANDING) as context:
        page = context.new_page()
        page.goto("/evaluation/requests")
        expect(page.get_by_text(WHY)).to_be_visible()  # who decided reads it, and answers nothing
        expect(page.get_by_role("button", name="Trả lời kiến nghị")).to_have_count(0)
    with served.context(chromium, SECRETARIAT) as context:
        page = context.new_page()
        with complaints(page) as told:
            _answer(page)
        assert told == []
    with served.context(chromium, OFFICIAL, "phone") as context:
        phone = context.new_page()
        phone.goto(PAGE)
        expect(phone.get_by_text("hoàn thành xuất sắc nhiệm vụ").first).to_be_visible()
        phone.goto("/evaluation/requests")
        expect(phone.get_by_text(ANSWER)).to_be_visible()
        fits(phone, "reassessment-answered-phone")


def _ask(phone: Page) -> None:
    """From one's own day, in three touches and one sentence; an empty one is sent back first."""
    phone.goto("/work")
    phone.get_by_role("link", name="đã được công bố").click()
    phone.locator("summary", has_text="Kiến nghị đánh giá lại").click()
    phone.get_by_role("button", name="Gửi kiến nghị").click()
    expect(phone.get_by_role("alert").first).to_be_visible()
    phone.get_by_label("Nội dung kiến nghị").fill(WHY)
    fits(phone, "reassessment-asked-phone")
    phone.get_by_role("button", name="Gửi kiến nghị").click()
    expect(phone.get_by_role("status")).to_be_visible()
    expect(phone.get_by_text(WHY)).to_be_visible()


def _answer(page: Page) -> None:
    """Another grade needs its reason; what was typed stays until there is one."""
    page.goto("/work")
    page.goto("/evaluation/requests")
    page.get_by_label("Mức").first.select_option("excellent")
    page.get_by_label("Trả lời", exact=True).fill(ANSWER)
    fits(page, "reassessment-queue")
    page.get_by_role("button", name="Trả lời kiến nghị").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("Trả lời", exact=True)).to_have_value(ANSWER)
    page.get_by_label("Lý do, nếu đổi mức").fill("Nguyên nhân chậm không thuộc về người làm")
    page.get_by_role("button", name="Trả lời kiến nghị").click()
    expect(page.get_by_role("status")).to_be_visible()
