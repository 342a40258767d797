"""Who was signed out, or lost a right, after they came in and before it is written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import page_grounds
import pytest
from accounts_world import account_of, give_password
from sites import Site
from sqlmodel import Session

from dondoc.clock import wall_clock
from dondoc.services.accounts.sign_in import sessions
from dondoc.store import database
from dondoc.store.database import writing
from dondoc.web.site import caller
from models.account import Account

ADMINISTRATOR, WHO = "CB-LT4", "CB-LT2"


def taken(site: Site) -> None:
    """Another administrator takes the right."""
    with database.writing(site.workplace.engine) as session:
        session.get_one(Account, account_of(site, ADMINISTRATOR).key).administrator = False


def signed_out(site: Site) -> None:
    """Another administrator locks the account."""
    with database.writing(site.workplace.engine) as session:
        account = session.get_one(Account, account_of(site, ADMINISTRATOR).key)
        account.disabled_at = wall_clock()
        sessions.end(session, account.key)


def meanwhile(site: Site, monkeypatch: pytest.MonkeyPatch, does: Callable[[Site], None]) -> None:
    """Does something right before a request begins to write."""

    @contextmanager
    def after(engine: database.Engine) -> Iterator[Session]:
        does(site)
        with writing(engine) as session:
            yield session

    monkeypatch.setattr(caller, "writing", after)


@pytest.mark.parametrize(("does", "status"), [(taken, 409), (signed_out, 303)])
def test_whoever_administers_no_more_makes_no_other_administrator(
    site: Site, monkeypatch: pytest.MonkeyPatch, does: Callable[[Site], None], status: int
) -> None:
    give_password(site, ADMINISTRATOR, administrator=True)
    key = give_password(site, WHO)
    client = site.client(ADMINISTRATOR)
    whom = f"/accounts/{account_of(site, WHO).person_id}"
    assert client.get(whom).status_code == 200
    meanwhile(site, monkeypatch, does)
    answer = page_grounds.press(client, whom, {"act": "give"})
    assert answer.status_code == status
    assert status == 409 or answer.headers["location"].startswith("/sign-in")
    assert not account_of(site, WHO).administrator and account_of(site, WHO).key == key


@pytest.mark.parametrize("address", ["/settings/quiet", "/settings/mute"])
def test_whoever_was_signed_out_meanwhile_changes_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    give_password(site, ADMINISTRATOR)
    client = site.client(ADMINISTRATOR)
    typed = {"quiet": "own", "hours": "19h-6h", "optional": "yes"}
    meanwhile(site, monkeypatch, signed_out)
    answer = page_grounds.press(client, address, typed)
    assert answer.status_code == 401 and "19h-6h" in answer.text


def test_whoever_administers_no_more_opens_no_way_out_for_data(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(site, ADMINISTRATOR, administrator=True)
    client = site.client(ADMINISTRATOR)
    sent = page_grounds.hidden(client.get("/webhooks").text)
    meanwhile(site, monkeypatch, taken)
    sent |= {"name": "x", "url": "https://example.com/x"}
    assert client.post("/webhooks", data=sent).status_code == 409


def test_whoever_is_refused_while_it_is_written_gets_the_words_back(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(site, ADMINISTRATOR, administrator=True)
    client = site.client(ADMINISTRATOR)
    sent = page_grounds.hidden(client.get("/webhooks").text)
    meanwhile(site, monkeypatch, taken)
    sent |= {"name": "Kho báo cáo của tỉnh", "url": "https://example.com/x"}
    answer = client.post("/webhooks", data=sent)
    assert answer.status_code == 409 and ">Kho báo cáo của tỉnh</textarea>" in answer.text
    assert "Gửi lại</button>" not in answer.text and "example.com" not in answer.text
