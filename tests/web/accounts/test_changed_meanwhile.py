"""What guards an account is changed from what stands: two windows, two devices, both databases."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from accounts_world import (
    OTHER_PASSWORD,
    PASSWORD,
    account_of,
    changes,
    code_at,
    give_password,
)
from sign_in_form import sign_in
from sites import Site

from dondoc.clock import wall_clock
from dondoc.services.accounts.sign_in import passwords, sessions
from dondoc.store.database import writing
from models.account import Account

WHO = "CB-LT4"
CHANGE = {"current": PASSWORD, "password": "một mật khẩu thứ ba", "again": "một mật khẩu thứ ba"}


def meanwhile(monkeypatch: pytest.MonkeyPatch, does: Callable[[], object]) -> None:
    """Does something once, right after a password was found to be right."""
    checked, done = passwords.matches, []

    def matches(*given: Any) -> bool:
        right = checked(*given)
        if right and not done:
            done.append(True)
            does()
        return right

    monkeypatch.setattr(passwords, "matches", matches)


def reset(site: Site) -> None:
    """Its owner sets another password, by a link."""
    with writing(site.workplace.engine) as session:
        account = session.get_one(Account, account_of(site, WHO).key)
        passwords.set_password(session, account, OTHER_PASSWORD, wall_clock())


def locks(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        account = session.get_one(Account, account_of(site, WHO).key)
        account.disabled_at = wall_clock()
        sessions.end(session, account.key)


@pytest.mark.parametrize("does", [reset, locks])
def test_nobody_gets_in_by_a_password_that_ended_while_it_was_checked(
    site: Site, monkeypatch: pytest.MonkeyPatch, does: Callable[[Site], None]
) -> None:
    give_password(site, WHO)
    meanwhile(monkeypatch, lambda: does(site))
    client = site.visitor()
    answer = sign_in(client, WHO, PASSWORD)
    assert answer.status_code == 422 or answer.headers["location"] == "/sign-in?done=again"
    assert client.get("/work").headers["location"].startswith("/sign-in")


def test_an_old_password_does_not_come_back_with_a_new_digest(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(site, WHO)
    monkeypatch.setattr(passwords, "is_dated", lambda _: True)
    meanwhile(monkeypatch, lambda: reset(site))
    assert sign_in(site.visitor(), WHO, PASSWORD).status_code == 422
    monkeypatch.undo()
    assert passwords.matches(account_of(site, WHO), OTHER_PASSWORD)


@pytest.mark.parametrize("does", [reset, locks])
def test_a_session_that_was_ended_changes_no_password(
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    does: Callable[[Site], None],
) -> None:
    give_password(site, WHO)
    client = site.client(WHO)
    before = account_of(site, WHO).password_hash
    meanwhile(monkeypatch, lambda: does(site))
    answer = client.post("/account/password", data=CHANGE)
    assert answer.status_code == 401
    monkeypatch.undo()
    after = account_of(site, WHO)
    assert not passwords.matches(after, CHANGE["password"])
    assert after.password_hash == before or does is reset


def test_of_two_windows_that_change_the_password_one_is_narrative_that_it_did_not(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(site, WHO)
    client = site.client(WHO)

    def other_window() -> None:
        with writing(site.workplace.engine) as session:
            account = session.get_one(Account, account_of(site, WHO).key)
            account.password_hash = passwords.hashed(OTHER_PASSWORD)

    meanwhile(monkeypatch, other_window)
    assert client.post("/account/password", data=CHANGE).status_code == 422
    monkeypatch.undo()
    assert passwords.matches(account_of(site, WHO), OTHER_PASSWORD)


def mark(client: Any) -> dict[str, str]:
    found = re.search(r'name="seen" value="([^"]+)"', client.get("/account/totp").text)
    assert found is not None
    return {"seen": found[1]}


def test_two_windows_that_set_the_second_step_up_show_one_picture(site: Site) -> None:
    give_password(site, WHO)
    one, other = site.client(WHO), site.client(WHO)
    first, second = mark(one), mark(other)
    assert one.post("/account/totp/begin", data=first).status_code == 303
    secret = account_of(site, WHO).totp_secret
    assert other.post("/account/totp/begin", data=second).status_code == 303
    assert account_of(site, WHO).totp_secret == secret
    on = one.post("/account/totp", data={**mark(one), "code": code_at(secret)})
    assert on.status_code == 200
    late = other.post("/account/totp", data={**second, "code": code_at(secret)})
    assert late.status_code == 409 and "ở cửa sổ hoặc thiết bị khác" in late.text


def test_recovery_codes_that_were_renewed_elsewhere_are_not_renewed_unseen(site: Site) -> None:
    give_password(site, WHO)
    one, other = site.client(WHO), site.client(WHO)
    one.post("/account/totp/begin", data=mark(one))
    secret = account_of(site, WHO).totp_secret
    one.post("/account/totp", data={**mark(one), "code": code_at(secret)})
    first, second = mark(one), mark(other)
    assert one.post("/account/totp/recovery", data=first).status_code == 200
    kept = account_of(site, WHO).recovery_digests
    assert other.post("/account/totp/recovery", data=second).status_code == 409
    assert other.post("/account/totp/off", data=second).status_code == 409
    assert account_of(site, WHO).recovery_digests == kept
    off = mark(one)
    for client in (one, other):
        answer = client.post("/account/totp/off", data=off)
        assert answer.headers["location"] == "/account?done=totp_off"
    assert [row.what for row in changes(site, WHO)].count("account.totp_off") == 1
