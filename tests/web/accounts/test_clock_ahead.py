"""Pages after a clock that was ahead was put right: who may go on, and what is asked for again."""

from datetime import datetime, timedelta

import pytest
from accounts_world import give_password
from sign_in_form import sign_in
from sites import Site
from sqlalchemy import update
from sqlmodel import select

from dondoc.clock import wall_clock
from dondoc.store.database import reading, writing
from models.account import SignInFailure, WebSession

DAY = timedelta(days=1)


def change(site: Site, **values: datetime) -> None:
    with writing(site.workplace.engine) as session:
        session.execute(update(WebSession).values(**values))


def test_wrong_passwords_of_tomorrow_lock_nobody_out_today(site: Site) -> None:
    give_password(site, "CB-LT4")
    while sign_in(site.visitor(), "CB-LT4", "wrong").status_code != 429:
        pass
    with writing(site.workplace.engine) as session:
        session.execute(update(SignInFailure).values(at=wall_clock() + DAY))
    assert sign_in(site.visitor(), "CB-LT4").status_code == 303


def test_a_session_begun_tomorrow_must_sign_in_again(site: Site) -> None:
    give_password(site, "CB-LT4")
    client = site.visitor()
    sign_in(client, "CB-LT4")
    assert client.get("/account").status_code == 200
    change(site, made_at=wall_clock() + DAY)
    assert client.get("/account").headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("ahead", [DAY, 400 * DAY])
def test_a_session_used_tomorrow_goes_on_and_its_last_use_is_put_right(
    site: Site, ahead: timedelta
) -> None:
    give_password(site, "CB-LT4")
    client = site.visitor()
    sign_in(client, "CB-LT4")
    change(site, seen_at=wall_clock() + ahead)
    assert client.get("/account").status_code == 200
    with reading(site.workplace.engine) as session:
        assert session.exec(select(WebSession.seen_at)).one() <= wall_clock()
