"""What a session and the three scores say is cut off nowhere."""

from browsing import Served
from evaluation_round import OFFICIAL, PAGE, opened
from playwright.sync_api import Browser
from session_on_pages import STANDING, called


def test_three_scores_of_a_leader_fit_a_phone(chromium: Browser, served: Served) -> None:
    opened(served.site)
    with served.context(chromium, OFFICIAL, "phone") as context:
        page = context.new_page()
        page.goto(PAGE)
        page.evaluate(
            """document.querySelectorAll(".scores td").forEach(
                cell => { cell.textContent = "không đủ"; })"""
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_heading_of_a_group_of_a_session_is_read_whole(
    chromium: Browser, served: Served
) -> None:
    at = called(served.site)
    with served.context(chromium, STANDING) as context:
        page = context.new_page()
        page.goto(at)
        headings = page.locator("table.decide tr.sub th")
        assert headings.count()
        headings.evaluate_all(
            """found => found.forEach(each => each.append(" · vượt 2".repeat(30)))"""
        )
        cut = "found => found.filter(each => each.scrollWidth > each.clientWidth).length"
        assert headings.evaluate_all(cut) == 0
