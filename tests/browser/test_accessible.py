"""axe finds no violation on any page, light and dark, on a desk and on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import catalogue_files
import pytest
from browsing import DESK, PHONE, Served, complaints, serve, violations
from matrix_of_routes import ROWS
from matrix_rows import PEOPLE, Row
from meeting_pages import SECRETARIAT, Secretariat, seen_on
from own_rule_files import CODE, decided, tried
from playwright.sync_api import Browser, Page
from sites import open_site

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
    r"^/(static|language|evidence|items-state)/|^/(health|metrics)$|\.(xlsx|docx|pdf|png|zip)$"
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


LOOKS = pytest.mark.parametrize("looks", ["phone", pytest.param("desk", marks=pytest.mark.slow)])


@LOOKS
@pytest.mark.parametrize(("who", "path"), CASES)
def test_axe_finds_nothing(pages: dict[str, Page], who: str, path: str, looks: str) -> None:
    look_at(pages[who], path, looks)


MEETINGS = ("/meetings", "/meetings/1", "/meetings/1/proposals", "/meetings/2", "/conclusions")


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory, sample_home: Path) -> Iterator[Served]:
    """A site with a meeting that has concluded and handed out, and one that was called off."""
    site = open_site(sample_home, tmp_path_factory.mktemp("met") / "home")
    at = Secretariat(site)
    at.pick(3)
    at.send("/items", subject="Giải phóng mặt bằng, tái định cư")
    for item in at.items()[:2]:
        assert at.conclude(item).status_code == 303
    key = re.findall(r'id="concluded-(\d+)"', at.page())[-1]
    seen = seen_on(at.page().partition(f"/conclusions/{key}")[2])
    taken = {"act": "take_back", f"why-{key}": "Ghi nhầm đơn vị"}
    assert at.send(f"/conclusions/{key}", seen, **taken).status_code == 303
    assert at.send("/handed-out", paper="notice", form="party").status_code == 303
    off = Secretariat(site, title="Phiên họp bất thường")
    assert off.send("", act="call_off", why="Chuyển sang tháng 6").status_code == 303
    yield from serve(site)


@LOOKS
@pytest.mark.parametrize("path", MEETINGS)
def test_axe_finds_nothing_on_pages_of_meetings(
    chromium: Browser, met: Served, path: str, looks: str
) -> None:
    context = met.context(chromium, SECRETARIAT)
    page = context.new_page()
    look_at(page, path, looks)
    assert page.request.get(path).status == 200
    context.close()


RULES = (
    (SECRETARIAT, "/rule-sets"),
    (SECRETARIAT, f"/rule-sets/{CODE}?version=1"),
    (SECRETARIAT, f"/rule-sets/{CODE}/versions/1/trial"),
    (SECRETARIAT, "/product-catalogue"),
    ("CB-SL1", f"/rule-sets/{CODE}"),
    ("CB-SL1", "/product-catalogue"),
    ("CB-SL1", "/evaluation/2022/Q3/CB-SL1"),
    ("CB-SL1", "/evaluation/2022/2022/CB-SL1"),
)


@pytest.fixture(scope="module")
def ruled(tmp_path_factory: pytest.TempPathFactory, sample_home: Path) -> Iterator[Served]:
    """A site with a rule set of its own, in force from July, and work tied to its catalogue."""
    site = open_site(sample_home, tmp_path_factory.mktemp("ruled") / "home")
    tried(site)
    decided(site, SECRETARIAT, "2022-07-01")
    version = catalogue_files.load(site)
    assert catalogue_files.approve(site, version, "2022-06-01").status_code == 303
    assert catalogue_files.tie(site, {"DON01@SL": "SP-01"}).status_code == 303
    yield from serve(site)


@LOOKS
@pytest.mark.parametrize(("who", "path"), RULES)
def test_axe_finds_nothing_on_pages_of_own_rules(
    chromium: Browser, ruled: Served, who: str, path: str, looks: str
) -> None:
    context = ruled.context(chromium, who)
    page = context.new_page()
    look_at(page, path, looks)
    assert page.request.get(path).status == 200
    context.close()


def look_at(page: Page, path: str, looks: str) -> None:
    """axe on a phone, or on a desk and in the dark; how wide it is, on a phone and on paper."""
    page.emulate_media(color_scheme="light")
    with complaints(page) as errors:
        answer = page.goto(path)
        assert answer is not None and answer.status in {200, 404, 410}
        assert answer.headers["content-type"].startswith("text/html")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        width = page.evaluate("document.documentElement.scrollWidth")
        page.evaluate(FEWER_ROWS)
        found = violations(page) if looks == "phone" else []
        cut = _cut_on_paper(page)
        if looks == "desk":
            page.set_viewport_size(DESK)  # type: ignore[arg-type]
            found = violations(page)
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
