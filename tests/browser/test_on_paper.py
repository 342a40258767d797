"""Pages as a browser prints them: no heading and no total alone, and nothing that is pressed."""

import io
import re
from collections.abc import Iterator

import pytest
from browsing import Served
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

pytestmark = pytest.mark.slow
SECRETARIAT = "CB-VPTU3"
HEADINGS = "[...document.querySelectorAll('main h1, main h2, main h3')].map(h => h.innerText)"


@pytest.fixture(scope="module")
def page(chromium: Browser, looked_at: Served) -> Iterator[Page]:
    with looked_at.context(chromium, SECRETARIAT) as context:
        yield context.new_page()


def sheets(page: Page) -> list[list[str]]:
    """The lines of each sheet, without numbers of pages."""
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    texts = [sheet.extract_text().splitlines() for sheet in reader.pages]
    return [
        [line for text in lines if (line := text.strip()) and line != str(place)]
        for place, lines in enumerate(texts, 1)
    ]


def compiled(page: Page) -> None:
    """A digest that was just compiled."""
    page.goto("/digests")
    page.locator("main form button").last.click()
    page.wait_for_url(re.compile(r"/digests/\d+\?"))


def headings(page: Page) -> set[str]:
    return {" ".join(words.split()).casefold() for words in page.evaluate(HEADINGS)}


def is_heading(line: str, named: set[str]) -> bool:
    return re.sub(r"^[IVX]+\. ", "", " ".join(line.split())).casefold() in named


@pytest.mark.parametrize(
    "path",
    ["/overdue", "/boards", "/boards/9", "/boards/20", "/items/2022/GPMB01@YL/B2", "/verify"],
)
def test_no_heading_ends_a_sheet_and_no_control_is_printed(page: Page, path: str) -> None:
    page.goto(path)
    named, printed = headings(page), sheets(page)
    assert [lines[-1] for lines in printed if is_heading(lines[-1], named)] == []
    shown = "\n".join(line for lines in printed for line in lines)
    for control in ("Xem sổ đôn đốc đầy đủ", "lời nhắc trước đó", "Phím tắt", "Đưa các thời hạn"):
        assert control not in shown
    assert path != "/boards" or "Sở, ban, ngành" not in shown  # a tab that is not the shown one


def test_a_digest_is_printed_as_a_paper(page: Page) -> None:
    compiled(page)
    printed = sheets(page)
    assert not any("được giữ nguyên văn" in line for line in printed[0])  # what was just done
    assert [lines[-1] for lines in printed if is_heading(lines[-1], headings(page))] == []
    alone = [lines for lines in printed if _total_alone(lines)]
    assert alone == []


def _total_alone(lines: list[str]) -> bool:
    """Whether a sheet begins with the head of a table and its total alone."""
    for place, line in enumerate(lines[:12]):
        if line.startswith("Tổng cộng"):
            return not any(re.search(r"\d", before) for before in lines[:place])
    return False


def test_due_dates_that_were_moved_are_printed_in_the_colour_of_text(page: Page) -> None:
    compiled(page)
    colours = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".paper table")].map(
            table => [table.className, getComputedStyle(table).color]))"""
    )
    assert len(set(colours.values())) == 1, colours
