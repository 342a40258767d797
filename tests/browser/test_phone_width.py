"""Nothing on a phone is wider than the phone."""

import re
from datetime import UTC, datetime
from pathlib import Path

from browsing import PHONE, Served
from playwright.sync_api import Browser, expect
from sqlmodel import select

from dondoc.channels.channel import open_channel
from dondoc.channels.letter import Letter
from dondoc.channels.mailbox import write_index
from dondoc.store.database import writing
from models.indicator import Indicator
from models.unit import UnitName


def test_work_with_a_request_for_more_time_fits_a_phone(chromium: Browser, served: Served) -> None:
    with served.context(chromium, "CB-BX1", "phone") as context:
        page = context.new_page()
        page.goto("/act/2022/GPMB01@BX/B2?act=ask_extension&back=/work")
        page.fill("[name=reason]", "Chờ phê duyệt giá đất")
        page.fill("#new_due_on", "2022-05-28")
        page.locator("main button").first.click()
        expect(page.get_by_text("Đã đề nghị gia hạn đến 28/05/2022")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_four_items_of_my_work_stand_on_the_first_screen_of_a_phone(
    chromium: Browser, looked_at: Served
) -> None:
    with looked_at.context(chromium, "CB-LT2", "phone") as context:
        page = context.new_page()
        page.goto("/")  # where an official begins
        seen = page.evaluate(
            """() => [...document.querySelectorAll(".duty")]
                .filter(row => row.getBoundingClientRect().bottom <= innerHeight)
                .map(row => row.querySelector("h3").textContent)"""
        )
        assert len(seen) >= 4, seen
        head = page.locator("main").bounding_box()
        assert head is not None and head["y"] <= 110, head


def test_the_first_checkpoint_of_a_unit_stands_on_the_first_screen_of_a_phone(
    chromium: Browser, looked_at: Served
) -> None:
    with looked_at.context(chromium, "CB-YL4", "phone") as context:
        page = context.new_page()
        page.goto("/")  # a committee's secretary begins on the unit's board
        first = page.locator("#checkpoints tbody tr").first.bounding_box()
        assert first is not None and first["y"] <= 470, first


def test_the_first_paper_of_a_unit_keeps_clear_of_the_form_above_it(
    chromium: Browser, looked_at: Served
) -> None:
    with looked_at.context(chromium, "CB-YL4", "phone") as context:
        page = context.new_page()
        page.goto("/papers")
        form = page.locator("main form.row").bounding_box()
        first = page.locator("main section.sheet").first.bounding_box()
        assert form is not None and first is not None
        assert first["y"] - (form["y"] + form["height"]) >= 12, (form, first)


def test_the_list_of_letters_fits_a_phone(chromium: Browser, tmp_path: Path) -> None:
    letter = Letter(
        message_id="<n@b.vn>",
        sender_address="don-doc@vinhphuc.gov.vn",
        sender_name="Ban Tổ chức Tỉnh ủy",
        recipient_address="nguoi-phu-trach-chinh.huyen-lap-thach@vinhphuc.gov.vn",
        recipient_name="Nguyễn Văn An",
        subject="Quá hạn 2, đến hạn tuần này 3: Ban Chỉ đạo huyện Lập Thạch",
        text="Kính gửi đồng chí",
        html="",
        date=datetime(2022, 3, 25, tzinfo=UTC),
    )
    with open_channel(f"mailbox://{tmp_path}") as channel:
        channel.send(letter)
    page = chromium.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(write_index(tmp_path).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


def test_the_menu_shows_where_one_is(chromium: Browser, looked_at: Served) -> None:
    with looked_at.context(chromium, "CB-VPTU3", "phone") as context:
        page = context.new_page()
        page.goto("/verify")
        here = page.locator(".top nav [aria-current=page]")
        expect(here).to_be_in_viewport(ratio=1)


def test_a_text_without_a_blank_does_not_move_a_page_sideways(
    chromium: Browser, served: Served
) -> None:
    _named_with_links(served)
    with served.context(chromium, "CB-VPTU3", "phone") as context:
        page = context.new_page()
        meeting = page.request.post(
            "/meetings",
            form={"title": "Họp", "held_on": "2022-05-20"},
            headers={"sec-fetch-site": "same-origin"},
        ).url.partition("?")[0]
        for address in ("/papers?unit=9", "/boards/9", f"{meeting}/proposals"):
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") == 360, address


def test_a_text_without_a_blank_is_read_whole_in_a_digest(
    chromium: Browser, served: Served
) -> None:
    """It was cut off at the right edge of its card, with all the words beside it."""
    _named_with_links(served)
    with served.context(chromium, "CB-VPTU3", "phone") as context:
        page = context.new_page()
        page.goto("/digests")
        page.locator("main form button").last.click()
        page.wait_for_url(re.compile(r"/digests/\d+\?"))
        cut = page.evaluate(
            """() => [...document.querySelectorAll(".paper .scroll tbody :is(td, th)")]
                .filter(cell => cell.offsetWidth && cell.scrollWidth > cell.clientWidth)
                .map(cell => cell.closest("table").className + ": " + cell.textContent)"""
        )
        assert cut == []


def _named_with_links(served: Served) -> None:
    link = "https://drive.google.com/" + "duongdanratdai" * 12
    with writing(served.site.workplace.engine) as session:
        for each in (*session.exec(select(Indicator)), *session.exec(select(UnitName))):
            name = "title" if isinstance(each, Indicator) else "name"
            setattr(each, name, f"{getattr(each, name)} {link}")
