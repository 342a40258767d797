"""A page as somebody sees it: nothing wider than the screen, nothing that keeps anybody out."""

import os
from pathlib import Path

from browsing import violations
from playwright.sync_api import Page


def fits(page: Page, name: str) -> None:
    """Raises where a page does not fit. Its picture is kept where a folder for them is named."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    if folder := os.environ.get("DONDOC_TESTS_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert violations(page) == [], name
