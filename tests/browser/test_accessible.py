"""axe finds no violation on any page, light and dark, on a desk and on a phone."""

import re
from collections.abc import Iterator

import pytest
from browsing import DESK, PHONE, Served, complaints, violations
from matrix_of_routes import ROWS
from matrix_rows import PEOPLE, Row
from playwright.sync_api import Browser, Page

WHO = ("secretariat", "administrator", "official")
"""The first of these who gets through looks at a page: who may do most there."""
MORE = (
    ("secretariat", "/overdue?state=all&q=nong+thon"),
    ("secretariat", "/overdue?late=999"),
    ("secretariat", "/verify/2022/GPMB01@VT/B2"),
    ("secretariat", "/boards/3"),
    ("official", "/work"),
    ("official", "/search?q=khong+co+gi+nhu+the"),
    ("official", "/act/2022/DV01@LT/Q2?act=ask_extension"),
    ("official", "/no/such/page"),
)
"""Pages that look different with other rows, filters or rights."""


FEWER_ROWS = """() => document.querySelectorAll(
    "tbody tr:nth-child(n+9), .duties > li:nth-child(n+7), ol.steps > li:nth-child(n+9)"
).forEach(row => row.remove())"""
"""Rows are alike, and axe takes its time for each: the first of a list stand for all."""
OUTSIDE = """() => [...document.querySelectorAll("main td, main th, main p")]
    .filter(each => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth + 2)
    .map(each => each.textContent.trim().slice(0, 60))"""
NO_PAGES = re.compile(
    r"^/(static|language|evidence|items-state)/|^/(health|metrics)$|\.(xlsx|docx|pdf|png)$"
    r"|\.\{(kind|ending)\}$|/paper\.|/oidc|^/api/v1|^/preview/letter"
)
"""Files, figures for programs, addresses that only lead elsewhere, and letters: as these run
no script at all, not even axe's (tests/integration/reminders/test_remind_letter.py looks at
them)."""


def _looked_at(row: Row) -> bool:
    return row.method == "GET" and NO_PAGES.search(row.route) is None


def _who(row: Row) -> str | None:
    """None where nobody has to be signed in."""
    if row.public:
        return None
    return next((who for who in WHO if who in row.allowed), next(iter(sorted(row.allowed)), None))


CASES = sorted({(str(_who(row)), row.address) for row in ROWS if _looked_at(row)} | set(MORE))


@pytest.fixture(scope="module")
def pages(chromium: Browser, looked_at: Served) -> Iterator[dict[str, Page]]:
    """A page for each person, opened once."""
    people = {who: PEOPLE.get(who) for who, _ in CASES}
    opened = {who: looked_at.context(chromium, code) for who, code in people.items()}
    yield {who: context.new_page() for who, context in opened.items()}
    for one in opened.values():
        one.close()


@pytest.mark.parametrize(("who", "path"), CASES)
def test_axe_finds_nothing(pages: dict[str, Page], who: str, path: str) -> None:
    page = pages[who]
    page.emulate_media(color_scheme="light")
    with complaints(page) as errors:
        answer = page.goto(path)
        assert answer is not None and answer.status in {200, 404, 410}
        assert answer.headers["content-type"].startswith("text/html")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        width = page.evaluate("document.documentElement.scrollWidth")
        page.evaluate(FEWER_ROWS)
        found = violations(page, without="color-contrast")
        cut = _cut_on_paper(page)
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
        found += violations(page)
        page.emulate_media(color_scheme="dark")
        found += violations(page, only="color-contrast")
        assert (found, errors) == ([], [])
        assert width <= 360, f"{path} is {width} px wide on a phone"
        assert cut == [], f"{path} is wider than its paper"


def _cut_on_paper(page: Page) -> list[str]:
    """What of a page does not fit the width of A4, as it lies for that page."""
    page.emulate_media(media="print")
    lying = page.evaluate("getComputedStyle(document.body).page") == "board"
    page.set_viewport_size({"width": 1030 if lying else 680, "height": 900})
    cut: list[str] = page.evaluate(OUTSIDE)
    page.emulate_media(media="screen")
    return cut
