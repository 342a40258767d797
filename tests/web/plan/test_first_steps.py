"""A system without anything leads its first administrator from one step to the next."""

import re
from html import unescape

from fastapi.testclient import TestClient
from sites import Site
from sqlmodel import select

from dondoc.clock import wall_clock
from dondoc.examples import SAMPLE_PLAN
from dondoc.services.accounts.invite.first_administrator import new_setup
from dondoc.services.history.events import append
from dondoc.store.database import writing
from models.event import EventKind
from models.installation import ChannelSetup
from models.person import Contact, Person

NOW = wall_clock()
WORD = "một mật khẩu đủ dài 2022"


def administrator(site: Site) -> TestClient:
    with writing(site.workplace.engine) as session:
        token = new_setup(session)
    client = site.visitor()
    made = client.post(
        f"/setup/{token}",
        data={"code": "QT1", "name": "Nguyễn Quản Trị", "password": WORD, "again": WORD},
    )
    assert made.status_code == 303, made.text
    return client


def load(client: TestClient) -> str:
    """Loads the example plan; where that leads."""
    file = ("ke-hoach.xlsx", SAMPLE_PLAN.read_bytes())
    where = client.post("/plan", files={"file": file}).headers["location"]
    page = client.get(where).text
    answers = re.findall(r'name="(sure-\d+|seen)" value="([^"]*)"', page)
    loaded = client.post(where, data={name: unescape(text) for name, text in answers})
    assert loaded.status_code == 303, loaded.text
    return loaded.headers["location"]


def steps(client: TestClient) -> tuple[list[str], str]:
    """What is ticked off, and the address of the button that is next."""
    page = client.get("/office").text.partition('<ol class="first-steps">')[2].partition("</ol>")[0]
    done = re.findall(r"</svg>([^<]+)<span", page)
    return done, "".join(re.findall(r'<a class="button" href="([^"]+)"', page))


def tick_off(site: Site, client: TestClient) -> None:
    """Does the steps after the first one; each leads to the next."""
    engine = site.workplace.engine
    with writing(engine) as session:
        session.add(ChannelSetup(name="mail"))
    assert steps(client)[1] == "/channels"
    with writing(engine) as session:
        session.get_one(ChannelSetup, "mail").url = "smtp://mail.example"
    assert steps(client)[1] == "/settings"
    with writing(engine) as session:
        whose = session.exec(select(Person).where(Person.code == "QT1")).one().key
        session.add(Contact(person_id=whose, channel="mail", address="a@b.example", rank=1))
    assert steps(client)[1] == "/settings"  # an address counts once it is confirmed
    with writing(engine) as session:
        session.exec(select(Contact).where(Contact.person_id == whose)).one().confirmed_at = NOW
    for kind in ("channel_tried", "channel_answered"):
        assert steps(client)[1] == "/channels"  # a letter that nobody took is no trial
        with writing(engine) as session:
            told = {"what": kind, "channel": "mail"}
            append(session, NOW, [{"kind": EventKind.SETTINGS_CHANGED, "data": told}])
    assert steps(client)[1] == "/accounts/invite-all"
    site.sign_in("CB-LT2")
    assert steps(client)[1] == "/preview"


def test_the_first_load_ends_with_success_and_the_next_steps_tick_off(bare_site: Site) -> None:
    client = administrator(bare_site)
    assert steps(client) == ([], "/plan")
    after = client.get(load(client))
    assert after.status_code == 200
    assert "Đã nạp kế hoạch" in after.text and "/accounts/invite-all" in after.text
    assert client.get("/plan").status_code == 403  # another plan is the secretariat's to load
    assert steps(client) == (["Nạp kế hoạch"], "/channels")
    tick_off(bare_site, client)


def test_a_sample_has_no_first_steps(shown: Site) -> None:
    assert "first-steps" not in shown.client("CB-VPTU5").get("/office").text
