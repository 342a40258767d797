"""Real Chromium against a real server: pages on a desk (1280 px) and on a phone (360 px)."""

import asyncio
import base64
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    FilePayload,
    Page,
    Playwright,
    expect,
    sync_playwright,
)
from sites import Site, open_site, sample_home
from starlette.types import ASGIApp, Receive, Scope, Send

from dondoc.web.site.visit import COOKIE

__all__ = ["sample_home"]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 640}
SIZES = {"desk": DESK, "phone": PHONE}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MAX_WAIT = 15_000  # milliseconds: a test waits for a page, and does not measure it
_AXE = str(Axe().axe_script)
expect.set_options(timeout=MAX_WAIT)


def chromium_program() -> str:
    """Debian's chromium; a test that lacks it is skipped, or fails where it was meant to run."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        line = "chromium is not installed: these tests are skipped"
        if os.environ.get("DONDOC_TESTS_REQUIRE_ALL"):
            pytest.fail(line)
        pytest.skip(line)
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process."""
    program = chromium_program()
    with sync_playwright() as playwright:
        browser = launch(playwright, program)
        yield browser
        browser.close()


def launch(playwright: Playwright, program: str) -> Browser:
    return playwright.chromium.launch(executable_path=program, args=FLAGS)


@dataclass
class Served:
    """A site behind a real socket."""

    site: Site
    url: str

    def context(
        self,
        browser: Browser,
        code: str | None = None,
        size: str = "desk",
        *,
        scripts: bool = True,
        dark: bool = False,
    ) -> BrowserContext:
        """A browser of somebody's own, signed in where a code is given."""
        context = open_context(browser, self.url, size, scripts=scripts, dark=dark)
        if code is not None:
            cookie = {"name": COOKIE, "value": self.site.sign_in(code), "url": self.url}
            context.add_cookies([cookie])  # type: ignore[list-item]
        return context


def open_context(
    browser: Browser, url: str, size: str = "desk", *, scripts: bool = True, dark: bool = False
) -> BrowserContext:
    """A browser of somebody's own, signed in nowhere; relative addresses are below `url`."""
    context = browser.new_context(
        base_url=url,
        viewport=SIZES[size],  # type: ignore[arg-type]
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        java_script_enabled=scripts,
        color_scheme="dark" if dark else "light",
        has_touch=size == "phone",
    )
    context.set_default_timeout(MAX_WAIT)
    return context


def _late(app: ASGIApp) -> ASGIApp:
    """Answers DONDOC_TESTS_DELAY seconds late: a test that reads a page too early fails then."""
    delay = float(os.environ.get("DONDOC_TESTS_DELAY", "0"))

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(delay)
        await app(scope, receive, send)

    return answer if delay else app


def serve(site: Site, port: int = 0) -> Iterator[Served]:
    """Serves a site from this process until it is told to stop; 0: at whatever port is free."""
    config = uvicorn.Config(
        _late(site.app),
        host="127.0.0.1",
        port=port,
        log_level="warning",
        access_log=False,
        lifespan="off",
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Served(site, f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join()
    site.workplace.engine.dispose()


@pytest.fixture
def served(sample_home: Path, tmp_path: Path) -> Iterator[Served]:
    """A served site that the test may change."""
    yield from serve(open_site(sample_home, tmp_path / "home"))


@pytest.fixture(scope="module")
def looked_at(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A served site for all tests of a file that only look."""
    yield from serve(open_site(sample_home, tmp_path_factory.mktemp("looked") / "home"))


def violations(page: Page, *, without: str = "", only: str = "") -> list[str]:
    """What axe finds in a page as it is shown, one line each; `without`, `only`: a rule."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    run = {"type": "rule", "values": [only]} if only else {"type": "tag", "values": RULES}
    options = {
        "runOnly": run,
        "rules": {without: {"enabled": False}} if without else {},
        "resultTypes": ["violations"],
        "iframes": False,  # letters and papers are shown in frames that run nothing
    }
    results = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{result['id']}: {node['html'][:160]}"
        for result in results["violations"]
        for node in result["nodes"][:3]
    ]


@contextmanager
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of meanwhile; filled while the page is used."""
    told: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        # That the page itself was not found or refused is its status, and no fault.
        if said.type == "error" and said.location["url"] != page.url:
            told.append(f"{said.text} {said.location['url']}")

    def fail(error: Error) -> None:
        told.append(str(error))

    page.on("console", hear)
    page.on("pageerror", fail)
    yield told
    page.remove_listener("console", hear)
    page.remove_listener("pageerror", fail)


def photo(page: Page) -> FilePayload:
    """A small JPEG, as a phone's camera gives it."""
    drawn = page.evaluate(
        """() => {
            const canvas = document.createElement("canvas");
            Object.assign(canvas, {width: 640, height: 400});
            const pen = canvas.getContext("2d"), sky = pen.createLinearGradient(0, 0, 0, 400);
            sky.addColorStop(0, "#9cc4e4"); sky.addColorStop(0.55, "#e8eef2");
            sky.addColorStop(0.56, "#8a9a5b"); sky.addColorStop(1, "#6b4f2a");
            pen.fillStyle = sky; pen.fillRect(0, 0, 640, 400);
            pen.fillStyle = "#c65d3b"; pen.fillRect(380, 150, 120, 90);
            return canvas.toDataURL("image/jpeg", 0.7).split(",")[1];
        }"""
    )
    return {"name": "ảnh mặt bằng.jpg", "mimeType": "image/jpeg", "buffer": base64.b64decode(drawn)}


def sign_in(page: Page, code: str, password: str) -> None:
    """Signs somebody in as people do."""
    page.goto("/sign-in")
    page.fill("[name=code]", code)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))
