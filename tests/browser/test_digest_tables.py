"""Tables of a digest on a desk: long ones keep their headings in sight, and none is too wide."""

import re

import pytest
from browsing import Served
from playwright.sync_api import Browser, Page
from sqlmodel import select

from dondoc.store.database import writing
from models.indicator import Indicator
from models.unit import UnitName

pytestmark = pytest.mark.slow


def compiled(page: Page) -> None:
    page.goto("/digests")
    page.locator("main form button").last.click()
    page.wait_for_url(re.compile(r"/digests/\d+\?"))


def test_a_long_table_keeps_its_headings_in_sight(chromium: Browser, served: Served) -> None:
    with served.context(chromium, "CB-VPTU3") as context:
        page = context.new_page()
        compiled(page)
        rows = page.locator("table.units tbody tr")
        rows.nth(rows.count() - 1).evaluate("row => row.scrollIntoView({block: 'center'})")
        head = page.locator("table.units thead th").first.bounding_box()
        assert head is not None and 0 <= head["y"] < 10, head


def test_words_without_a_blank_make_no_table_wider_than_the_page(
    chromium: Browser, served: Served
) -> None:
    link = "https://drive.google.com/" + "duongdanratdai" * 12
    with writing(served.site.workplace.engine) as session:
        for each in (*session.exec(select(Indicator)), *session.exec(select(UnitName))):
            name = "title" if isinstance(each, Indicator) else "name"
            setattr(each, name, f"{getattr(each, name)} {link}")
    with served.context(chromium, "CB-VPTU3") as context:
        page = context.new_page()
        compiled(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 1280
        wider = page.evaluate(
            """() => [...document.querySelectorAll(".paper .scroll")]
                .filter(each => each.scrollWidth > each.clientWidth)
                .map(each => each.querySelector("table").className)"""
        )
        assert wider == []


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_no_word_of_a_table_is_broken(chromium: Browser, served: Served, size: str) -> None:
    """Words that are joined, so that a state stands in one line, are one word."""
    with served.context(chromium, "CB-VPTU3", size) as context:
        page = context.new_page()
        compiled(page)
        broken = page.evaluate(
            """() => [...document.querySelectorAll(".paper .scroll tbody :is(td, th)")]
                .flatMap(cell => [...cell.childNodes].filter(node => node.nodeType === 3))
                .flatMap(node => [...node.data.matchAll(/[^ \\n\\t\\-\\/.@,]+/g)].filter(word => {
                    const range = document.createRange();
                    range.setStart(node, word.index);
                    range.setEnd(node, word.index + word[0].length);
                    const tops = [...range.getClientRects()].map(box => Math.round(box.top));
                    return word[0].length < 20 && new Set(tops).size > 1;
                }).map(word => word[0]))"""
        )
        assert broken == [], " ".join(broken)
