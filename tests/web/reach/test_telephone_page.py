"""One's telephone number: set and removed by oneself, and by the office on a person's page."""

import json

import page_grounds
import pytest
from fastapi.testclient import TestClient
from sites import Site
from sqlalchemy import text
from sqlmodel import col, select

from dondoc.store.database import reading
from models.event import Event
from models.person import Person

OWNER, ADMINISTRATOR, SECRETARIAT = "CB-LT4", "CB-VPTU5", "CB-VPTU3"
NUMBER, OTHER = "0211 3862 505", "+84 912 345 678"


def number(site: Site) -> str:
    with reading(site.workplace.engine) as session:
        return session.exec(select(Person.telephone).where(Person.code == OWNER)).one()


def stored(site: Site) -> str:
    """As it lies in the database."""
    with reading(site.workplace.engine) as session:
        query = text("SELECT telephone FROM person WHERE code = :code")
        return str(session.connection().execute(query, {"code": OWNER}).scalar_one())


def last_events(site: Site, count: int) -> list[Event]:
    with reading(site.workplace.engine) as session:
        newest = session.exec(select(Event).order_by(col(Event.id).desc()).limit(count)).all()
        return list(reversed(newest))


def save(client: TestClient, **fields: str) -> str:
    answer = page_grounds.press(client, "/settings/telephone", data=fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_ones_number_is_kept_sealed_changed_and_removed_without_a_word_of_it_in_history(
    site: Site,
) -> None:
    client = site.client(OWNER)
    assert save(client, telephone=NUMBER) == "/settings?done=telephone"
    assert number(site) == NUMBER and NUMBER not in stored(site)
    assert f'value="{NUMBER}"' in client.get("/settings?done=telephone").text
    save(client, telephone=OTHER)
    assert save(client, telephone=OTHER, remove="yes") == "/settings?done=no_telephone"
    assert number(site) == ""
    *_, before, last = last_events(site, 3)
    assert (before.data, last.data) == (
        {"what": "telephone_changed"},
        {"what": "telephone_removed"},
    )
    page = client.get("/settings").text
    assert "đổi số điện thoại" in page and "bỏ số điện thoại" in page


@pytest.mark.parametrize("typed", ["gọi văn phòng", "9" * 60, "an@lapthach.example"])
def test_what_is_no_number_is_refused_at_its_field(site: Site, typed: str) -> None:
    before = number(site)
    answer = page_grounds.press(
        site.client(OWNER), "/settings/telephone", data={"telephone": typed}
    )
    assert answer.status_code == 422
    assert 'id="telephone-error"' in answer.text and typed in answer.text
    assert number(site) == before


@pytest.mark.parametrize("by", [ADMINISTRATOR, SECRETARIAT])
def test_the_office_puts_a_number_right_on_a_persons_page(site: Site, by: str) -> None:
    client, page = site.client(by), f"/people/{OWNER}"
    name = {"full_name": client_name(site), "language": "vi"}
    wrong = page_grounds.press(client, page, data={**name, "telephone": "số mới"})
    assert wrong.status_code == 422 and 'id="telephone-error"' in wrong.text
    page_grounds.press(client, page, data={**name, "telephone": NUMBER})
    assert number(site) == NUMBER
    (event,) = last_events(site, 1)
    assert event.on_behalf_of_id is not None and NUMBER not in json.dumps(event.data)
    page_grounds.press(client, page, data=name)
    assert number(site) == NUMBER, "a form without the field leaves it"
    page_grounds.press(client, page, data={**name, "telephone": ""})
    assert number(site) == ""


def client_name(site: Site) -> str:
    with reading(site.workplace.engine) as session:
        return session.exec(select(Person.full_name).where(Person.code == OWNER)).one()


def test_the_secretariat_reads_a_changed_number_on_the_overdue_board(site: Site) -> None:
    """Also where the board was open before: whoever urges calls the number that holds."""
    board = site.client(SECRETARIAT)
    assert NUMBER not in board.get("/overdue").text
    save(site.client("CB-BX1"), telephone=NUMBER)
    assert NUMBER in board.get("/overdue").text


def test_a_number_that_was_changed_on_another_page_is_named_and_nothing_is_overwritten(
    site: Site,
) -> None:
    client = site.client(OWNER)
    opened = page_grounds.looked(client.get("/settings").text)
    save(client, telephone=OTHER)
    answer = client.post("/settings/telephone", data={**opened, "telephone": NUMBER})
    assert answer.status_code == 422
    assert "Điện thoại" in answer.text and OTHER in answer.text and NUMBER in answer.text
    assert number(site) == OTHER
