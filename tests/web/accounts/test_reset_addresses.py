"""A forgotten password: a plan's new address brings nobody in, and every other one is told."""

import pytest
from accounts_world import OTHER_PASSWORD, PASSWORD, give_password, kept, letters, mail_of
from fastapi.testclient import TestClient
from sites import Site, person_id
from sqlmodel import select

from dondoc.clock import wall_clock
from dondoc.errors import Refused
from dondoc.services.accounts.sign_in.forgotten_password import SETTLED
from dondoc.services.accounts.sign_in.single_sign_on import Identity, account_for
from dondoc.services.organisation.changes import acting
from dondoc.services.reach import out_of_reach, own_addresses
from dondoc.store.database import reading, writing
from dondoc.vault import vault
from models.person import Contact, Person

CODE, BROUGHT = "CB-LT4", "brought@vinhphuc.example"
NEW = {"password": OTHER_PASSWORD, "again": OTHER_PASSWORD}


@pytest.fixture
def visitor(site: Site) -> TestClient:
    give_password(site, CODE)
    return site.visitor()


def brings(site: Site, *, ago: object = SETTLED * 0) -> None:
    """A plan has brought another address for somebody, which comes first (see write_people)."""
    with writing(site.workplace.engine) as session:
        whose = session.exec(select(Person).where(Person.code == CODE)).one().key
        for one in session.exec(select(Contact).where(Contact.person_id == whose)):
            one.rank += 1
        since = site.workplace.clock().now() - ago  # type: ignore[operator]
        mark = vault().fingerprint("mail", BROUGHT)
        session.add(
            Contact(person_id=whose, address=BROUGHT, fingerprint=mark, from_plan=True,
                    confirmed_at=since)
        )  # fmt: skip


def asked(site: Site, visitor: TestClient, name: str = CODE) -> dict[str, str]:
    """The letters that went out, by who got them."""
    before = kept(site)
    assert visitor.post("/forgot", data={"name": name}).status_code == 200
    return {letter.split(">")[0].rpartition("<")[2]: letter for letter in letters(site, before)}


@pytest.mark.parametrize("name", [CODE, BROUGHT])
def test_an_address_that_a_plan_has_just_brought_gets_no_link_and_the_one_before_it_does(
    site: Site, visitor: TestClient, name: str
) -> None:
    old = mail_of(site, CODE)
    brings(site)
    sent = asked(site, visitor, name)
    assert set(sent) == {old, BROUGHT}
    assert "/password/" in sent[old] and "/password/" not in sent[BROUGHT]
    assert "báo ngay cho người quản trị" in sent[BROUGHT]


def test_where_no_address_may_have_a_link_none_is_made_and_they_are_told(
    site: Site, visitor: TestClient
) -> None:
    with writing(site.workplace.engine) as session:
        query = select(Contact).join(Person).where(Person.code == CODE)
        session.exec(query).one().disabled_at = wall_clock()
    brings(site)
    sent = asked(site, visitor)
    assert set(sent) == {BROUGHT} and "/password/" not in sent[BROUGHT]


def test_it_gets_one_after_a_day_and_the_address_before_it_is_narrative_twice(
    site: Site, visitor: TestClient
) -> None:
    old = mail_of(site, CODE)
    brings(site, ago=SETTLED)
    sent = asked(site, visitor)
    assert "/password/" in sent[BROUGHT]
    assert "đề nghị đặt lại mật khẩu" in sent[old] and "/password/" not in sent[old]
    before = kept(site)
    link = sent[BROUGHT].partition("/password/")[2].split()[0]
    assert visitor.post(f"/password/{link}", data=NEW).status_code == 303
    told = letters(site, before)
    assert len(told) == 2 and all("đã được đổi lúc" in one for one in told)
    assert any(old in one for one in told)


def test_an_address_that_its_owner_confirmed_gets_one_at_once(
    site: Site, visitor: TestClient
) -> None:
    now, wall = site.workplace.clock().now(), wall_clock()
    with writing(site.workplace.engine) as session:
        one = acting(session, CODE, None, now, wall)
        pending = own_addresses.add(one, "mail", "own@mail.example")
        own_addresses.confirm(one, pending.code.digits).or_refuse()
    assert "/password/" in asked(site, visitor, "own@mail.example")["own@mail.example"]


def test_an_address_that_the_secretariat_takes_up_again_is_a_new_one(
    site: Site, visitor: TestClient
) -> None:
    now, wall, old = site.workplace.clock().now(), wall_clock(), mail_of(site, CODE)
    assert "/password/" in asked(site, visitor)[old]
    with writing(site.workplace.engine) as session:
        query = select(Contact).join(Person).where(Person.code == CODE)
        session.exec(query).one().disabled_at = wall
        out_of_reach.enable(acting(session, "CB-VPTU3", CODE, now, wall))
    assert "/password/" not in asked(site, visitor)[old]


def test_a_password_changed_by_its_owner_is_narrative_at_every_address(
    site: Site, visitor: TestClient
) -> None:
    brings(site)
    before = kept(site)
    data = {"current": PASSWORD, **NEW}
    assert site.client(CODE).post("/account/password", data=data).status_code == 303
    assert len(letters(site, before)) == 2


def test_nor_does_single_sign_on_by_such_an_address_open_an_account_that_is_there(
    site: Site, visitor: TestClient
) -> None:
    given = Identity("https://provider.example", "somebody", email=BROUGHT)
    brings(site)
    now, wall = site.workplace.clock().now(), wall_clock()
    with reading(site.workplace.engine) as session, pytest.raises(Refused, match="oidc_unknown"):
        account_for(session, given, now, wall)
    with writing(site.workplace.engine) as session:
        assert account_for(session, given, now + SETTLED, wall).person_id == person_id(site, CODE)
