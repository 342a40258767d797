"""How the pages are started, and how somebody gets in for the first time."""

import socket
import sys
from pathlib import Path

import httpx2
import pytest
from accounts_world import PASSWORD, give_password
from sites import SAME_SITE, Site
from sqlmodel import select

from dondoc.cli.first import show_accounts
from dondoc.cli.up import _with_free_port
from dondoc.clockwork import pages
from dondoc.clockwork.children import Children
from dondoc.clockwork.environment import free_port
from dondoc.services.sample.accounts import SAMPLE_PASSWORD, SHOWN, is_here
from dondoc.settings import Settings
from dondoc.store.database import POOL_SIZE, open_engine, reading
from dondoc.web import __main__ as serving
from models.account import WebSession


def environment(site: Site) -> dict[str, str]:
    import os

    given = {name: value for name, value in os.environ.items() if name != "DONDOC_DATABASE_URL"}
    settings = site.workplace.settings
    return given | {"DONDOC_HOME": str(settings.root), "DONDOC_EMBEDDED": str(settings.embedded)}


def test_it_serves_and_believes_this_machines_proxy(site: Site, tmp_path: Path) -> None:
    give_password(site, "CB-LT4")
    port = free_port(21_000)
    with Children(environment(site), tmp_path) as children:
        pages.start_pages(children, port)
        pages.wait_until_served(port, children)
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", headers=SAME_SITE) as client:
            data = {"code": "CB-LT4", "password": PASSWORD}
            proxied = {"x-forwarded-for": "198.51.100.7", "x-forwarded-proto": "https"}
            answer = client.post("/sign-in", data=data, headers=proxied)
            assert answer.status_code == 303
            assert "server" not in answer.headers
    with reading(site.workplace.engine) as session:
        assert session.exec(select(WebSession)).one().address == "198.51.100.7"
    log = children.log_of(pages.NAME).read_text(encoding="utf-8")
    assert "/sign-in" not in log


def test_it_tells_of_pages_that_do_not_come_up(site: Site, tmp_path: Path) -> None:
    with Children(environment(site), tmp_path) as children:
        children.start(pages.NAME, [sys.executable, "-c", "raise SystemExit(1)"])
        with pytest.raises(RuntimeError, match=r"web\.log"):
            pages.wait_until_served(free_port(21_100), children)


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("127.1.2.3", True), ("localhost", True), ("::1", True),
     ("0.0.0.0", False), ("::", False), ("192.0.2.7", False)],
)  # fmt: skip
def test_a_sample_is_for_this_machine_only(
    site: Site, monkeypatch: pytest.MonkeyPatch, host: str, here: bool
) -> None:
    assert is_here(host) is here
    for name, value in environment(site).items():
        monkeypatch.setenv(name, value)
    served: list[tuple[str, int]] = []
    monkeypatch.setattr(
        serving.uvicorn,
        "run",
        lambda *_, **given: served.append((given["host"], given["workers"])),
    )
    monkeypatch.setattr(sys, "argv", ["dondoc.web", "--host", host, "--workers", "3"])
    if here:
        serving.main()
        assert served == [(host, 3)]
    else:
        with pytest.raises(SystemExit, match="chỉ mở trên máy này"):
            serving.main()


def test_it_says_who_may_sign_in_to_a_sample(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    show_accounts(site.workplace, "http://127.0.0.1:8080")
    said = capsys.readouterr().out
    assert SAMPLE_PASSWORD in said and all(code in said for code in SHOWN.values())
    data = {"code": SHOWN["secretariat"], "password": SAMPLE_PASSWORD}
    assert site.visitor().post("/sign-in", data=data).status_code == 303


def test_a_real_installation_asks_for_its_first_administrator(
    bare_site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    show_accounts(bare_site.workplace, "http://127.0.0.1:8080")
    link = capsys.readouterr().out.split()[-1]
    assert link.startswith("http://127.0.0.1:8080/setup/")
    page = bare_site.visitor().get(link.removeprefix("http://127.0.0.1:8080"))
    assert page.status_code == 200


def test_the_next_free_port_is_taken_and_addresses_follow_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DONDOC_WEB_URL", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        wanted = taken.getsockname()[1]
        found = _with_free_port(Settings(web_port=wanted))
    assert found.web_port > wanted
    assert found.web_url == f"http://127.0.0.1:{found.web_port}"
    assert Settings(web_url="https://x.example").web_url == "https://x.example"


def test_twenty_requests_at_once_have_a_connection_each(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'one.sqlite'}")
    held = [engine.connect() for _ in range(POOL_SIZE)]
    assert POOL_SIZE >= 20 and engine.pool.checkedout() == POOL_SIZE  # type: ignore[attr-defined]
    for one in held:
        one.close()
    assert engine.pool.checkedin() == POOL_SIZE  # type: ignore[attr-defined]
    engine.dispose()
