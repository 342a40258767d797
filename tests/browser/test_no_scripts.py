"""Everything can be done in a browser that runs no script."""

from collections.abc import Iterator

import pytest
from browsing import Served, photo
from playwright.sync_api import Browser, FilePayload, Page, expect

REF = "DV01@LT/Q2"
SIZES = pytest.mark.parametrize("size", ["desk", "phone"])


@pytest.fixture(scope="module")
def picture(chromium: Browser) -> FilePayload:
    """Drawn where scripts run."""
    with chromium.new_page() as page:
        return photo(page)


@pytest.fixture
def plain(chromium: Browser, looked_at: Served, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The secretariat's browser, for looking only."""
    with looked_at.context(chromium, "CB-VPTU3", request.param, scripts=False) as context:
        yield context.new_page()


@SIZES
def test_one_reports_from_my_work_and_gets_a_receipt(
    chromium: Browser, served: Served, picture: FilePayload, size: str
) -> None:
    with served.context(chromium, "CB-LT2", size, scripts=False) as context:
        page = context.new_page()
        page.goto("/work")
        duty = page.locator(".duty").filter(has_text=REF)
        duty.get_by_role("link", name="Báo cáo").click()
        page.get_by_label("Việc đã làm").fill("Đã kết nạp 62 đảng viên.")
        page.get_by_label("Chụp ảnh").set_input_files(picture)
        page.get_by_role("button", name="Nộp báo cáo").click()
        expect(page.get_by_role("alert")).to_contain_text("Cần nhập kết quả thực hiện")
        expect(page.get_by_label("Việc đã làm")).to_have_value("Đã kết nạp 62 đảng viên.")
        expect(page.get_by_text("ảnh mặt bằng.jpg")).to_be_visible()  # it need not be sent again
        page.get_by_label("Kết quả thực hiện").fill("62")
        page.get_by_role("button", name="Nộp báo cáo").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp báo cáo")
        expect(page.get_by_text("giai đoạn của mốc được cập nhật sau ít giây")).to_be_visible()
        served.site.advance()
        page.get_by_role("link", name="Xem lại tình trạng").click()
        expect(page.get_by_text("Mốc đang ở giai đoạn «đã báo cáo»")).to_be_visible()


@pytest.mark.parametrize("plain", ["desk", "phone"], indirect=True)
def test_the_overdue_board_is_filtered_and_sorted(plain: Page) -> None:
    plain.goto("/overdue?state=overdue")
    rows = plain.locator("tbody tr")
    expect(rows).to_have_count(5)
    chip = plain.locator("summary").get_by_text("Quá hạn từ")
    if not chip.is_visible():
        plain.locator("summary").get_by_text("Bộ lọc", exact=True).click()
    chip.click()
    plain.get_by_label("Quá hạn từ").fill("5")
    plain.get_by_label("Quá hạn từ").press("Enter")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("GPMB01@YL/B2")
    plain.get_by_role("link", name="Bỏ lọc").first.click()
    expect(rows).to_have_count(5)
    plain.goto("/overdue")
    expect(rows).to_have_count(27)
    plain.goto("/overdue?state=overdue&sort=unit&dir=up")
    expect(rows.first).to_contain_text("Huyện")


@pytest.mark.parametrize("plain", ["desk", "phone"], indirect=True)
def test_search_finds_without_diacritics(plain: Page) -> None:
    plain.goto("/work")
    plain.get_by_role("search").get_by_role("searchbox").fill("ket nap dang vien")
    plain.get_by_role("search").get_by_role("searchbox").press("Enter")
    expect(plain.get_by_role("link", name="Kết nạp đảng viên mới").first).to_be_visible()


def test_a_report_is_accepted(chromium: Browser, served: Served) -> None:
    with served.context(chromium, "CB-VPTU3", scripts=False) as context:
        page = context.new_page()
        page.goto("/verify")
        page.get_by_role("link", name="GPMB01@VT/B2").click()
        page.locator("#quality").fill("90")
        page.get_by_role("button", name="Thẩm định, chấp nhận").click()
        expect(page.get_by_text("Đã thẩm định GPMB01@VT/B2")).to_be_visible()
