"""A deputy chosen by name goes through an absence: list, links, acts, letter, and its end."""

import re
from datetime import date, timedelta
from html import unescape

import page_grounds
import pytest
from composed_letter import compose
from fastapi.testclient import TestClient
from remind_world import OFFICE
from sites import Site
from sqlmodel import col, select

from dondoc.clock import at
from dondoc.services.delivery.remind import remind
from dondoc.store.database import reading
from models.message import Message
from models.person import Person

LEAD, SECRETARY, HEAD = "CB-LT2", "CB-LT4", "CB-LT1"


def today(site: Site) -> date:
    return site.workplace.clock().today()


def stand_in(site: Site, away: str, deputy: str) -> tuple[TestClient, TestClient]:
    """One is away from today on, the other is typed as people are called; both are signed in."""
    with reading(site.workplace.engine) as session:
        name = session.exec(select(Person).where(Person.code == deputy)).one().full_name
    client = site.client(away)
    days = {"start": today(site), "end": today(site) + timedelta(days=20)}
    answer = page_grounds.press(
        client, "/settings/pause", data={**days, "deputy": name, "person": ""}
    )
    assert answer.status_code == 303, answer.text
    return client, site.client(deputy)


def press(client: TestClient, address: str, **typed: str) -> str:
    """Sends the form of an act as it stands, with what is typed; where it leads."""
    page = client.get(address).text
    form = re.search(r'<form action="(/act/[^"]*)"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert form is not None
    answer = client.post(unescape(form[1]), data={**page_grounds.hidden(form[2]), **typed})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.mark.slow
def test_every_link_and_act_of_the_list_is_open_to_the_deputy_until_its_end(site: Site) -> None:
    away, deputy = stand_in(site, LEAD, SECRETARY)
    page = deputy.get(f"/work?of={LEAD}").text
    links = dict.fromkeys(map(unescape, re.findall(r'href="(/[^"#]*)', page)))
    shut = [link for link in links if deputy.get(link).status_code >= 400]
    assert shut == []
    deputy.get("/language/vi")
    for act in ("acknowledge", "ask_extension"):
        ways = [link for link in links if f"act={act}" in link]
        typed = {} if act == "acknowledge" else {"new_due_on": "2022-12-20", "reason": "Chờ vốn"}
        led = press(deputy, ways[0], on_behalf_of=LEAD, **typed)
        assert f"of={LEAD}" in led and deputy.get(led).status_code == 200
    page_grounds.press(away, "/settings/resume")
    assert deputy.get(f"/work?of={LEAD}").status_code == 404
    assert f"of={LEAD}" not in deputy.get("/work").text


def test_a_form_begins_with_whom_the_deputy_stands_in_for(site: Site) -> None:
    ref = "DV01@LT/Q2"  # two answer for it
    pages = (f"/report/2022/{ref}", f"/act/2022/{ref}?act=ask_extension")
    before = [site.client(SECRETARY).get(page).text for page in pages]
    assert not any(f'value="{LEAD}" selected' in text for text in before)
    _, deputy = stand_in(site, LEAD, SECRETARY)
    for page in pages:
        text = deputy.get(page).text
        assert f'value="{LEAD}" selected' in text and f'value="{HEAD}" selected' not in text
        assert "Thay cho đồng chí" in text


def test_a_deputy_of_somebody_without_work_sees_their_committees_and_nothing_of_themselves(
    site: Site,
) -> None:
    _, deputy = stand_in(site, SECRETARY, HEAD)
    page = unescape(deputy.get(f"/work?of={SECRETARY}").text)
    assert "Hoàng Xuân Thắng không phụ trách chỉ tiêu nào trong năm 2022" in page
    assert "Đồng chí không phụ trách" not in page
    board = re.search(r'<h3><a href="(/boards/\d+[^"]*)">Huyện Lập Thạch', page)
    assert board is not None and deputy.get(unescape(board[1])).status_code == 200


def test_the_letter_blames_no_deputy_for_what_the_absent_did_not_take_on(site: Site) -> None:
    stand_in(site, LEAD, SECRETARY)
    for ahead in range(1, 8):
        remind(site.workplace, at(today(site) + timedelta(days=ahead), 7))
    with reading(site.workplace.engine) as session:
        query = select(Message).join(Person, col(Person.id) == col(Message.person_id))
        message = session.exec(query.where(col(Person.code) == SECRETARY)).all()[-1]
        text = compose(session, message, at(today(site) + timedelta(days=7), 7), OFFICE).text
    assert "Cán bộ phụ trách chưa xác nhận tiếp nhận nhiệm vụ này." in text
    assert "Đồng chí chưa xác nhận" not in text
