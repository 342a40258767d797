"""A plan with mistakes is uploaded, mended, compared and loaded."""

import io
from collections.abc import Callable

from browsing import SIZES, Served, complaints, violations
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Browser, FilePayload, Page, expect

SHEET = "Giao chỉ tiêu"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _column(sheet: Worksheet, start: str) -> int:
    heads = (cell for row in sheet.iter_rows(max_row=4) for cell in row)
    return next(int(cell.column) for cell in heads if str(cell.value or "").startswith(start))


def _with(exported: bytes, change: Callable[[Workbook], None]) -> FilePayload:
    book = load_workbook(io.BytesIO(exported))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return {"name": "Kế hoạch 2022.xlsx", "mimeType": KIND, "buffer": out.getvalue()}


def _break(book: Workbook) -> None:
    book[SHEET].cell(5, _column(book[SHEET], "Kế hoạch"), "nhiều")


def _mend(book: Workbook) -> None:
    book[SHEET].cell(5, _column(book[SHEET], "Trọng số"), 7)


def test_a_plan_is_mended_before_it_is_loaded(chromium: Browser, served: Served) -> None:
    with served.context(chromium, "CB-VPTU3") as context:
        page = context.new_page()
        with complaints(page) as told:
            page.goto("/plan")
            exported = context.request.get("/plan/export.xlsx").body()
            _upload(page, _with(exported, _break))
            _see_the_error_at_its_cell(page)
            page.get_by_role("link", name="Chọn tệp khác").click()
            _upload(page, _with(exported, _mend))
            expect(page.get_by_text("→")).to_be_visible()
            _fits(page)
            page.get_by_role("button", name="Nạp kế hoạch").click()
            expect(page.get_by_text("Năm 2022: Đã nạp kế hoạch")).to_be_visible()
            assert told == []


def _upload(page: Page, file: FilePayload) -> None:
    page.get_by_label("Tệp kế hoạch").set_input_files(file)
    page.get_by_role("button", name="Kiểm tra tệp").click(timeout=60_000)
    page.wait_for_url("**/plan/uploaded/*")


def _see_the_error_at_its_cell(page: Page) -> None:
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("button", name="Nạp kế hoạch")).to_have_count(0)
    page.locator("main ol").get_by_role("link").first.click()
    cell = page.locator(".cell-error")
    expect(cell).to_be_in_viewport()
    expect(cell).to_contain_text("nhiều")
    assert "#" in page.url
    _fits(page)


def _fits(page: Page) -> None:
    """On a desk and on a phone, without another upload."""
    for size in SIZES.values():
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert violations(page) == []
    page.set_viewport_size(SIZES["desk"])  # type: ignore[arg-type]
