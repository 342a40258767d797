"""Signing in with the second step and with single sign-on, and being signed out everywhere."""

import logging
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from accounts_world import PASSWORD, code_at, give_password
from authlib.deprecate import AuthlibDeprecationWarning
from browsing import Served, complaints, open_context, serve, sign_in
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr
from sites import open_site
from upping import free_ports

from dondoc.web.app import create_app
from dondoc.workplace import open_workplace

with warnings.catch_warnings():
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    import oidc_provider_mock

OFFICIAL = "CB-LT4"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_code_of_the_phone_is_asked_for_once_it_was_set_up(
    chromium: Browser, served: Served, size: str
) -> None:
    give_password(served.site, OFFICIAL)
    with open_context(chromium, served.url, size) as context:
        page = context.new_page()
        with complaints(page) as told:
            sign_in(page, OFFICIAL, PASSWORD)
            secret = _set_up(page)
            page.goto("/")
            page.get_by_role("button", name="Đăng xuất").click()
            sign_in(page, OFFICIAL, PASSWORD)
            field = page.get_by_label("Mã 6 chữ số trên điện thoại")
            expect(field).to_be_focused()
            field.fill("000000")
            field.press("Enter")
            expect(page.get_by_role("alert")).to_be_focused()
            field.fill(code_at(secret, 1))  # the one of now was used to set it up
            field.press("Enter")
            expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
            assert told == []


def _set_up(page: Page) -> str:
    """Turns the second step on as its page says; its secret."""
    page.goto("/account/totp")
    page.get_by_role("button", name="Bật bước thứ hai").click()
    picture = page.locator("svg.qr")
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box is not None and box["width"] >= 150
    secret = page.locator("code.key").inner_text()
    page.get_by_label("Mã 6 chữ số trên điện thoại").fill(code_at(secret))
    page.get_by_role("button", name="Xác nhận và bật").click()
    expect(page.locator("ul.codes li")).to_have_count(10)
    return secret


def test_one_place_ends_the_sessions_of_all_others(chromium: Browser, served: Served) -> None:
    give_password(served.site, OFFICIAL)
    with (
        open_context(chromium, served.url, "phone") as lost,
        open_context(chromium, served.url) as here,
    ):
        there, page = lost.new_page(), here.new_page()
        sign_in(there, OFFICIAL, PASSWORD)
        sign_in(page, OFFICIAL, PASSWORD)
        page.goto("/account")
        page.get_by_role("button", name="Kết thúc mọi nơi khác").click()
        expect(page.get_by_text("Nơi này")).to_be_visible()
        expect(page.get_by_role("button", name="Kết thúc mọi nơi khác")).to_have_count(0)
        there.goto("/work")
        expect(there.get_by_label("Mật khẩu")).to_be_visible()


@pytest.fixture
def provider() -> Iterator[str]:
    """A provider of its own port on this machine."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def single(sample_home: Path, tmp_path: Path, provider: str) -> Iterator[Served]:
    """A served site of an office that has a provider."""
    site, port = open_site(sample_home, tmp_path / "home"), free_ports()[0]
    update = {
        "oidc_issuer": provider,
        "oidc_client_id": "dondoc",
        "oidc_client_secret": SecretStr("known to both"),
        "web_url": f"http://127.0.0.1:{port}",
    }
    site.workplace.engine.dispose()
    site.workplace = open_workplace(site.workplace.settings.model_copy(update=update), "sample")
    site.app = create_app(site.workplace)
    yield from serve(site, port)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the provider's own code in this process
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_single_sign_on_leads_to_where_one_wanted_to_go(
    chromium: Browser, single: Served, provider: str, size: str
) -> None:
    known = {"preferred_username": OFFICIAL}
    requests.put(f"{provider}/users/nam", json=known, timeout=5).raise_for_status()
    with open_context(chromium, single.url, size) as context:
        page = context.new_page()
        with complaints(page) as told:
            page.goto("/calendar")
            page.get_by_role("link", name="Đăng nhập bằng tài khoản cơ quan").click()
            page.wait_for_url(f"{provider}/**")
            page.locator("[name=sub]").first.fill("nam")
            page.locator("[name=sub]").first.press("Enter")
            page.wait_for_url(f"{single.url}/calendar")
            expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
            assert [one for one in told if single.url in one] == []
