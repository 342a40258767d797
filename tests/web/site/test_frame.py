"""The frame of all pages: signing in, forms of other sites, headers, what cannot be had."""

import pytest
from sites import Site
from sqlmodel import select

from dondoc.clock import wall_clock
from dondoc.services.accounts.sign_in.passwords import set_password
from dondoc.store.database import writing
from models.account import Account
from models.person import Person

PASSWORD = "một mật khẩu đủ dài"


def give_password(site: Site, code: str, password: str = PASSWORD) -> None:
    with writing(site.workplace.engine) as session:
        person = session.exec(select(Person).where(Person.code == code)).one()
        account = Account(person_id=person.key, made_at=wall_clock())
        session.add(account)
        session.flush()
        set_password(session, account, password, wall_clock())


def test_it_leads_to_where_one_wanted_to_go_after_signing_in(site: Site) -> None:
    give_password(site, "CB-LT4")
    client = site.visitor()
    asked = client.get("/search?q=đảng")
    assert asked.status_code == 303
    assert asked.headers["location"].startswith("/sign-in?then=")
    form = client.get(asked.headers["location"])
    assert "/search?q=" in form.text
    then = "/search?q=%C4%91%E1%BA%A3ng"
    sent = client.post("/sign-in", data={"code": "CB-LT4", "password": PASSWORD, "then": then})
    assert (sent.status_code, sent.headers["location"]) == (303, then)
    cookie = sent.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie
    assert client.get("/").status_code == 303


@pytest.mark.parametrize("then", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_it_sends_nobody_on_to_another_site(site: Site, then: str) -> None:
    give_password(site, "CB-LT4")
    data = {"code": "CB-LT4", "password": PASSWORD, "then": then}
    assert site.visitor().post("/sign-in", data=data).headers["location"] == "/"


def test_it_signs_out(site: Site) -> None:
    client = site.client("CB-LT4")
    assert client.get("/").headers["location"] != "/sign-in"
    client.post("/sign-out")
    assert client.get("/").headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://testserver"}, 303),
        ({}, 403),
    ],
)
def test_it_refuses_forms_of_other_sites(site: Site, headers: dict[str, str], status: int) -> None:
    client = site.client("CB-LT4")
    del client.headers["sec-fetch-site"]
    assert client.post("/sign-out", headers=headers).status_code == status


def test_every_answer_has_the_headers_that_keep_it_safe(shown: Site) -> None:
    for path in ("/sign-in", "/nothing/here", "/static/x/style.css"):
        headers = shown.visitor().get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("address", ["/nothing", "/items/KHONG@CO/Q1", "/audit", "/overview/99"])
def test_what_cannot_be_had_is_said_in_the_language_of_whoever_is_signed_in(
    site: Site, address: str
) -> None:
    """Their browser prefers another, and so does nobody's."""
    client = site.client("CB-LT2")
    with writing(site.workplace.engine) as session:
        session.exec(select(Person).where(Person.code == "CB-LT2")).one().language = "en"
    answer = client.get(address, headers={"accept-language": "vi"})
    assert answer.status_code in {403, 404}
    assert '<html lang="en"' in answer.text
    client.cookies.set("dondoc_session", "nobody's")
    assert '<html lang="vi"' in client.get("/nothing", headers={"accept-language": "vi"}).text


def test_what_is_not_there_is_said_in_the_readers_language(shown: Site) -> None:
    client = shown.visitor()
    assert "Không tìm thấy" in client.get("/nothing").text
    english = client.get("/nothing", headers={"accept-language": "en"})
    assert english.status_code == 404
    assert 'lang="en"' in english.text


def test_without_a_plan_pages_say_so(bare_site: Site) -> None:
    assert bare_site.visitor().get("/").headers["location"].startswith("/sign-in")
