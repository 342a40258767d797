"""All that is kept about somebody: looked at on a phone, taken along, and put right on request."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from browsing import Served, complaints
from evaluation_round import OFFICIAL, PAGE, opened
from pages_that_fit import fits
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow
SECRETARIAT, DONE = "CB-VPTU3", "Đã ghi lại ngày giữ chức theo Quyết định 12"


def test_a_person_reads_corrects_and_takes_along_what_is_kept(
    chromium: Browser, served: Served
) -> None:
    opened(served.site)
    with served.context(chromium, SECRETARIAT) as context:
        looking = context.new_page()
        looking.goto(PAGE)
        who = looking.locator("header a[href='/settings']").inner_text()
    with served.context(chromium, OFFICIAL, "phone") as context:
        phone = context.new_page()
        with complaints(phone) as told:
            _who_looked(phone, who)
            _ask(phone)
        assert told == []
    with served.context(chromium, SECRETARIAT) as context:
        _answer(context.new_page())
    with served.context(chromium, OFFICIAL, "phone") as context:
        phone = context.new_page()
        phone.goto("/me/file")
        expect(phone.locator("#requests").get_by_text(DONE)).to_be_visible()
        fits(phone, "own-file-answered-phone")
        _take_along(phone)


def _who_looked(phone: Page, who: str) -> None:
    phone.goto(PAGE)
    expect(phone.get_by_text(who).first).to_be_attached()
    phone.goto("/me/file")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Hồ sơ của tôi")
    fits(phone, "own-file-phone")


def _ask(phone: Page) -> None:
    phone.get_by_label("Loại dữ liệu").select_option("positions")
    phone.get_by_label("Chưa đúng ở đâu, đúng là gì").fill("Giữ chức từ 01/03/2022")
    phone.get_by_label("Vì sao").fill("Theo Quyết định 12")
    phone.get_by_role("button", name="Gửi yêu cầu").click()
    expect(phone.get_by_role("status")).to_be_visible()


def _answer(page: Page) -> None:
    """Within its clock: first it is accepted, then said what was done."""
    page.goto("/file-requests")
    expect(page.get_by_text("Giữ chức từ 01/03/2022")).to_be_visible()
    fits(page, "file-requests")
    page.locator("button[value=accepted]").click()
    page.get_by_label("Đã làm gì").fill(DONE)
    page.get_by_role("button", name="Đã thực hiện").click()
    expect(page.get_by_role("status")).to_be_visible()


def _take_along(phone: Page) -> None:
    with phone.expect_download() as taking:
        phone.get_by_role("link", name="Tải hồ sơ về").click()
    with ZipFile(BytesIO(Path(taking.value.path()).read_bytes())) as taken:
        (data,) = [name for name in taken.namelist() if name.endswith(".json")]
        assert "Giữ chức từ 01/03/2022" in json.dumps(
            json.loads(taken.read(data)), ensure_ascii=False
        )
