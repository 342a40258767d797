"""`dondoc account`: getting in from the machine itself."""

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from accounts_world import OTHER_PASSWORD, account_of, changes, give_password, turn_on_totp
from sign_in_form import sign_in
from sites import Site

from dondoc.cli.failures import reported
from dondoc.cli.main import app
from dondoc.clock import wall_clock

NEW = {"password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `dondoc account ...` over the site's database; its JSON, or the exit code."""
    monkeypatch.setenv("DONDOC_HOME", str(site.workplace.settings.root))
    monkeypatch.setenv("DONDOC_EMBEDDED", "sample")

    def running(*words: str) -> dict[str, Any]:
        monkeypatch.setattr(sys, "argv", ["dondoc", "account", *words, "--json"])
        code = reported(app)
        said = capsys.readouterr()
        return json.loads(said.out) if code == 0 else {"code": code, "said": said.err}

    return running


def path_of(link: str) -> str:
    return link[link.index("/password/") :]


def test_it_makes_an_account_and_prints_a_link_that_sets_the_password(site: Site, run: Run) -> None:
    link = run("add", "CB-LT4", "--administrator")["link"]
    assert site.visitor().post(path_of(link), data=NEW).status_code == 303
    client = site.visitor()
    sign_in(client, "CB-LT4", OTHER_PASSWORD)
    assert client.get("/accounts").status_code == 200
    assert run("add", "CB-LT4")["code"] == 1
    assert run("add", "CB-NOBODY")["code"] == 2
    made = changes(site, "CB-LT4")[-1]
    assert (made.what, made.by) == ("account.made", "")


def test_a_locked_out_administrator_gets_in_again(site: Site, run: Run) -> None:
    turn_on_totp(site, "CB-LT4")
    give_password(site, "CB-LT4", disabled_at=wall_clock())
    link = run("reset", "CB-LT4", "--totp", "--administrator")["link"]
    site.visitor().post(path_of(link), data=NEW)
    assert sign_in(site.visitor(), "CB-LT4", OTHER_PASSWORD).headers["location"] == "/"
    assert account_of(site, "CB-LT4").administrator
    what = {change.what for change in changes(site, "CB-LT4")}
    assert {"account.enabled", "account.totp_reset", "account.invited"} <= what


def test_it_disables_enables_and_lists(site: Site, run: Run) -> None:
    give_password(site, "CB-LT4")
    assert run("disable", "CB-LT4") == {"person": "CB-LT4"}
    (row,) = run("list", "CB-LT4")["accounts"]
    assert (row["standing"], row["code"]) == ("disabled", "CB-LT4")
    assert run("invite", "CB-LT4")["code"] == 1
    run("enable", "CB-LT4")
    assert run("list", "CB-LT4")["accounts"][0]["standing"] == "active"
    assert len(run("list")["accounts"]) > 100
