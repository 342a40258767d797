"""A report is sent back with a reason, and its author mends it; also where no script runs."""

import pytest
from browsing import Served, complaints
from playwright.sync_api import Browser, Page, expect

REF, OFFICIAL, SECRETARIAT = "DV01@LT/Q2", "CB-LT2", "CB-VPTU3"
REASON = "Đề nghị gửi kèm danh sách đảng viên mới."


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_what_was_returned_is_mended(chromium: Browser, served: Served, scripts: bool) -> None:
    with (
        served.context(chromium, OFFICIAL, "phone", scripts=scripts) as official,
        served.context(chromium, SECRETARIAT, scripts=scripts) as secretariat,
    ):
        phone, desk = official.new_page(), secretariat.new_page()
        with complaints(phone) as told, complaints(desk) as told_there:
            _send(phone, f"/report/2022/{REF}", "60")
            served.site.advance()
            _return_it(desk)
            served.site.advance()
            _mend(phone)
            served.site.advance()
            desk.goto(f"/verify/2022/{REF}")
            expect(desk.get_by_role("heading", name="65 đảng viên")).to_be_visible()
            assert (told, told_there) == ([], [])


def _send(page: Page, address: str, value: str) -> None:
    page.goto(address)
    page.get_by_label("Kết quả thực hiện").fill(value)
    page.get_by_role("button", name="Nộp báo cáo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp báo cáo")


def _return_it(page: Page) -> None:
    """First without a reason: the page says what is missing, and keeps the rest."""
    page.goto(f"/verify/2022/{REF}")
    page.locator("summary", has_text="Trả lại").click()
    page.get_by_label("Hạn nộp lại").fill("2022-07-08")
    send = page.get_by_role("button", name="Trả lại báo cáo")
    send.click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Hạn nộp lại")).to_have_value("2022-07-08")
    page.locator("[name=return_reason]").fill(REASON)
    send.click()
    expect(page.get_by_text(f"Đã trả lại {REF}")).to_be_visible()


def _mend(page: Page) -> None:
    """What stands first in one's work is what came back; what was sent stands in the form."""
    page.goto("/work")
    first = page.locator(".duty").first
    expect(first).to_contain_text(REASON)
    first.get_by_role("link", name="Sửa").click()
    expect(page.get_by_text(REASON)).to_be_visible()
    expect(page.get_by_label("Kết quả thực hiện")).to_have_value("60")
    _send(page, page.url, "65")
