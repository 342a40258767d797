"""An official's self-assessment on a phone, and the comment of the level above beside it.

Three minutes: what is verified stands there already, so eleven touches and one sentence are left.
"""

import pytest
from browsing import Served, complaints
from evaluation_round import OFFICIAL, PAGE, ROUND, opened
from pages_that_fit import fits
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow
STANDING, SECRETARIAT = "CB-TTTU1", "CB-VPTU3"
WHY = "Đối chiếu số đơn với Thanh tra tỉnh chậm hai ngày; đã có biên bản."
MOST_ACTS = 12
"""Touches and fields of the whole self-assessment; each takes a thumb some ten seconds."""


class Thumb:
    """Counts what a person does on a page."""

    def __init__(self, page: Page) -> None:
        self.page, self.acts = page, 0

    def types(self, label: str, text: str) -> None:
        self.acts += 1
        self.page.get_by_label(label).fill(text)

    def touches(self, role: str, name: str) -> None:
        self.acts += 1
        self.page.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]


def test_a_self_assessment_on_a_phone(chromium: Browser, served: Served) -> None:
    for size in ("phone", "desk"):
        with served.context(chromium, SECRETARIAT, size) as context:
            page = context.new_page()
            page.goto("/evaluation/rounds?period=Q1&official=ND-335-2025&leader=ND-335-2025")
            fits(page, f"opening-{size}")
    opened(served.site)
    with served.context(chromium, OFFICIAL, "phone") as context:
        phone = context.new_page()
        with complaints(phone) as told:
            _assess(phone)
        assert told == []
    for size in ("phone", "desk"):
        with served.context(chromium, STANDING, size) as context:
            page = context.new_page()
            page.goto(f"{PAGE}/comment")
            expect(page.get_by_text(WHY)).to_be_visible()
            fits(page, f"comment-{size}")
            if size == "desk":
                _comment(page)
    for size in ("phone", "desk"):
        with served.context(chromium, OFFICIAL, size) as context:
            page = context.new_page()
            page.goto(PAGE)
            expect(page.get_by_text("Chậm gửi số liệu đối chiếu")).to_be_visible()
            fits(page, f"person-{size}")
        with served.context(chromium, SECRETARIAT, size) as context:
            page = context.new_page()
            page.goto(ROUND)
            fits(page, f"round-{size}")
            page.goto("/evaluation/rounds")
            fits(page, f"rounds-{size}")
        with served.context(chromium, STANDING, size) as context:
            page = context.new_page()
            page.goto(ROUND)
            page.get_by_role("link", name="Đơn vị đề nghị").first.click()
            expect(page.get_by_role("heading", level=1)).to_contain_text("đề nghị xếp loại")
            fits(page, f"proposals-{size}")


def _assess(phone: Page) -> None:
    thumb = Thumb(phone)
    phone.goto(PAGE)
    thumb.touches("link", "Tự đánh giá")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Tự đánh giá quý I/2022")
    fits(phone, "self-phone")
    for label, points in (
        ("1. Chính trị tư tưởng", "7,5"), ("2. Đạo đức", "7,5"),
        ("3. Tác phong", "7"), ("4. Ý thức", "7,5"),
    ):  # fmt: skip
        thumb.types(label, points)
    thumb.touches("radio", "Hoàn thành tốt nhiệm vụ")
    thumb.touches("button", "Nộp tự đánh giá")
    expect(phone.get_by_role("alert").first).to_contain_text("đề nghị giải trình")
    assert phone.get_by_label("1. Chính trị tư tưởng").input_value() == "7,5"
    fits(phone, "self-refused-phone")
    thumb.types("Giải trình", WHY)
    thumb.touches("button", "Nộp tự đánh giá")
    expect(phone.get_by_role("status")).to_contain_text("Đã ghi nhận")
    assert thumb.acts <= MOST_ACTS
    fits(phone, "assessed-phone")


def _comment(page: Page) -> None:
    for number, points in enumerate(("7,5", "7,5", "7", "6,5"), 1):
        page.locator(f"#criterion-{number}").fill(points)
    for name in ("subordinates", "uniting"):
        page.locator(f"#{name} input[value=yes]").check()
    page.locator("#organising input[value=no]").check()
    page.get_by_label("Lý do chênh lệch").fill("Chậm gửi số liệu đối chiếu")
    page.get_by_role("radio", name="Hoàn thành tốt nhiệm vụ").check()
    page.get_by_role("button", name="Lưu và tính thử").click()
    expect(page.get_by_role("status")).to_contain_text("Đã lưu")
    page.get_by_role("button", name="Ghi nhận xét").click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận")
