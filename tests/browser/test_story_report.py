"""The great story, with everything running: a letter, a phone, a photo, a verdict, a board."""

import logging
import re
import time
from collections.abc import Iterator

import pytest
from browsing import complaints, open_context, photo, sign_in, violations
from playwright.sync_api import Browser, Page, expect
from upping import Up, dondoc_up

pytestmark = [pytest.mark.prefect, pytest.mark.timeout(400), pytest.mark.slow]

REF, UNIT = "GPMB01@YL/B2", "Huyện Yên Lạc"
OFFICIAL, SECRETARIAT, SECRETARY = "haitt.yl@", "CB-VPTU3", "CB-YL4"


@pytest.fixture(scope="module")
def up(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """The sample at work; the browser first, for where there is none nothing is started."""
    with dondoc_up(tmp_path_factory.mktemp("up")) as up:
        yield up


def test_a_letter_is_answered_on_a_phone_verified_and_seen(chromium: Browser, up: Up) -> None:
    with open_context(chromium, up.url, "phone") as context:
        phone = context.new_page()
        link = _from_the_letter_to_the_form(phone, up)
        with complaints(phone) as told:
            _update(phone)
            _report(phone)
            seconds = _moved_without_reload(phone)
            assert violations(phone) == []
            assert told == []
        logging.getLogger(__name__).info("moved %.1f s after it was sent", seconds)
        _once_more(phone, link)
    password = re.search(r"mật khẩu chung: (\S+)\)", up.said)
    assert password is not None, up.said
    with open_context(chromium, up.url) as context:
        page = context.new_page()
        sign_in(page, SECRETARIAT, password[1])
        with complaints(page) as told:
            _verify_by_keyboard(page)
            assert told == []
    with open_context(chromium, up.url) as context:
        page = context.new_page()
        sign_in(page, SECRETARY, password[1])
        _see_it_on_the_board(page)


def _from_the_letter_to_the_form(phone: Page, up: Up) -> str:
    """The letter lies in the mailbox; its first button opens the form; gives its address."""
    phone.goto(up.mailbox)
    letter = phone.get_by_role("row").filter(has_text=OFFICIAL).filter(has_text="Quá hạn 1")
    letter.get_by_role("link").click()
    expect(phone.get_by_text(f"Mã mốc: {REF}")).to_be_visible()
    phone.get_by_role("link", name="Báo cáo ngay").first.click()
    phone.wait_for_url("**/r/*")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("bàn giao mặt bằng")
    expect(phone.get_by_role("navigation")).to_have_count(0)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert phone.context.cookies() == []
    return phone.url


def _update(phone: Page) -> None:
    """First how far it is: that does not use the link up."""
    phone.get_by_label("Kết quả thực hiện").fill("11")
    phone.get_by_role("button", name="Cập nhật tiến độ").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đã cập nhật tiến độ")
    expect(phone.locator(".stage-moved")).to_be_visible()
    phone.get_by_role("link", name="Viết tiếp báo cáo").click()


def _report(phone: Page) -> None:
    phone.get_by_label("Kết quả thực hiện").fill("14,2")
    phone.get_by_label("Việc đã làm").fill("Đã chi trả xong và bàn giao 14,2 ha.")
    phone.get_by_label("Chụp ảnh").set_input_files(photo(phone))
    phone.get_by_role("button", name="Nộp báo cáo").click()
    phone.wait_for_url("**/r/*done=report")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đã nộp báo cáo")


def _moved_without_reload(phone: Page) -> float:
    """Seconds from the receipt until it tells the new stage, the same page all the while."""
    start = time.monotonic()
    phone.evaluate("window.sameAsBefore = true")
    moved = phone.locator(".stage-moved")
    expect(moved).to_contain_text("Mốc đang ở giai đoạn «đã báo cáo»", timeout=30_000)
    assert phone.evaluate("window.sameAsBefore") is True
    return time.monotonic() - start


def _once_more(phone: Page, link: str) -> None:
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đã nộp báo cáo")
    expect(phone.locator("form")).to_have_count(0)
    expect(phone.get_by_text("14,2 ha").first).to_be_visible()


def _verify_by_keyboard(page: Page) -> None:
    page.goto("/verify")
    expect(page.get_by_role("row").filter(has_text=REF)).to_be_visible()
    page.keyboard.press("j")
    for _ in range(10):
        page.wait_for_url("**/verify/2022/**")
        if page.url.split("?")[0].endswith(REF):
            break
        before = page.url
        page.keyboard.press("j")
        page.wait_for_url(lambda url, before=before: url != before)  # type: ignore[misc]
    shown = page.locator("img.evidence")
    expect(shown).to_be_visible()
    assert shown.evaluate("async one => { await one.decode(); return one.naturalWidth; }") == 640
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Thẩm định, chấp nhận")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Đã thẩm định {REF}")).to_be_visible()


def _see_it_on_the_board(page: Page) -> None:
    page.goto("/boards")
    page.get_by_role("main").get_by_role("link", name=UNIT).first.click()
    row = page.locator("#checkpoints").get_by_role("row").filter(has_text=REF)
    expect(row).to_contain_text("Hoàn thành trễ hạn")
    expect(row).to_contain_text("14,2 / 14")
