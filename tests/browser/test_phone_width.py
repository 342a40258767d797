"""Nothing on a phone is wider than the phone."""

from browsing import Served
from playwright.sync_api import Browser, expect


def test_work_with_a_request_for_more_time_fits_a_phone(chromium: Browser, served: Served) -> None:
    with served.context(chromium, "CB-BX1", "phone") as context:
        page = context.new_page()
        page.goto("/act/2022/GPMB01@BX/B2?act=ask_extension&back=/work")
        page.fill("[name=reason]", "Chờ phê duyệt giá đất")
        page.locator("main [type=date]").fill("2022-05-28")
        page.locator("main button").first.click()
        expect(page.get_by_text("Đã đề nghị gia hạn đến 28/05/2022")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
