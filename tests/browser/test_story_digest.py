"""From the quarter's end to an approved Word file on paper: in at most six acts, counted."""

from datetime import date

import pytest
from browsing import Served, complaints
from docx import Document
from playwright.sync_api import Browser, Page, expect

from dondoc.clock import at
from dondoc.services.digest.publish import DigestOrder, publish

pytestmark = pytest.mark.slow
SECRETARIAT, MOST = "CB-VPTU3", 6


class Acts:
    """Counts what a person does: a page that is opened, a press, a file that is taken."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def __call__(self, what: str) -> None:
        self.done.append(what)


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_quarters_end_to_an_approved_word_file(
    chromium: Browser, served: Served, scripts: bool
) -> None:
    _compiled_by_the_flow(served)
    act = Acts()
    with served.context(chromium, SECRETARIAT, "desk", scripts=scripts) as context:
        page = context.new_page()
        with complaints(page) as told:
            act("opens the site")
            page.goto("/")
            act("opens the digests")
            page.get_by_role("link", name="Báo cáo tổng hợp", exact=True).click()
            page.wait_for_url("**/digests")
            act("opens the newest")
            page.locator("tbody th a").first.click()
            expect(page.get_by_text("Dự thảo").first).to_be_visible()
            act("approves")
            page.get_by_role("button", name="Duyệt báo cáo").click()
            expect(page.get_by_role("status").first).to_contain_text("Đã duyệt")
            paper = _taken(page, act)
        assert told == []
    assert "BÁO CÁO" in paper and "2022" in paper
    assert len(act.done) + 1 <= MOST, act.done  # and prints it from Word


def _compiled_by_the_flow(served: Served) -> None:
    """What the digest flow does; nobody has to press anything."""
    workplace = served.site.workplace
    order = DigestOrder("2022-Q1", date(2022, 5, 20), sample=True)
    publish(workplace.engine, order, at(date(2022, 5, 20), 8), workplace.settings.root / "digests")


def _taken(page: Page, act: Acts) -> str:
    act("takes the Word file")
    with page.expect_download() as download:
        page.locator("a[href$='party.docx']").first.click()
    made = Document(str(download.value.path()))
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in made.paragraphs), *cells])
