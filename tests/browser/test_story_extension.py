"""More time is asked for from a phone, with a photo; the secretariat decides with it in sight."""

import os
from pathlib import Path

import pytest
from browsing import Served, complaints, photo, violations
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow
REF, OFFICIAL, SECRETARIAT = "GPMB01@YL/B2", "CB-YL1", "CB-VPTU3"
WHY = "Mưa lũ từ 14/5 ngập khu vực đo đạc."


def test_more_time_is_asked_for_and_granted(chromium: Browser, served: Served) -> None:
    with served.context(chromium, OFFICIAL, "phone") as context:
        phone = context.new_page()
        with complaints(phone) as told:
            _ask(phone)
        assert told == []
    served.site.advance()
    for size in ("phone", "desk"):
        with served.context(chromium, SECRETARIAT, size) as context:
            page = context.new_page()
            with complaints(page) as told:
                _see_it_waits(page, size)
                if size == "desk":
                    _grant(page)
            assert told == []
    served.site.advance()
    for size in ("phone", "desk"):
        with served.context(chromium, OFFICIAL, size) as context:
            page = context.new_page()
            page.goto(f"/items/2022/{REF}")
            expect(page.locator("#now ~ p").first).to_contain_text("so với hạn ban đầu")
            assert _fits(page)
            _picture(page, f"item-moved-{size}")
            page.goto("/work")
            assert _fits(page)


def _ask(phone: Page) -> None:
    """From one's own work to "sent", with one thumb: a day, a sentence, a photo."""
    phone.goto("/work")
    phone.locator(f'a[href="/report/2022/{REF}"]').first.click()
    phone.get_by_role("link", name="Đề nghị gia hạn").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Đề nghị gia hạn")
    assert _fits(phone) and violations(phone) == []
    _picture(phone, "ask-phone")
    phone.get_by_label("Thời hạn mới").first.fill("2022-06-10")
    phone.get_by_label("Lý do").fill(WHY)
    phone.get_by_label("Chụp ảnh").set_input_files(photo(phone))
    phone.get_by_text("Xin gia hạn luôn cho mốc khác").click()
    also = phone.locator('input[name^="also-"]').first
    also.fill("2022-05-14")
    _picture(phone, "ask-also-phone")
    phone.get_by_role("button", name="Gửi đề nghị").click()
    expect(phone.get_by_role("alert")).to_contain_text("phải sau thời hạn hiện tại")
    assert phone.get_by_label("Lý do").input_value() == WHY
    _picture(phone, "ask-refused-phone")
    phone.locator('input[name^="also-"]').first.fill("")
    phone.get_by_label("Chụp ảnh").set_input_files(photo(phone))
    phone.get_by_role("button", name="Gửi đề nghị").click()
    expect(phone.get_by_role("status")).to_contain_text("Đã gửi đề nghị gia hạn")


def _see_it_waits(page: Page, size: str) -> None:
    page.goto("/verify/extensions")
    expect(page.get_by_text(WHY)).to_be_visible()
    expect(page.locator("img.evidence")).to_have_count(1)
    expect(page.get_by_text("Đã nhắc, đôn đốc")).to_be_visible()
    assert _fits(page) and violations(page) == []
    _picture(page, f"decide-{size}")


def _grant(page: Page) -> None:
    page.get_by_label("Hạn mới").first.fill("2022-06-08")
    page.get_by_role("button", name="Chấp thuận gia hạn").first.click()
    expect(page.get_by_role("status")).to_contain_text(REF)
    expect(page.get_by_text("Không có đề nghị gia hạn nào")).to_be_visible()


def _fits(page: Page) -> bool:
    width = page.viewport_size["width"] if page.viewport_size else 0
    return bool(page.evaluate("document.documentElement.scrollWidth") <= width)


def _picture(page: Page, name: str) -> None:
    """Kept where somebody wants to look at it."""
    if folder := os.environ.get("DONDOC_TESTS_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
