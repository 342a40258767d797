"""A session decides about every head of the quarter in one sitting, and the acts are counted."""

import os
from pathlib import Path

import pytest
from browsing import Served, complaints, violations
from evaluation_round import ROUND
from playwright.sync_api import Browser, Dialog, Page, expect
from session_story import HELD, everybody_commented, on_day
from sqlalchemy import func
from sqlmodel import col, select

from dondoc.store.database import reading
from models.evaluation_round import EvaluationDossierStep
from models.rules.evaluation_course.dossiers import DossierStepKind

pytestmark = pytest.mark.slow
SECRETARIAT, STANDING, PHONE_SIZE = "CB-VPTU3", "CB-TTTU1", "phone"


def test_every_head_is_decided_in_one_sitting(chromium: Browser, served: Served) -> None:
    site = served.site
    people = everybody_commented(site)
    on_day(site, HELD)
    with served.context(chromium, SECRETARIAT) as context:
        address = _call(context.new_page())
    with served.context(chromium, STANDING) as context:
        page = context.new_page()
        with complaints(page) as told:
            acts = _decide_all(page, address, people)
            assert violations(page) == []
        assert told == []
    # One choice for each whom the rules leave to the body, one reason and one press for all.
    assert acts <= people + 2
    assert _decided(site) == people
    with served.context(chromium, STANDING, PHONE_SIZE) as context:
        phone = context.new_page()
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
        assert violations(phone) == []
        _picture(phone, "session-phone")


def _call(page: Page) -> str:
    page.goto(f"{ROUND}/decisions")
    page.get_by_label("Ngày họp").fill(HELD.isoformat())
    page.get_by_label("Hội nghị, tập thể quyết định").fill("Ban Thường vụ Tỉnh ủy")
    page.get_by_label("Số thành viên").fill("15")
    page.get_by_label("Số có mặt").fill("13")
    page.get_by_role("button", name="Triệu tập", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Phiên họp xét quý I/2022")
    assert violations(page) == []
    _picture(page, "session-called")
    return page.url.partition("?")[0].removeprefix(page.url.split("/evaluation")[0])


def _stays_when_asked(page: Page) -> None:
    """A link would lose what was chosen: the browser asks first."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    here = page.url
    page.locator("main a[href$='/decisions']").first.click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert (asked, page.url) == (["beforeunload"], here)


def _decide_all(page: Page, address: str, people: int) -> int:
    """How many presses, choices and words it took."""
    page.goto(address)
    _picture(page, "session-before")
    over, acts = page.locator("#seats-of-all"), 0
    expect(over).to_contain_text("trong trần")
    for select_box in page.locator("select.cell").all():
        if select_box.input_value():
            continue  # what the rules give is chosen already
        if not acts:
            select_box.select_option("excellent")
            expect(over).to_contain_text("vượt 1")  # before anything is saved
            _stays_when_asked(page)
            expect(select_box).to_have_value("excellent")
        acts += 1
        select_box.select_option("good")
    expect(over).to_contain_text("trong trần")
    page.get_by_label("Lý do chung").fill("Ngoài trần 20%, hội nghị thống nhất")
    page.locator(".deed").get_by_role("button", name="Lưu mọi quyết định").click()
    acts += 2
    expect(page.locator(".done")).to_contain_text(f"{people} người")
    _picture(page, "session-after")
    return acts


def _decided(site: object) -> int:
    with reading(site.workplace.engine) as session:  # type: ignore[attr-defined]
        kind = col(EvaluationDossierStep.kind) == DossierStepKind.DECIDED
        return session.exec(
            select(func.count()).select_from(EvaluationDossierStep).where(kind)
        ).one()


def _picture(page: Page, name: str) -> None:
    if folder := os.environ.get("DONDOC_TESTS_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
