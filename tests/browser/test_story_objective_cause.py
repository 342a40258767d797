"""An objective cause from the field, with a photo, on a phone; and the secretariat's answer."""

import os
from pathlib import Path

import pytest
import sample_acts
from browsing import Served, complaints, photo, violations
from playwright.sync_api import Browser, Page, expect
from programmes import current_programme
from sites import Site

from dondoc.services.programme.frames import frame_of
from dondoc.services.work.deductions import deductions_of
from dondoc.store.database import reading
from models.programme import Programme
from models.rules.objective_causes import CauseState

pytestmark = pytest.mark.slow
REF, OFFICIAL, SECRETARIAT = "GPMB01@YL/B2", "CB-YL1", "CB-VPTU3"
WHY = "Mưa lũ từ 14/5 ngập khu vực đo đạc, đã dừng theo yêu cầu của xã."


def test_an_objective_cause_from_the_field(chromium: Browser, served: Served) -> None:
    site = served.site
    with served.context(chromium, OFFICIAL, "phone") as context:
        phone = context.new_page()
        with complaints(phone) as told:
            _report_it(phone)
            assert violations(phone) == []
        assert told == []
    site.advance()
    assert _state(site) is CauseState.ASKED
    for size in ("phone", "desk"):
        with served.context(chromium, SECRETARIAT, size) as context:
            page = context.new_page()
            with complaints(page) as told:
                _see_it_waits(page, size)
                if size == "desk":
                    _confirm_it(page)
            assert told == []
    site.advance()
    assert _state(site) is CauseState.CONFIRMED
    with served.context(chromium, OFFICIAL, "phone") as context:
        phone = context.new_page()
        phone.goto(f"/items/2022/{REF}#causes")
        expect(phone.locator("#causes")).to_contain_text("đã xác nhận")
        expect(phone.locator("#now ~ p").first).to_contain_text("Quá hạn")  # late stays late
        _picture(phone, "item-phone")


def _report_it(phone: Page) -> None:
    """From the page of the item to "recorded", with one thumb."""
    phone.goto(f"/items/2022/{REF}")
    phone.get_by_role("link", name="Báo nguyên nhân khách quan").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Nguyên nhân khách quan")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    _picture(phone, "cause-ask-phone")
    phone.get_by_label("Xảy ra, hoặc bắt đầu từ ngày").fill("2022-05-14")
    phone.get_by_label("Đã xảy ra việc gì").fill(WHY)
    phone.get_by_label("Chụp ảnh").set_input_files(photo(phone))
    phone.get_by_role("button", name="Báo nguyên nhân").click()
    expect(phone.get_by_role("status")).to_contain_text("Bộ phận thường trực sẽ trả lời")
    expect(phone.get_by_text(WHY)).to_be_visible()
    assert phone.locator("img.evidence").count() == 1
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    _picture(phone, "cause-asked-phone")


def _see_it_waits(page: Page, size: str) -> None:
    """Its queue stands among the others, with its number."""
    page.goto("/verify")
    page.get_by_role("link", name="Nguyên nhân khách quan 1").click()
    expect(page.get_by_text(WHY)).to_be_visible()
    expect(page.get_by_text("đề nghị trả lời chậm nhất")).to_be_visible()
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    _picture(page, f"queue-{size}")


def _confirm_it(page: Page) -> None:
    """A refusal without a reason is told; then it is confirmed, and the queue is empty."""
    page.get_by_role("button", name="Không xác nhận").click()
    expect(page.get_by_role("alert")).to_contain_text("Lý do không được để trống")
    _picture(page, "refused-without-reason-desk")
    page.get_by_label("Ý kiến trả lời").fill("Có xác nhận của xã.")
    page.get_by_role("button", name="Xác nhận", exact=True).first.click()
    _picture(page, "confirmed-desk")
    expect(page.get_by_role("status")).to_contain_text(
        f"Đã xác nhận nguyên nhân khách quan của {REF}"
    )
    expect(page.get_by_text("Không có nguyên nhân khách quan nào chờ xác nhận")).to_be_visible()


def _state(site: Site) -> CauseState | None:
    with reading(site.workplace.engine) as session:
        programme: Programme = current_programme(session)
        key = sample_acts.checkpoint_id(site, REF)
        today = site.workplace.clock().today()
        found = deductions_of(session, frame_of(session, programme), [key], today)[key]
    return next((each.cause_state for each in found if each.code == "lateness:1"), None)


def _picture(page: Page, name: str) -> None:
    """Kept where somebody wants to look at it."""
    if folder := os.environ.get("DONDOC_TESTS_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
