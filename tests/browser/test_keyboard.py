"""Every act can be done by keyboard, and one always sees where one is."""

import pytest
from browsing import Served
from playwright.sync_api import Browser, Page, expect

REF = "DV01@LT/Q2"
FOCUS = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    const label = one.labels?.[0]?.textContent || one.getAttribute("aria-label");
    const name = label || one.textContent || "";
    return {
        tag: one.tagName, name: name.trim().replace(/\\\\s+/g, " "),
        href: one.getAttribute("href") || "",
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        seen: box.width > 1 && box.bottom > 0 && box.top < innerHeight && box.left >= 0,
    };
}"""
"""What has the focus, and whether that can be seen."""


def _tabs(page: Page, until: str, most: int = 60) -> list[str]:
    """Presses Tab until something whose name begins so has the focus; the names on the way."""
    names: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        assert here["outlined"] and here["seen"], here
        names.append(here["name"])
        if here["name"].startswith(until):
            return names
    raise AssertionError(f"{until} is not among {names}")


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize(("code", "path"), [("CB-LT2", "/work"), ("CB-VPTU3", "/overdue")])
def test_tab_goes_through_the_page_in_order_and_is_seen(
    chromium: Browser, looked_at: Served, size: str, code: str, path: str
) -> None:
    with looked_at.context(chromium, code, size) as context:
        page = context.new_page()
        page.goto(path)
        names = _tabs(page, "Việc của tôi")
        assert names[0] == "Đến nội dung chính"
        assert names.index("Đăng xuất") < names.index("Việc của tôi")
        _tabs(page, {"/work": "Báo cáo", "/overdue": "5"}[path])


def test_the_skip_link_leads_to_what_the_page_is_about(
    chromium: Browser, looked_at: Served
) -> None:
    with looked_at.context(chromium, "CB-LT2") as context:
        page = context.new_page()
        page.goto("/work")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_report_is_filled_in_and_sent_without_a_mouse(
    chromium: Browser, served: Served, size: str
) -> None:
    with served.context(chromium, "CB-LT2", size) as context:
        page = context.new_page()
        page.goto(f"/report/2022/{REF}")
        _tabs(page, "Kết quả thực hiện")
        page.keyboard.type("nhiều")
        _tabs(page, "Việc đã làm")
        page.keyboard.type("Đã kết nạp 62 đảng viên.")
        _tabs(page, "Nộp báo cáo")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert").first).to_be_focused()
        here = _tabs(page, "Không đọc được")
        assert len(here) == 1  # the summary's link to the field comes first
        page.keyboard.press("Enter")
        expect(page.locator("#value")).to_be_focused()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("62")
        expect(page.get_by_label("Việc đã làm")).to_have_value("Đã kết nạp 62 đảng viên.")
        _tabs(page, "Nộp báo cáo")
        page.keyboard.press("Space")
        expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp báo cáo")


def test_verification_goes_by_shortcuts(chromium: Browser, served: Served) -> None:
    with served.context(chromium, "CB-VPTU3") as context:
        page = context.new_page()
        page.goto("/verify")
        page.keyboard.press("j")
        page.wait_for_url("**/CAT01@CAT/B2*")
        page.keyboard.press("j")
        page.wait_for_url("**/KHDT01@KHDT/B2*")
        page.keyboard.press("k")
        page.wait_for_url("**/CAT01@CAT/B2*")
        page.keyboard.press("a")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Đã thẩm định CAT01@CAT/B2")).to_be_visible()
        page.wait_for_url("**/KHDT01@KHDT/B2*")
        page.keyboard.press("r")
        expect(page.locator("[name=return_reason]")).to_be_focused()
        page.keyboard.type("jka: chưa đủ hồ sơ")  # no shortcuts while one types
        expect(page.locator("[name=return_reason]")).to_have_value("jka: chưa đủ hồ sơ")
        _tabs(page, "Trả lại báo cáo")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Đã trả lại KHDT01@KHDT/B2")).to_be_visible()


def test_shortcuts_can_be_switched_off(chromium: Browser, looked_at: Served) -> None:
    with looked_at.context(chromium, "CB-VPTU3") as context:
        page = context.new_page()
        page.goto("/verify/2022/GPMB01@VT/B2")
        page.locator("summary", has_text="Phím tắt").press("Enter")
        page.locator("[data-keys]").press("Space")
        page.reload()
        page.keyboard.press("a")
        expect(page.get_by_role("button", name="Thẩm định, chấp nhận")).not_to_be_focused()
