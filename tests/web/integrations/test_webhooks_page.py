"""Where webhooks go: added, tried, stopped; never into the office's own network."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sites import Site, person_id
from webhook_receiver import Receiver, receiving
from webhook_world import SECRETARIAT, add, calls, report

from dondoc.clock import wall_clock
from dondoc.services.integrations.webhooks.send import tell
from dondoc.store.database import writing
from models.webhook import Webhook


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


@pytest.fixture
def office(site: Site) -> Site:
    """A site that may reach its own network, as the receiver of a test is in it."""
    site.workplace.settings.webhook_private_hosts = True
    return site


def test_it_never_connects_to_the_offices_own_network(site: Site, receiver: Receiver) -> None:
    client = site.client(SECRETARIAT)
    for url in (receiver.url, "http://example.com/x", "ftp://example.com", "https://x:y@h.vn/"):
        assert client.post("/webhooks", data={"name": "x", "url": url}).status_code == 422
    for host in ("127.0.0.1", "localhost", "10.1.2.3", "[::1]", "2130706433", "a.internal"):
        answer = client.post("/webhooks", data={"name": "x", "url": f"https://{host}/x"})
        assert "nội bộ" in answer.text, host
    with writing(site.workplace.engine) as session:  # a name may resolve to it a moment later
        maker = person_id(site, SECRETARIAT)
        hook = Webhook(
            person_id=maker, name="x", url=receiver.url, secret="s", made_at=wall_clock()
        )
        session.add(hook)
    assert tell(site.workplace).failed == 1
    assert receiver.got == []
    assert calls(site)[0].answer == "webhooks.answer.private"


def test_a_test_call_says_what_came_of_it(office: Site, receiver: Receiver) -> None:
    secret = add(office, receiver.url)
    client = office.client(SECRETARIAT)
    assert "204" in client.post("/webhooks/1/test").text
    assert json.loads(receiver.got[0][1])["kind"] == "test"
    receiver.answers = [500]
    assert "Gửi thử không được" in client.post("/webhooks/1/test").text
    assert secret not in client.get("/webhooks").text
    assert client.post("/webhooks/2/test").status_code == 404


def test_it_is_stopped_and_started_again_for_what_comes_then(
    office: Site, receiver: Receiver
) -> None:
    add(office, receiver.url)
    client = office.client(SECRETARIAT)
    assert client.post("/webhooks/1/stop").headers["location"] == "/webhooks?done=stopped"
    refs = report(office)
    assert tell(office.workplace).sent == 0
    client.post("/webhooks/1/start")
    assert tell(office.workplace).sent == 0
    more = report(office, 2)
    assert tell(office.workplace).sent == len(set(more) - set(refs))
    log = client.get("/webhooks").text
    assert "đã nhận" in log and client.post("/webhooks/1/dance").status_code == 404


def test_the_database_keeps_address_and_secret_sealed(office: Site, receiver: Receiver) -> None:
    secret = add(office, receiver.url)
    with office.workplace.engine.connect() as connection:
        kept: Any = connection.exec_driver_sql("SELECT url, secret FROM webhook").one()
    assert secret not in kept[1] and receiver.url not in kept[0]
