"""Taking a position up is one act on one page; leaving says first what is unfinished."""

from html import unescape

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from people_pages import SECRETARIAT, TODAY, position_of
from sites import Site, person_id
from sqlalchemy import select
from sqlmodel import col

from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.on_duty import reachable
from dondoc.store.database import reading, writing
from models.assignment import Assignment, Checkpoint
from models.drafts_and_views import ReportDraft
from models.person import Person, Preference

LEAD = "CB-YL2"
NEW = {"who": "new", "code": "CB-YL99", "full_name": "Lê Văn Mới", "since": TODAY.isoformat()}


def send(client: TestClient, post: str, typed: dict[str, str]) -> Response:
    """The form as the page gives it, filled in."""
    page = client.get(f"/positions/{post}").text
    seen = unescape(page.partition('name="seen" value="')[2].partition('"')[0])
    return client.post(f"/positions/{post}", data=typed | {"seen": seen})


@pytest.fixture
def half_done(site: Site) -> Site:
    """The sample, with a draft of the lead and a request of theirs."""
    with writing(site.workplace.engine) as session:
        checkpoint = session.scalars(
            select(Checkpoint)
            .join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))
            .where(col(Assignment.ref) == "GPMB01@YL", col(Checkpoint.label) == "B2")
        ).one()
        checkpoint.extension_asked = TODAY
        draft = ReportDraft(
            person_id=person_id(site, LEAD),
            checkpoint_id=checkpoint.key,
            typed={},
            saved_at=site.workplace.clock().now(),
        )
        session.add(draft)
    return site


def test_a_new_person_takes_a_position_up_in_one_act_and_can_be_reached(site: Site) -> None:
    client = site.client(SECRETARIAT)
    post = position_of(site, LEAD)
    sent = NEW | {"mail": "moi.yl@vinhphuc.example", "telephone": "0211 3862 505"}
    answer = send(client, post, sent)
    assert answer.headers["location"] == "/people/CB-YL99?done=taken"
    assert position_of(site, "CB-YL99") == post
    with reading(site.workplace.engine) as session:
        person = find_person(session, "CB-YL99")
        assert person.telephone == "0211 3862 505"
        assert reachable(session, [person.key]) == {person.key}
        old = session.scalars(select(Person).where(col(Person.code) == LEAD)).one()
    assert old.full_name not in unescape(client.get(f"/positions/{post}").text)


def test_somebody_known_is_chosen_by_name(site: Site) -> None:
    client = site.client(SECRETARIAT)
    post = position_of(site, LEAD)
    assert '<datalist id="person-names">' in client.get(f"/positions/{post}").text
    with reading(site.workplace.engine) as session:
        name = find_person(session, "CB-LT4").full_name
    known = {"who": "known", "person": name, "since": TODAY.isoformat(), "both": "yes"}
    answer = send(client, post, known)
    assert answer.headers["location"] == "/people/CB-LT4?done=taken"
    nobody = send(client, post, known | {"person": "Không Ai Cả"})
    assert nobody.status_code == 422 and "Không Ai Cả" in unescape(nobody.text)


def test_what_is_wrong_makes_nobody_and_keeps_what_was_typed(site: Site) -> None:
    client = site.client(SECRETARIAT)
    post = position_of(site, LEAD)
    taken = send(client, post, NEW | {"mail": "moi@@"})
    none = send(client, post, NEW)
    assert (taken.status_code, none.status_code) == (422, 422)
    assert 'value="Lê Văn Mới"' in unescape(taken.text)
    assert client.get("/people/CB-YL99").status_code == 404


def test_an_address_that_somebody_has_is_not_given_to_another(site: Site) -> None:
    client = site.client(SECRETARIAT)
    post = position_of(site, LEAD)
    first = NEW | {"mail": "moi.yl@vinhphuc.example"}
    assert send(client, post, first).status_code == 303
    second = first | {"code": "CB-YL98", "since": "2022-05-21"}
    answer = send(client, post, second)
    assert "đã có người dùng" in unescape(answer.text)


def test_leaving_and_handing_over_say_what_is_unfinished(half_done: Site) -> None:
    client = half_done.client(SECRETARIAT)
    for address in (f"/people/{LEAD}", f"/positions/{position_of(half_done, LEAD)}"):
        page = unescape(client.get(address).text)
        assert "mốc chưa báo cáo" in page
        assert "1 đề nghị gia hạn chưa được trả lời" in page
        assert "1 bản nháp chưa nộp" in page
        assert 'href="/items/2022/GPMB01%40YL/B2"' in page or (
            'href="/items/2022/GPMB01@YL/B2"' in page
        )


def test_a_page_that_was_open_while_somebody_else_took_it_up_says_so(site: Site) -> None:
    client, post = site.client(SECRETARIAT), position_of(site, LEAD)
    page = client.get(f"/positions/{post}").text
    seen = unescape(page.partition('name="seen" value="')[2].partition('"')[0])
    first = NEW | {"mail": "moi.yl@vinhphuc.example"}
    assert send(site.client(SECRETARIAT), post, first).status_code == 303
    other = NEW | {"code": "CB-YL98", "full_name": "Trần Thị Sau", "mail": "sau@vinhphuc.example"}
    answer = client.post(f"/positions/{post}", data=other | {"seen": seen})
    assert answer.status_code == 422
    assert "Lê Văn Mới" in answer.text and "Trần Thị Sau" in answer.text
    assert position_of(site, "CB-YL99") == post


def test_it_says_whose_letters_come_back_when_their_deputy_goes(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        away = {"paused_from": TODAY, "paused_to": TODAY.replace(day=31)}
        session.add(
            Preference(person_id=person_id(site, "CB-YL1"), deputy_id=person_id(site, LEAD), **away)
        )
        name = find_person(session, "CB-YL1").full_name
    client = site.client(SECRETARIAT)
    for page in (f"/positions/{position_of(site, LEAD)}", f"/people/{LEAD}"):
        assert f"thư lại gửi cho {name}" in unescape(client.get(page).text)
    assert "thư lại gửi cho" not in unescape(client.get("/people/CB-YL1").text)
