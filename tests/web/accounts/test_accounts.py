"""The administrator's pages of everybody's accounts."""

import re

import page_grounds
import pytest
from accounts_world import (
    PASSWORD,
    account_of,
    changes,
    give_password,
    kept,
    letters,
    link_in,
    mail_of,
    turn_on_totp,
)
from fastapi.testclient import TestClient
from httpx2 import Response
from sign_in_form import sign_in
from sites import Site, person_id
from sqlmodel import Session, select

from dondoc.clock import wall_clock
from dondoc.errors import Refused
from dondoc.services.accounts import list_accounts, manage
from dondoc.services.accounts.list_accounts import AccountStanding
from dondoc.services.organisation.viewer import Viewer
from dondoc.store.database import reading, writing
from models.account import Account
from models.person import Person

ADMINISTRATOR = "CB-VPTU5"


@pytest.fixture
def admin(site: Site) -> TestClient:
    return site.client(ADMINISTRATOR)


def act(site: Site, client: TestClient, code: str, name: str, **data: str) -> Response:
    return page_grounds.press(
        client, f"/accounts/{person_id(site, code)}", data={"act": name, **data}
    )


def test_an_account_is_made_and_its_owner_invited_by_a_link_shown_once(
    site: Site, admin: TestClient
) -> None:
    page = f"/accounts/{person_id(site, 'CB-LT4')}"
    assert "Chưa có tài khoản" in admin.get(page).text
    made = act(site, admin, "CB-LT4", "make")
    assert made.headers["location"] == f"{page}?done=make"
    shown = act(site, admin, "CB-LT4", "invite")
    link = link_in(shown.text)
    assert link not in admin.get(page).text
    assert sign_in(site.visitor(), "CB-LT4").status_code == 422
    data = {"password": PASSWORD, "again": PASSWORD}
    assert site.visitor().post(link, data=data).status_code == 303
    assert sign_in(site.visitor(), "CB-LT4").status_code == 303
    noted = changes(site, "CB-LT4")
    assert [one.what for one in noted[:3]] == [
        "account.password_set", "account.invited", "account.made",
    ]  # fmt: skip
    assert noted[1].by and link.rpartition("/")[2] not in str(noted)


def test_an_invitation_goes_by_mail_and_is_then_not_shown(site: Site, admin: TestClient) -> None:
    act(site, admin, "CB-LT4", "make")
    before = kept(site)
    sent = act(site, admin, "CB-LT4", "invite", mail="1")
    assert sent.headers["location"].endswith("?done=invited")
    (letter,) = letters(site, before)
    assert mail_of(site, "CB-LT4") in letter and re.search(
        r"mật khẩu trước \d\d:\d\d \d\d/\d\d/\d{4}, tại", letter
    )
    assert site.visitor().get(link_in(letter)).status_code == 200


def test_a_disabled_account_is_out_at_once(site: Site, admin: TestClient) -> None:
    give_password(site, "CB-LT4")
    theirs = site.client("CB-LT4")
    assert theirs.get("/account").status_code == 200
    assert act(site, admin, "CB-LT4", "disable").status_code == 303
    assert theirs.get("/account").status_code == 303
    assert sign_in(site.visitor(), "CB-LT4").status_code == 422
    assert act(site, admin, "CB-LT4", "invite").status_code == 409
    assert act(site, admin, "CB-LT4", "enable").status_code == 303
    assert sign_in(site.visitor(), "CB-LT4").status_code == 303


def test_a_lost_phone_is_forgotten(site: Site, admin: TestClient) -> None:
    turn_on_totp(site, "CB-LT4")
    assert act(site, admin, "CB-LT4", "reset_totp").status_code == 303
    assert account_of(site, "CB-LT4").totp_secret == ""
    assert sign_in(site.visitor(), "CB-LT4").headers["location"] == "/"


def test_another_password_can_be_required(site: Site, admin: TestClient) -> None:
    give_password(site, "CB-LT4")
    theirs = site.client("CB-LT4")
    assert act(site, admin, "CB-LT4", "must_change").status_code == 303
    assert theirs.get("/account").status_code == 303
    assert sign_in(theirs, "CB-LT4").headers["location"].startswith("/password/")


def test_the_last_administrator_stays(site: Site, admin: TestClient) -> None:
    give_password(site, "CB-LT4", administrator=True)
    for name in ("take", "disable"):
        refused = act(site, admin, "CB-LT4", name)
        assert refused.status_code == 409 and "cuối cùng" in refused.text
    act(site, admin, ADMINISTRATOR, "give")
    unready = act(site, admin, "CB-LT4", "take")  # whoever is left could not sign in yet
    assert unready.status_code == 409 and account_of(site, "CB-LT4").administrator
    give_password(site, ADMINISTRATOR)
    assert act(site, admin, "CB-LT4", "take").status_code == 303
    assert not account_of(site, "CB-LT4").administrator
    assert act(site, admin, ADMINISTRATOR, "take").status_code == 409
    assert site.client("CB-LT4").get("/accounts").status_code == 403


def test_a_new_administrator_has_the_right_at_once(site: Site, admin: TestClient) -> None:
    give_password(site, "CB-LT4")
    theirs = site.client("CB-LT4")
    assert theirs.get("/accounts").status_code == 403
    act(site, admin, "CB-LT4", "give")
    assert theirs.get("/accounts").status_code == 200


def test_the_service_refuses_whoever_is_no_administrator(site: Site) -> None:
    with reading(site.workplace.engine) as session:
        person = session.exec(select(Person).where(Person.code == "CB-LT4")).one()
        now = site.workplace.clock().now()
        viewer = Viewer(person.key, person.code, "", "vi", now.date())
        with pytest.raises(Refused):
            manage.AccountManagement(session, person, viewer, now, wall_clock())


def test_the_list_counts_what_it_shows(site: Site, admin: TestClient) -> None:
    give_password(site, "CB-LT4")
    give_password(site, "CB-LT5", disabled_at=wall_clock())
    with reading(site.workplace.engine) as session:
        everybody = list_accounts.accounts(session)
        numbers = {one: list_accounts.accounts(session, "", one).total for one in AccountStanding}
    assert numbers[AccountStanding.ACTIVE] == numbers[AccountStanding.DISABLED] == 1
    assert numbers[AccountStanding.INVITED] == 1  # whoever looks: signed in without a password
    parts = (
        AccountStanding.WITHOUT,
        AccountStanding.ACTIVE,
        AccountStanding.DISABLED,
        AccountStanding.INVITED,
    )
    assert sum(numbers[part] for part in parts) == everybody.total > list_accounts.PAGE_SIZE
    first, second = (admin.get(f"/accounts?page={number}").text for number in (1, 2))
    rows = [re.findall(r'href="/accounts/(\d+)"', text) for text in (first, second)]
    assert len(rows[0]) == list_accounts.PAGE_SIZE and not set(rows[0]) & set(rows[1])
    found = admin.get("/accounts", params={"q": "cb-lt4", "standing": "active"}).text
    assert len(re.findall(r'href="/accounts/\d+"', found)) == 1
    assert "Không có ai phù hợp" in admin.get("/accounts", params={"q": "%"}).text


def test_the_list_asks_the_database_as_often_for_two_pages_as_for_one(site: Site) -> None:
    from sqlalchemy import event

    def asked(session: Session, query: str) -> int:
        seen: list[str] = []
        event.listen(site.workplace.engine, "before_cursor_execute",
                     lambda *given: seen.append(given[2]))  # fmt: skip
        list_accounts.accounts(session, query)
        return len(seen)

    with reading(site.workplace.engine) as session:
        asked(session, "")  # begins the transaction
        assert asked(session, "") == 2
        assert asked(session, "CB-LT4") == asked(session, "nguyen") == 3


def test_accounts_of_the_sample_share_one_password_and_have_one_administrator(site: Site) -> None:
    from dondoc.services.sample.accounts import SAMPLE_PASSWORD, SHOWN, give_accounts

    with writing(site.workplace.engine) as session:
        made = give_accounts(session, wall_clock())
        assert give_accounts(session, wall_clock()) == 0
        assert made == len(session.exec(select(Person.id)).all())
        administrators = session.exec(select(Account).where(Account.administrator)).all()
    assert len(administrators) == 1
    for code in SHOWN.values():
        assert sign_in(site.visitor(), code, SAMPLE_PASSWORD).status_code == 303
