"""Everybody who has no way in yet is invited at once, and nobody twice."""

import json
import sys
import threading
from dataclasses import replace

import pytest
from accounts_world import PASSWORD, changes, give_password, kept, letters, link_in, mail_of
from fastapi.testclient import TestClient
from httpx2 import Response
from sites import Site, person_id
from sqlmodel import Session, col, select

from dondoc.cli.failures import reported
from dondoc.cli.main import app
from dondoc.clock import wall_clock
from dondoc.errors import Refused
from dondoc.services.accounts.invite import everybody, last_run
from dondoc.services.accounts.invite.uninvited import Invitable, invitable
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.reach.masked_addresses import REMOVED
from dondoc.services.reach.reachability import MAIL
from dondoc.store.database import reading, writing
from dondoc.store.lease import lease
from models.account import Account, PasswordLink
from models.installation import ChannelSetup
from models.person import Contact, Person

ADMINISTRATOR = "CB-VPTU5"
PAGE = "/accounts/invite-all"
FEW = ("CB-LT1", "CB-LT2", "CB-LT4", "CB-LT5", "CB-YL2", "CB-YL4", "CB-BTG2")


@pytest.fixture
def admin(site: Site) -> TestClient:
    """The administrator, in an office where all but a few have a way in."""
    with writing(site.workplace.engine) as session:
        having = set(session.exec(select(col(Account.person_id))))
        for person in session.exec(select(Person).where(col(Person.code).not_in(FEW))):
            if person.key not in having:
                session.add(
                    Account(person_id=person.key, made_at=wall_clock(), password_hash="set")
                )
    return site.client(ADMINISTRATOR)


def found(site: Site) -> Invitable:
    with reading(site.workplace.engine) as session:
        return invitable(session, None, site.workplace.clock().today(), wall_clock())


def press(admin: TestClient) -> Response:
    """Presses the button, and waits for the letters as no request does."""
    before = set(threading.enumerate())
    answer = admin.post(PAGE, data={"act": "invite_all"})
    for thread in set(threading.enumerate()) - before:
        if thread.daemon and thread.name.endswith("(_in_thread)"):
            thread.join(20)
            assert not thread.is_alive()
    return answer


def contacts(session: Session, code: str) -> list[Contact]:
    query = select(Contact).join(Person).where(Person.code == code)
    return list(session.exec(query))


def out_of_reach(site: Site) -> None:
    """One who took their address away, one whose address was refused, one who confirmed none."""
    with writing(site.workplace.engine) as session:
        for contact in contacts(session, "CB-LT1"):
            contact.disabled_at, contact.disabled_reason = wall_clock(), REMOVED
        for contact in contacts(session, "CB-LT2"):
            contact.disabled_at, contact.disabled_reason = wall_clock(), "550"
        for contact in contacts(session, "CB-LT5"):
            contact.confirmed_at = None


def send_by(site: Site, url: str) -> None:
    """Through that server as a real office does, or, with '', to the sample's own mailbox."""
    site.app.state.workplace = replace(site.workplace, sample=not url)
    with writing(site.workplace.engine) as session:
        session.merge(ChannelSetup(name=MAIL, url=url))


def test_it_first_shows_how_many_and_who_cannot_be_reached(site: Site, admin: TestClient) -> None:
    out_of_reach(site)
    whom = found(site)
    assert {one.code: one.why for one in whom.unreached} == {
        "CB-LT1": "no_address", "CB-LT2": "refused", "CB-LT5": "unconfirmed",
    }  # fmt: skip
    assert {one.code for one in whom.reached} == {"CB-LT4", "CB-YL2", "CB-YL4", "CB-BTG2"}
    text = admin.get(PAGE).text
    assert "Gửi thư mời 4 người" in text and "3 người không gửi thư mời được" in text
    assert "chưa có địa chỉ thư điện tử" in text and "chưa được xác nhận" in text
    assert PAGE in admin.get("/accounts").text


def test_everybody_gets_one_letter_that_lets_them_in(site: Site, admin: TestClient) -> None:
    before = kept(site)
    assert press(admin).headers["location"] == f"{PAGE}?done=inviting"
    sent = letters(site, before)
    assert len(sent) == len(FEW)
    (theirs,) = [one for one in sent if mail_of(site, "CB-LT4") in one]
    data = {"password": PASSWORD, "again": PASSWORD}
    assert site.visitor().post(link_in(theirs), data=data).status_code == 303
    assert {change.what for change in changes(site, "CB-YL2")} >= {
        "account.made",
        "account.invited",
    }
    text = admin.get(PAGE).text
    assert "Đã gửi 7 thư mời trên 7 người" in text
    assert "6 người có đường dẫn chưa hết hạn" in text and "Không còn ai để mời" in text


def test_pressing_twice_does_no_harm(site: Site, admin: TestClient) -> None:
    press(admin)
    before = kept(site)
    again = press(admin)
    assert again.status_code == 409 and "Không còn ai để mời" in again.text
    assert not letters(site, before)


def test_nothing_begins_while_it_is_under_way(site: Site, admin: TestClient) -> None:
    before = kept(site)
    with writing(site.workplace.engine) as session:
        last_run.keep(session, last_run.InvitationCount(7, 2))
    with lease(site.workplace.engine, last_run.NAME):
        again = press(admin)
        assert again.status_code == 409 and "đang được gửi" in again.text
        assert "act" not in admin.get(PAGE).text.partition("<main")[2].partition("</main")[0]
    assert not letters(site, before)
    assert "dở dang" in admin.get(PAGE).text  # whoever was at it is gone


def test_a_link_that_ran_out_is_followed_by_another(site: Site, admin: TestClient) -> None:
    press(admin)
    with writing(site.workplace.engine) as session:
        theirs = select(PasswordLink).join(Account).join(Person).where(Person.code == "CB-LT4")
        session.exec(theirs).one().until = wall_clock()
    before = kept(site)
    press(admin)
    (only,) = letters(site, before)
    assert mail_of(site, "CB-LT4") in only


def test_whoever_left_is_disabled_or_has_a_way_in_is_not_invited(
    site: Site, admin: TestClient
) -> None:
    give_password(site, "CB-LT4")
    with writing(site.workplace.engine) as session:
        key = session.exec(select(Person).where(Person.code == "CB-LT5")).one().key
        session.add(Account(person_id=key, made_at=wall_clock(), disabled_at=wall_clock()))
        left = session.exec(select(Account).join(Person).where(Person.code == "CB-SXD4")).one()
        session.delete(left)
    assert {one.code for one in found(site).reached} == set(FEW) - {"CB-LT4", "CB-LT5"}


def test_what_did_not_go_out_is_narrative_and_can_go_later(site: Site, admin: TestClient) -> None:
    send_by(site, "mailto://127.0.0.1:1?from=office@example.vn")  # nobody listens there
    assert press(admin).status_code == 303
    text = admin.get(PAGE).text
    assert f"{everybody.MAX_IN_A_ROW} thư không gửi được" in text and "Đã dừng" in text
    assert len(found(site).reached) == len(FEW)
    assert changes(site, "CB-BTG2")[0].what == "account.not_invited"
    assert "thư mời không gửi được" in admin.get(f"/accounts/{person_id(site, 'CB-BTG2')}").text
    send_by(site, "")
    before = kept(site)
    press(admin)
    assert len(letters(site, before)) == len(FEW)
    assert "Đã dừng" not in admin.get(PAGE).text


def test_mail_that_is_switched_off_invites_nobody(site: Site, admin: TestClient) -> None:
    with writing(site.workplace.engine) as session:
        session.merge(ChannelSetup(name=MAIL, disabled_at=wall_clock()))
    assert press(admin).status_code == 409
    assert len(found(site).reached) == len(FEW)


def test_the_service_refuses_whoever_is_no_administrator(site: Site) -> None:
    day = site.workplace.clock().today()
    viewer = Viewer(person_id(site, "CB-LT4"), "CB-LT4", "", "vi", day)
    with pytest.raises(Refused):
        everybody.begin(site.workplace, viewer)
    with reading(site.workplace.engine) as session, pytest.raises(Refused):
        invitable(session, viewer, day, wall_clock())


@pytest.mark.usefixtures("admin")
def test_the_command_does_the_same(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DONDOC_HOME", str(site.workplace.settings.root))
    monkeypatch.setenv("DONDOC_EMBEDDED", "sample")
    out_of_reach(site)

    def run(*words: str) -> int:
        monkeypatch.setattr(sys, "argv", ["dondoc", "account", "invite", *words, "--json"])
        return reported(app)

    assert run() == 2 and run("CB-LT4", "--all") == 2
    capsys.readouterr()
    assert run("--all", "--dry-run") == 0
    said = json.loads(capsys.readouterr().out)
    assert sorted(said["reached"]) == ["CB-BTG2", "CB-LT4", "CB-YL2", "CB-YL4"]
    assert {"person": "CB-LT1", "why": "no_address"} in said["unreached"]
    before = kept(site)
    assert run("--all") == 0
    assert json.loads(capsys.readouterr().out)["sent"] == len(letters(site, before)) == 4
    assert run("--all") == 1
