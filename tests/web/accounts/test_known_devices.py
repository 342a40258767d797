"""Wrong passwords typed elsewhere lock nobody out, and nobody goes on guessing either."""

from datetime import timedelta

import pytest
from accounts_world import PASSWORD, account_of, give_password, turn_on_totp
from fastapi.testclient import TestClient
from sign_in_form import sign_in
from sites import SAME_SITE, Site

from dondoc.services.accounts.sign_in import tries
from dondoc.services.accounts.sign_in.known_devices import (
    MAX_ACCOUNTS,
    device_token,
    read_device,
)
from dondoc.vault import vault
from dondoc.web.accounts.door import DEVICE_COOKIE

WRONG = "một mật khẩu sai"


def at(site: Site, address: str) -> TestClient:
    """A browser at an address."""
    client = TestClient(
        site.app, follow_redirects=False, headers=SAME_SITE, client=(address, 50_000)
    )
    site.clients.append(client)
    return client


def guess(client: TestClient, name: str, times: int) -> list[int]:
    return [sign_in(client, name, WRONG).status_code for _ in range(times)]


def test_ten_wrong_guesses_from_elsewhere_do_not_lock_out_the_right_person(site: Site) -> None:
    give_password(site, "CB-LT4")
    assert guess(at(site, "203.0.113.9"), "CB-LT4", 11) == [422] * 10 + [429]
    assert sign_in(at(site, "198.51.100.4"), "CB-LT4").status_code == 303


def test_a_known_device_gets_in_while_many_places_guess(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = tries.Limit("sign-in name", 6, timedelta(hours=3))
    monkeypatch.setattr(tries, "BY_NAME", few)
    give_password(site, "CB-LT4")
    own = at(site, "198.51.100.4")
    assert sign_in(own, "CB-LT4").status_code == 303
    for place in range(3):
        assert guess(at(site, f"203.0.113.{place}"), "CB-LT4", 2) == [422, 422]
    assert sign_in(at(site, "203.0.113.77"), "CB-LT4").status_code == 429
    assert sign_in(own, "CB-LT4").status_code == 303


def test_a_known_device_shares_no_limit_of_its_address(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "BY_ADDRESS", tries.Limit("sign-in address", 3, timedelta(hours=1)))
    give_password(site, "CB-LT4")
    own, beside = at(site, "198.51.100.4"), at(site, "198.51.100.4")
    sign_in(own, "CB-LT4")
    assert [*guess(beside, "CB-LT5", 4)] == [422, 422, 422, 429]
    assert sign_in(own, "CB-LT4").status_code == 303


def test_a_known_device_may_not_go_on_guessing(site: Site) -> None:
    give_password(site, "CB-LT4")
    own = at(site, "198.51.100.4")
    sign_in(own, "CB-LT4")
    assert guess(own, "CB-LT4", 11) == [422] * 10 + [429]
    assert sign_in(at(site, "198.51.100.4"), "CB-LT4").status_code == 303


def test_a_device_is_known_by_nobody_elses_account(site: Site) -> None:
    give_password(site, "CB-LT4")
    give_password(site, "CB-LT5")
    own = at(site, "198.51.100.4")
    sign_in(own, "CB-LT5")
    assert guess(at(site, "198.51.100.4"), "CB-LT4", 10) == [422] * 10
    assert sign_in(own, "CB-LT4").status_code == 429


def test_a_device_is_not_known_before_the_second_step(site: Site) -> None:
    give_password(site, "CB-LT4")
    turn_on_totp(site, "CB-LT4")
    client = at(site, "198.51.100.4")
    assert sign_in(client, "CB-LT4").status_code == 303
    assert DEVICE_COOKIE not in client.cookies


def test_a_made_up_device_is_not_known(site: Site) -> None:
    key = account_of_with_password(site)
    for token in ("", "x", vault().sign("unsubscribe", ["mark", key]), device_token(None, key)[1:]):
        assert read_device(token).accounts == ()


def account_of_with_password(site: Site) -> int:
    give_password(site, "CB-LT4", PASSWORD)
    return account_of(site, "CB-LT4").key


def test_a_device_knows_the_last_of_many(site: Site) -> None:
    token = None
    for key in range(1, MAX_ACCOUNTS + 3):
        token = device_token(token, key)
    accounts = read_device(token).accounts
    assert len(accounts) == MAX_ACCOUNTS and accounts[0] == MAX_ACCOUNTS + 2 and 1 not in accounts
    assert read_device(device_token(token, 5)).mark == read_device(token).mark


def test_all_places_together_guess_more_slowly_than_one_place_might() -> None:
    def a_day(limit: tries.Limit) -> float:
        return limit.most * (timedelta(days=1) / limit.within)

    assert a_day(tries.BY_NAME) < a_day(tries.BY_NAME_HERE)
    assert tries.BY_NAME.within <= tries.KEEP_FOR and tries.BY_NAME.most > tries.BY_NAME_HERE.most
