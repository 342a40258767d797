"""Links that set a password: of a letter, of an invitation, of the first administrator."""

import re

import pytest
from accounts_world import (
    OTHER_PASSWORD,
    PASSWORD,
    account_of,
    changes,
    give_password,
    kept,
    letters,
    link_in,
    mail_of,
)
from sign_in_form import sign_in
from sites import Site
from sqlmodel import select

from dondoc.clock import wall_clock
from dondoc.services.accounts import password_links
from dondoc.services.accounts.invite.first_administrator import new_setup
from dondoc.services.accounts.sign_in import tries
from dondoc.store.database import reading, writing
from models.account import Account, PasswordLink
from models.person import Person

NEW = {"password": OTHER_PASSWORD, "again": OTHER_PASSWORD}


def ask(site: Site, name: str) -> tuple[str, list[str]]:
    """The page, and the letters that went out."""
    before = kept(site)
    answer = site.visitor().post("/forgot", data={"name": name})
    assert answer.status_code == 200
    return answer.text, letters(site, before)


def test_a_forgotten_password_is_set_by_a_link_that_works_once(site: Site) -> None:
    give_password(site, "CB-LT4")
    signed_in = site.client("CB-LT4")
    _, sent = ask(site, "CB-LT4")
    assert len(sent) == 1 and mail_of(site, "CB-LT4") in sent[0]
    link = link_in(sent[0])
    client = site.visitor()
    assert "CB-LT4" in client.get(link).text  # a mail scanner looks, and uses nothing up
    before = kept(site)
    done = client.post(link, data=NEW)
    assert done.headers["location"] == "/sign-in?done=password_set"
    assert "đã được đổi lúc" in letters(site, before)[0]
    assert "Đã đặt mật khẩu" in client.get(done.headers["location"]).text
    assert client.get(link).status_code == client.post(link, data=NEW).status_code == 410
    assert sign_in(client, "CB-LT4", OTHER_PASSWORD).status_code == 303
    assert sign_in(client, "CB-LT4", PASSWORD).status_code == 422
    assert signed_in.get("/account").status_code == 303
    assert changes(site, "CB-LT4")[0].what == "account.password_set"
    assert OTHER_PASSWORD not in str(changes(site, "CB-LT4"))


def test_the_answer_is_the_same_whether_the_account_exists(site: Site) -> None:
    give_password(site, "CB-LT4")
    give_password(site, "CB-LT5", disabled_at=wall_clock())
    known, sent = ask(site, mail_of(site, "CB-LT4"))
    assert len(sent) == 1
    for name in ("CB-NOBODY", "no@such.example", "CB-LT5", "CB-LT1"):
        page, none = ask(site, name)
        assert page == known
        assert none == []


def test_only_the_newest_link_works_and_not_for_long(site: Site) -> None:
    give_password(site, "CB-LT4")
    first = link_in(ask(site, "CB-LT4")[1][0])
    second = link_in(ask(site, "CB-LT4")[1][0])
    client = site.visitor()
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    with writing(site.workplace.engine) as session:
        link = session.exec(select(PasswordLink)).one()
        assert link.until - link.made_at == password_links.FORGOTTEN
        link.until = wall_clock()
    assert client.post(second, data=NEW).status_code == 410


def test_nobody_is_flooded_with_letters(site: Site) -> None:
    client = site.visitor()
    for name in ("CB-LT4", "CB-NOBODY"):
        answers = [
            client.post("/forgot", data={"name": name}).status_code
            for _ in range(tries.LETTER_BY_NAME.most + 1)
        ]
        assert answers == [200, 200, 200, 429]


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("ngắn", "ngắn", "ít nhất 10"),
        ("aaaaaaaaaaaa", "aaaaaaaaaaaa", "quá dễ đoán"),
        ("x" * 150 + "abcd" * 20, "", "dài nhất"),
        (OTHER_PASSWORD, PASSWORD, "chưa giống nhau"),
    ],
)
def test_a_bad_password_is_narrative_at_its_field_and_leaves_the_link(
    site: Site, password: str, again: str, said: str
) -> None:
    give_password(site, "CB-LT4")
    link = link_in(ask(site, "CB-LT4")[1][0])
    client = site.visitor()
    refused = client.post(link, data={"password": password, "again": again})
    assert refused.status_code == 422 and said in refused.text
    assert client.post(link, data=NEW).status_code == 303


def setup_link(site: Site) -> str:
    with writing(site.workplace.engine) as session:
        token = new_setup(session)
    assert token is not None
    return f"/setup/{token}"


FIRST = {"code": "QT1", "name": "Nguyễn Văn Quản", "password": PASSWORD, "again": PASSWORD}


def test_a_new_installation_makes_its_first_administrator_once(bare_site: Site) -> None:
    client = bare_site.visitor()
    old, link = setup_link(bare_site), setup_link(bare_site)
    replaced = client.get(old), client.post(old, data=FIRST), client.get("/setup/none")
    for told in replaced:
        assert told.status_code == 410 and "đã có người quản trị" not in told.text
        assert "địa chỉ in ra sau cùng" in told.text
    assert client.get(link).status_code == 200
    bad = client.post(link, data={**FIRST, "code": "có dấu cách"})
    assert bad.status_code == 422 and "dấu cách" in bad.text
    made = client.post(link, data=FIRST)
    assert (made.status_code, made.headers["location"]) == (303, "/")
    assert client.get("/accounts").status_code == 200
    assert account_of(bare_site, "QT1").administrator
    late = client.get(link), client.post(link, data=FIRST)
    assert all(one.status_code == 410 and "đã có người quản trị" in one.text for one in late)
    with writing(bare_site.workplace.engine) as session:
        assert new_setup(session) is None


def test_the_first_administrator_may_stand_in_a_loaded_plan(site: Site) -> None:
    link = setup_link(site)
    made = site.visitor().post(link, data={**FIRST, "code": "CB-VPTU5"})
    assert made.status_code == 303
    with reading(site.workplace.engine) as session:
        person = session.exec(select(Person).where(Person.code == "CB-VPTU5")).one()
        assert person.full_name != FIRST["name"]
        assert session.exec(select(Account)).one().person_id == person.id


def test_no_secret_stands_in_the_database(bare_site: Site) -> None:
    link = setup_link(bare_site)
    bare_site.visitor().post(link, data=FIRST)
    raw = b"".join(
        one.read_bytes() for one in bare_site.workplace.settings.root.glob("dondoc.sqlite*")
    )
    assert link.rpartition("/")[2].encode() not in raw
    assert PASSWORD.encode() not in raw
    assert re.search(rb"\$argon2id\$", raw)
