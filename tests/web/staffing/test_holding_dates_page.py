"""A mistyped day of taking a position up is put right on its page, seen first, with a reason."""

import re
from datetime import date

from people_pages import SECRETARIAT, add, position_of
from sites import Site
from sqlmodel import col, select

from dondoc.services.audit.verify import verify
from dondoc.store.database import reading, writing
from models.event import Event
from models.person import Holding, Person, Position

RIGHT = "2022-05-18"


def taken(site: Site, since: str = "2022-05-03") -> str:
    """A successor whose first day was mistyped; gives the address of the page."""
    client, post = site.client(SECRETARIAT), position_of(site, "CB-LT2")
    add(client, "CB-LT9", "Nguyễn Thị Mới")
    page = client.get("/people/CB-LT9").text
    seen = re.search(r'/take">\s*<input type="hidden" name="seen" value="([^"]*)"', page)
    assert seen is not None
    from html import unescape

    data = {"position": post, "since": since, "seen": unescape(seen[1])}
    assert client.post("/people/CB-LT9/take", data=data).status_code == 303
    return f"/people/CB-LT9/dates/{post}/{since}"


def held(site: Site, code: str) -> list[tuple[date, date | None]]:
    with reading(site.workplace.engine) as session:
        query = select(Holding.held_from, Holding.held_to).join(Person)
        return list(session.exec(query.where(Person.code == code).order_by(col(Holding.id))))


def carried(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def test_a_first_day_is_put_right_once_it_was_seen_what_passes(site: Site) -> None:
    where, client = taken(site), site.client(SECRETARIAT)
    assert f'href="{where}"' in client.get("/people/CB-LT9").text
    assert client.get(where).status_code == 200
    shown = client.post(where, data={"first": RIGHT, "last": ""})
    assert shown.status_code == 200
    assert "từ 03/05/2022" in shown.text and "từ 18/05/2022" in shown.text
    data = {"first": RIGHT, "last": "", "seen": carried(shown.text)}
    without = client.post(where, data=data)
    assert without.status_code == 422 and "lý do" in without.text
    other = client.post(where, data={**data, "first": "2022-05-17", "reason": "Nhầm"})
    assert other.status_code == 422 and "xem lại" in other.text
    assert held(site, "CB-LT9") == [(date(2022, 5, 3), None)]
    done = client.post(where, data={**data, "reason": "Gõ nhầm 3 thay cho 18"})
    assert done.headers["location"] == "/people/CB-LT9?done=put_right"
    assert held(site, "CB-LT9") == [(date(2022, 5, 18), None)]
    assert held(site, "CB-LT2")[0][1] == date(2022, 5, 17)
    assert "Đã sửa ngày giữ chức vụ" in client.get(done.headers["location"]).text
    with reading(site.workplace.engine) as session:
        event = session.exec(select(Event).order_by(col(Event.id).desc())).first()
        assert event is not None and event.reason == "Gõ nhầm 3 thay cho 18"
        assert not verify(session).findings


def test_an_old_page_does_not_put_days_right(site: Site) -> None:
    where, client = taken(site), site.client(SECRETARIAT)
    shown = client.post(where, data={"first": RIGHT, "last": ""}).text
    with writing(site.workplace.engine) as session:
        old = session.exec(
            select(Holding)
            .join(Person)
            .where(Person.code == "CB-LT2", col(Holding.held_to).is_not(None))
        ).one()
        old.held_from = date(2022, 1, 4)
    data = {"first": RIGHT, "last": "", "seen": carried(shown), "reason": "Nhầm"}
    assert client.post(where, data=data).status_code == 422
    assert held(site, "CB-LT9") == [(date(2022, 5, 3), None)]


def test_what_is_typed_wrong_is_said_and_stays(site: Site) -> None:
    where, client = taken(site), site.client(SECRETARIAT)
    for data, said in (
        ({"first": "", "last": ""}, 'value=""'),
        ({"first": "2022-05-18", "last": "2022-05-01"}, "trước ngày nhận"),
        ({"first": "2022-05-03", "last": ""}, "không có gì khác"),
        ({"first": "1999-05-03", "last": ""}, "ngày nhận đúng phải sau"),
    ):
        answer = client.post(where, data=data)
        assert answer.status_code == 422, data
        assert said in answer.text, data
    assert client.get(where.replace("05-03", "05-04")).status_code == 404
    assert client.get(where.replace("CB-LT9", "CB-KHONG")).status_code == 404


def test_a_day_that_ended_is_put_right_with_the_successors(site: Site) -> None:
    taken(site)
    client = site.client(SECRETARIAT)
    with reading(site.workplace.engine) as session:
        query = select(Holding, Position.code).join(Position).join(Person)
        old, post = session.exec(
            query.where(Person.code == "CB-LT2", Holding.held_to == date(2022, 5, 2))
        ).one()
        where = f"/people/CB-LT2/dates/{post}/{old.held_from}"
        first = old.held_from.isoformat()
    shown = client.post(where, data={"first": first, "last": "2022-05-17"}).text
    data = {"first": first, "last": "2022-05-17", "seen": carried(shown), "reason": "Nhầm"}
    assert client.post(where, data=data).status_code == 303
    assert held(site, "CB-LT9") == [(date(2022, 5, 18), None)]
