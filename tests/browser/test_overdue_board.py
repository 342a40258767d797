"""The overdue board on a desk: how much of it is in sight, and how few clicks urge a district."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from browsing import DESK, Served
from playwright.sync_api import Browser, Locator, Page, expect
from sqlmodel import select

from dondoc.store.database import reading
from models.nudge import Nudge, NudgeKind

IN_SIGHT = """() => {
    const deed = document.querySelector(".deed").getBoundingClientRect().top;
    const bottom = Math.min(innerHeight, deed);
    const rows = [...document.querySelectorAll("tbody tr")].map(row => row.getBoundingClientRect());
    return {
        rows: rows.filter(row => row.top >= 0 && row.bottom <= bottom).length,
        heights: [...new Set(rows.map(row => Math.round(row.height)))],
    };
}"""
MAX_CLICKS = 5


@contextmanager
def secretariat(chromium: Browser, site: Served, size: str = "desk") -> Iterator[Page]:
    with site.context(chromium, "CB-VPTU3", size, scripts=False) as context:
        yield context.new_page()


class Clicks:
    """Counts what somebody presses."""

    def __init__(self) -> None:
        self.number = 0

    def on(self, what: Locator) -> None:
        what.click()
        self.number += 1


@pytest.fixture(scope="module")
def measuring(chromium: Browser, looked_at: Served) -> Iterator[Page]:
    """A browser in which scripts run, to measure."""
    with looked_at.context(chromium, "CB-VPTU3") as context:
        yield context.new_page()


def test_fourteen_rows_stand_on_the_first_screen_each_on_one_line(measuring: Page) -> None:
    measuring.goto("/")  # where the secretariat begins
    expect(measuring).to_have_url(re.compile("/overdue$"))
    seen = measuring.evaluate(IN_SIGHT)
    assert seen["rows"] >= 14, seen
    assert max(seen["heights"]) <= 32, seen


def test_the_tabs_are_all_in_sight(measuring: Page) -> None:
    measuring.goto("/overdue")
    tabs = measuring.locator(".cuts a")
    assert tabs.count() >= 8
    for n in range(tabs.count()):
        expect(tabs.nth(n)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("path", ["/work", "/papers", "/meetings"])
def test_the_menu_is_whole_on_a_desk(measuring: Page, path: str) -> None:
    """Of whoever has most entries: the secretariat, with work of its own."""
    measuring.goto(path)
    assert measuring.evaluate(
        """() => {
            const menu = document.querySelector(".top > nav ul");
            return menu.scrollWidth <= menu.clientWidth;
        }"""
    )


def test_on_paper_the_board_says_what_each_row_is_about(measuring: Page) -> None:
    measuring.goto("/overdue")
    measuring.emulate_media(media="print")
    measuring.set_viewport_size({"width": 1030, "height": 700})  # A4 on its side, less the margins
    row = measuring.locator("tbody th").first
    box = row.bounding_box()
    cut = row.evaluate("cell => cell.scrollWidth > cell.clientWidth")
    measuring.emulate_media(media="screen")
    measuring.set_viewport_size(DESK)  # type: ignore[arg-type]
    assert box is not None and box["width"] >= 250 and not cut, box


def test_a_filter_is_opened_by_its_chip_and_applied(measuring: Page) -> None:
    measuring.goto("/overdue")
    measuring.locator("summary", has_text="Đơn vị").last.click()
    measuring.get_by_label("Đơn vị", exact=True).select_option(label="Huyện Yên Lạc")
    measuring.locator(".chip-field:visible button").click()
    expect(measuring.locator(".chip-value")).to_have_text("Huyện Yên Lạc")
    expect(measuring.locator("tbody tr")).to_have_count(1)


def test_a_district_is_urged_in_at_most_five_clicks_from_the_start_page(
    chromium: Browser, served: Served
) -> None:
    clicks = Clicks()
    with secretariat(chromium, served) as page:
        page.goto("/")
        clicks.on(page.locator("tbody").get_by_role("link", name="Sở Tài chính", exact=True).first)
        expect(page.locator(".chip-value")).to_have_text("Sở Tài chính")
        rows = page.locator("tbody tr").count()
        clicks.on(page.get_by_role("button", name="Đôn đốc cả"))
        expect(page.get_by_text("Nhắc được 2 đồng chí: Vũ Hồng Tâm, Vũ Văn Hải.")).to_be_visible()
        filtered = page.url
        clicks.on(page.get_by_role("button", name="Gửi lời đôn đốc"))
        expect(page.get_by_role("status")).to_contain_text(f"Đã đôn đốc {rows} mốc.")
        unit = re.search(r"unit=\d+", filtered)
        assert unit is not None and unit[0] in page.url  # back at the same filter
        expect(page.locator("tbody tr")).to_have_count(rows)
        page.go_back()  # shown again, and not as a form that would be sent twice
        expect(page.get_by_text("Không còn mốc nào để đôn đốc")).to_be_visible()
    assert rows == 3 and clicks.number <= MAX_CLICKS
    with reading(served.site.workplace.engine) as session:
        urged = session.exec(select(Nudge).where(Nudge.kind == NudgeKind.BY_HAND)).all()
    assert len(urged) == rows


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_ticked_rows_are_counted_and_urged_without_a_script(
    chromium: Browser, served: Served, size: str
) -> None:
    with secretariat(chromium, served, size) as page:
        page.goto("/overdue?late=3")
        for box in (0, 1):
            page.locator(".pick").nth(box).check()
        page.get_by_role("button", name="Đôn đốc mốc đã chọn").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Đôn đốc 2 mốc")
        page.get_by_label("Lời nhắn của đồng chí").fill("Đề nghị báo cáo trong ngày.")
        page.get_by_role("button", name="Gửi lời đôn đốc").click()
        expect(page.get_by_role("status")).to_contain_text("Đã đôn đốc 2 mốc.")
        assert "late=3" in page.url
