"""What is shown once is the same again for a button pressed twice: only the last answer is seen."""

import re
from concurrent.futures import ThreadPoolExecutor

from sites import Site
from sqlmodel import select

from dondoc.store.database import reading
from models.account import ApiToken, CalendarFeed
from models.webhook import Webhook

TOKEN = {"name": "Bảng của phòng", "scopes": "read", "days": "30"}
NONCE = r'name="nonce" value="([0-9a-f]{32})"'


def test_one_token_of_the_api(site: Site) -> None:
    client = site.client("CB-LT2")

    def pressed(nonce: str) -> str:
        page = client.post("/account/tokens", data={**TOKEN, "nonce": nonce}).text
        return re.findall(r"dondoc_[\w-]{43}", page)[0]

    first, other = (re.findall(NONCE, client.get("/account/tokens").text)[0] for _ in range(2))
    assert pressed(first) == pressed(first) != pressed(other)
    with reading(site.workplace.engine) as session:
        assert len(session.exec(select(ApiToken)).all()) == 2
    client.post("/account/tokens/1/revoke")
    assert client.get("/account/tokens").status_code == 200
    shown = pressed(first)  # it was revoked meanwhile: another one
    answer = site.visitor().get("/api/v1/programmes", headers={"authorization": f"Bearer {shown}"})
    assert answer.status_code == 200


def test_one_address_of_a_calendar(site: Site) -> None:
    client = site.client("CB-LT2")
    nonce = re.findall(NONCE, client.get("/calendar").text)[0]

    def pressed(_: int) -> str:
        page = client.post("/calendar", data={"make": "1", "nonce": nonce}).text
        return re.findall(r"/calendar/[\w.~-]+\.ics", page)[0]

    with ThreadPoolExecutor(2) as threads:
        (address,) = set(threads.map(pressed, range(2)))
    assert site.visitor().get(address).status_code == 200
    with reading(site.workplace.engine) as session:
        assert len(session.exec(select(CalendarFeed)).all()) == 1


def test_one_address_of_a_webhook(site: Site) -> None:
    client = site.client("CB-VPTU3")
    sent = {"name": "Cổng", "url": "https://example.com/hook"}
    secrets = {
        re.findall(
            r'<code class="secret">([^<]+)</code>', client.post("/webhooks", data=sent).text
        )[0]
        for _ in range(2)
    }
    assert len(secrets) == 1
    with reading(site.workplace.engine) as session:
        assert len(session.exec(select(Webhook)).all()) == 1
