"""What guards an account is changed by whoever signed in just now, or gives the password again."""

import re
from datetime import timedelta

import pytest
from accounts_world import (
    OTHER_PASSWORD,
    PASSWORD,
    account_of,
    code_at,
    give_password,
    kept,
    letters,
    link_in,
    turn_on_totp,
)
from fastapi.testclient import TestClient
from page_grounds import press
from sites import Site, person_id
from sqlmodel import select

from dondoc.clock import wall_clock
from dondoc.services.accounts.sign_in import sessions
from dondoc.store.database import reading, writing
from models.account import ApiToken, WebSession

CODE = "CB-LT4"
TOKEN = {"name": "Bảng của phòng", "scopes": "read", "days": "90"}
GUARDED = {
    "/settings/contacts": {"address": "mine@mail.example"},
    "/settings/contacts/confirm": {"code": "123456"},
    "/account/tokens": TOKEN,
    "/account/totp/begin": {},
    "/account/totp": {"code": "123456"},
    "/account/totp/off": {},
    "/account/totp/recovery": {},
}


def left_open(site: Site, code: str = CODE, ago: timedelta = sessions.RECENT) -> TestClient:
    """A browser in which somebody signed in a while ago."""
    client = site.client(code)
    with writing(site.workplace.engine) as session:
        for one in session.exec(select(WebSession)):
            one.passed_at = wall_clock() - ago
    return client


def tokens(site: Site) -> list[ApiToken]:
    with reading(site.workplace.engine) as session:
        query = select(ApiToken).where(ApiToken.person_id == person_id(site, CODE))
        return list(session.exec(query))


def test_a_password_shown_by_a_clock_that_was_ahead_is_asked_for_again(site: Site) -> None:
    give_password(site, CODE)
    client = left_open(site, ago=-timedelta(days=1))
    refused = client.post("/account/tokens", data=TOKEN)
    assert refused.text.count('id="current"') == 1
    assert tokens(site) == []


@pytest.mark.parametrize("path", GUARDED)
def test_a_session_left_open_is_asked_for_the_password(site: Site, path: str) -> None:
    give_password(site, CODE)
    client, before = left_open(site), kept(site)
    for wrong in ({}, {"current": "sai mật khẩu"}):
        refused = client.post(path, data={**GUARDED[path], **wrong})
        assert refused.status_code == 422 and 'href="#current"' in refused.text
        assert refused.text.count('id="current"') == 1
        assert 'id="current-error"' in refused.text
    assert tokens(site) == [] and kept(site) == before
    assert account_of(site, CODE).totp_secret == ""


def test_with_the_password_it_goes_through_and_is_not_asked_again_for_a_while(site: Site) -> None:
    give_password(site, CODE)
    client = left_open(site)
    assert 'name="current"' in client.get("/account/tokens").text
    made = client.post("/account/tokens", data={**TOKEN, "current": PASSWORD})
    assert made.status_code == 200 and len(tokens(site)) == 1
    assert 'name="current"' not in client.get("/account/tokens").text
    before = kept(site)
    assert client.post("/settings/contacts", data=GUARDED["/settings/contacts"]).status_code == 303
    (letter,) = letters(site, before)
    code = re.search(r"\d{3} \d{3}", letter)
    assert code is not None
    assert client.post("/settings/contacts/confirm", data={"code": code[0]}).status_code == 303


def test_what_was_typed_stays_and_the_password_does_not(site: Site) -> None:
    give_password(site, CODE)
    page = left_open(site).post("/account/tokens", data={**TOKEN, "current": "sai mật khẩu"}).text
    assert 'value="Bảng của phòng"' in page and "sai mật khẩu" not in page


def test_whoever_has_no_password_signs_in_again(site: Site) -> None:
    client = left_open(site)  # an account that only single sign-on opens
    for path, then in (("/account/tokens", "/account/tokens"), ("/settings/contacts", "/settings")):
        refused = client.post(path, data=GUARDED[path])
        assert refused.status_code == 422 and f'href="/sign-in?then={then}"' in refused.text
        assert "đăng nhập lại" in refused.text
    assert site.client(CODE).post("/account/tokens", data=TOKEN).status_code == 200


def test_nobody_reads_the_key_of_a_second_step_from_a_session_left_open(site: Site) -> None:
    give_password(site, CODE)
    client = left_open(site)
    client.post("/account/totp/begin", data={"current": PASSWORD})
    secret = account_of(site, CODE).totp_secret
    assert secret in client.get("/account/totp").text
    later = left_open(site)
    assert secret not in later.get("/account/totp").text
    assert later.post("/account/totp", data={"code": code_at(secret)}).status_code == 422
    assert account_of(site, CODE).totp_confirmed_at is None


def test_just_signed_in_the_second_step_is_turned_off_without_asking(site: Site) -> None:
    turn_on_totp(site, CODE)
    assert site.client(CODE).post("/account/totp/off").status_code == 303
    assert account_of(site, CODE).totp_confirmed_at is None


def test_a_password_that_was_reset_ends_tokens_and_sessions(site: Site) -> None:
    give_password(site, CODE)
    here = site.client(CODE)
    here.post("/account/tokens", data=TOKEN)
    before = kept(site)
    site.visitor().post("/forgot", data={"name": CODE})
    new = {"password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    assert tokens(site)[0].revoked_at is None
    assert site.visitor().post(link_in(letters(site, before)[0]), data=new).status_code == 303
    assert tokens(site)[0].revoked_at is not None
    assert here.get("/account").status_code == 303


def test_where_another_password_is_required_tokens_end_too(site: Site) -> None:
    give_password(site, CODE)
    site.client(CODE).post("/account/tokens", data=TOKEN)
    admin, whom = site.client("CB-VPTU5"), f"/accounts/{person_id(site, CODE)}"
    assert press(admin, whom, {"act": "must_change"}).status_code == 303
    assert tokens(site)[0].revoked_at is not None
    assert "hủy mọi khóa" in admin.get(whom).text


def test_ones_own_change_leaves_tokens_alone(site: Site) -> None:
    give_password(site, CODE)
    client = site.client(CODE)
    client.post("/account/tokens", data=TOKEN)
    data = {"current": PASSWORD, "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    assert client.post("/account/password", data=data).status_code == 303
    assert tokens(site)[0].revoked_at is None
