"""Takes the pictures of the pages again, from the sample: `python docs/pictures/take.py`.

It needs Chromium, pdftoppm (poppler-utils) and what the tests need; nothing is changed but the
pictures beside it.
"""

import base64
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "support"))

import sites
from browsing import Served, chromium_program, launch, photo, serve
from playwright.sync_api import Browser, Page, sync_playwright
from sample_acts import checkpoint_id

from dondoc.services.delivery.remind import deliver_due
from dondoc.services.reports.links import ReportLink

HERE = Path(__file__).parent
OFFICIAL, SECRETARY, SECRETARIAT, STANDING = "CB-YL2", "CB-YL4", "CB-VPTU3", "CB-TTTU1"
REF, UNIT = "GPMB01@YL/B2", "Huyện Yên Lạc"
OFFICE = {
    "DONDOC_OFFICE": "Văn phòng Tỉnh ủy",
    "DONDOC_OFFICE_PARENT": "Tỉnh ủy Vĩnh Phúc",
    "DONDOC_OFFICE_SYMBOL": "VPTU",
    "DONDOC_OFFICE_PLACE": "Vĩnh Phúc",
}
"""Who issues the papers."""
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 800}


class Camera:
    """Takes pictures of a served sample."""

    def __init__(self, browser: Browser, served: Served) -> None:
        self.browser = browser
        self.served = served

    def page(self, code: str | None, address: str, size: str = "desk") -> Page:
        """A page as somebody sees it."""
        page = self.served.context(self.browser, code, size).new_page()
        page.set_viewport_size(DESK if size == "desk" else PHONE)  # type: ignore[arg-type]
        page.goto(address, wait_until="networkidle")
        return page

    def beside(self, name: str, shots: list[bytes]) -> None:
        """Several pictures of a phone as one."""
        page = self.browser.new_page()
        images = "".join(
            f'<img src="data:image/png;base64,{base64.b64encode(shot).decode()}">' for shot in shots
        )
        page.set_content(f'<div style="display:inline-flex;gap:16px">{images}</div>')
        page.locator("div").screenshot(path=HERE / name)


def take(camera: Camera) -> None:
    """All of them: first as the sample is, then with a report that waits to be verified."""
    camera.page(OFFICIAL, "/work", "phone").screenshot(path=HERE / "my-work-phone.png")
    camera.page(SECRETARIAT, "/overdue").screenshot(path=HERE / "overdue.png")
    camera.page(STANDING, "/overview").screenshot(path=HERE / "overview.png")
    board = camera.page(SECRETARY, "/boards")
    board.get_by_role("main").get_by_role("link", name=UNIT).first.click()
    board.screenshot(path=HERE / "board.png")
    _letter(camera)
    _digest(camera)
    _report(camera)
    camera.served.site.advance()
    verify = camera.page(SECRETARIAT, f"/verify/2022/{REF}")
    verify.screenshot(path=HERE / "verify.png")
    camera.page(OFFICIAL, f"/items/2022/{REF}").screenshot(path=HERE / "item.png")


def _letter(camera: Camera) -> None:
    """What the secretary of a committee is told of what is overdue, as it lies in the mailbox."""
    mailbox = camera.served.site.workplace.settings.mailbox
    (letter,) = mailbox.glob("*_tuandd.yl@*.html")
    page = camera.browser.new_page(viewport={"width": 720, "height": 640})
    page.goto(letter.as_uri())
    page.screenshot(path=HERE / "reminder.png", full_page=True)


def _digest(camera: Camera) -> None:
    """A digest as a page, and as the first sheet of each paper."""
    page = camera.page(SECRETARIAT, "/digests")
    page.locator("[name=quarter]").select_option("2022-Q2")
    page.locator("main form.sheet button").click()
    page.wait_for_url(re.compile(r"/digests/\d+"))
    kept = page.url.partition("?")[0]
    page.set_viewport_size({"width": 820, "height": 1080})
    page.goto(f"{kept}/paper.html")
    page.screenshot(path=HERE / "digest.png")
    for form in ("party", "state"):
        _first_page(page, f"{kept}/papers/{form}.pdf", f"paper-{form}")
    _papers_of_a_unit(page)
    _papers_of_a_meeting(camera, page)


def _first_page(page: Page, address: str, name: str) -> None:
    """Page one of a paper that is offered."""
    answer = page.request.get(address)
    assert answer.ok, address
    first_page(answer.body(), name)


def first_page(pdf: bytes, name: str) -> None:
    """Page one, small enough to stand beside others."""
    command = ["pdftoppm", "-png", "-r", "60", "-singlefile", "-", str(HERE / name)]
    subprocess.run(command, input=pdf, check=True)  # noqa: S603


def _papers_of_a_unit(page: Page) -> None:
    """Each kind of paper in the catalogue, of a unit with something overdue."""
    page.goto("/papers")
    page.fill("#unit", UNIT)
    page.get_by_role("button", name="Xem văn bản").click()
    page.wait_for_url("**unit=**")
    for kind in ("letter", "report", "annex", "decision"):
        link = page.locator(f"a[href*='/{kind}.state.pdf']").first
        _first_page(page, str(link.get_attribute("href")), f"paper-{kind}")


def _papers_of_a_meeting(camera: Camera, page: Page) -> None:
    """The pack, the form of the minutes and the notice, with one conclusion."""
    page.goto("/meetings")
    page.fill("[name=title]", "Họp Ban Thường vụ về các việc chậm")
    page.fill("[name=held_on]", "2022-05-20")
    page.locator("main form.sheet button").click()
    page.wait_for_url(re.compile(r"/meetings/\d+"))
    address = page.url.partition("?")[0]
    page.goto(f"{address}/proposals")
    for box in page.locator("[name=matter]").all()[:3]:
        box.check()
    page.locator("#matter button").first.click()
    page.wait_for_url(lambda url: url.partition("?")[0] == address)
    _conclude(page)
    page.wait_for_url("**done=**")
    _first_page(page, f"{address}/pack/party.pdf", "paper-pack")
    _first_page(page, f"{address}/notice/party.pdf", "paper-notice")
    camera.beside("paper-minutes.png", _all_pages(page, f"{address}/minutes/party.pdf"))


def _all_pages(page: Page, address: str) -> list[bytes]:
    """Every page of a short paper: minutes are signed on the last one."""
    content = page.request.get(address).body()
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-png", "-r", "60", "-", f"{folder}/page"]
        subprocess.run(command, input=content, check=True)  # noqa: S603
        return [each.read_bytes() for each in sorted(Path(folder).iterdir())]


def _conclude(page: Page) -> None:
    """The first matter's own unit is given a task."""
    matter = page.locator("ul.plain-cards > li").first
    matter.locator("summary").last.click()
    matter.locator("[name^=words]").fill("Hoàn thành và trình Ban Thường vụ đề cương")
    matter.locator("[name^=position]").select_option(index=1)
    matter.locator("[name^=due]").fill("2022-06-15")
    matter.get_by_role("button", name="Ghi kết luận").click()


def _report(camera: Camera) -> None:
    """The form that a letter's link opens, filled in; two screens of it; then it is sent."""
    site = camera.served.site
    until = site.workplace.clock().today() + timedelta(days=14)
    phone = camera.page(None, _link(site, until), "phone")
    phone.get_by_label("Kết quả thực hiện").fill("13,5")
    phone.get_by_label("Việc đã làm").fill("Đã chi trả xong đợt 1, bàn giao 13,5 ha.")
    phone.get_by_label("Chụp ảnh").set_input_files(photo(phone))
    camera.beside("report-phone.png", _screens(phone))
    phone.get_by_role("button", name="Nộp báo cáo").click()
    phone.wait_for_url("**done=report")


def _screens(phone: Page) -> list[bytes]:
    """The number, then what was done and the evidence; the browser's own words are left out."""
    phone.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    tops = (0, phone.locator("label[for=narrative]").bounding_box()["y"] - 16)  # type: ignore[index]
    clips = [{"x": 0, "y": top, "width": PHONE["width"], "height": 735} for top in tops]
    return [phone.screenshot(full_page=True, clip=clip) for clip in clips]  # type: ignore[arg-type]


def _link(site: sites.Site, until: date) -> str:
    person, checkpoint = sites.person_id(site, OFFICIAL), checkpoint_id(site, REF)
    return f"/r/{ReportLink(person, checkpoint, 0, until).token}"


@contextmanager
def sample_served() -> Iterator[tuple[sites.Site, Browser]]:
    """A sample of its own, whose papers are those of an office, and a browser to look at it."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        os.environ.update(OFFICE)
        sites.fill_home(home / "sample")
        with closing(launch(playwright, chromium_program())) as browser:
            yield sites.open_site(home / "sample", home / "home"), browser


@contextmanager
def camera_at(site: sites.Site, browser: Browser) -> Iterator[Camera]:
    """A camera, while the site is served."""
    running = serve(site)
    yield Camera(browser, next(running))
    next(running, None)


def main() -> None:
    """Fills a sample, serves it and looks at it."""
    with sample_served() as (site, browser):
        # so that it says who was told
        deliver_due(site.workplace, site.workplace.clock().now())
        with camera_at(site, browser) as camera:
            take(camera)


if __name__ == "__main__":
    main()
