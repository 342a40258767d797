"""Whether a position is a deputy head's is said on its page, and evaluations read it."""

from html import unescape

import pytest
from people_pages import SECRETARIAT, position_of
from sites import Site
from sqlalchemy import select
from sqlmodel import col

from dondoc.errors import Refused
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.staffing.unit_places import set_deputy
from dondoc.store.database import reading, writing
from models.person import Position

DEPUTY, HEAD = "CB-YL2", "CB-YL1"


def say(site: Site, code: str, place: str, by: str = SECRETARIAT) -> tuple[int, str]:
    client = site.client(by)
    page = client.get(f"/positions/{code}").text
    form = page[page.index('id="place-of-position"') :] if "place-of-position" in page else ""
    seen = unescape(form.partition('name="seen" value="')[2].partition('"')[0])
    answer = client.post(f"/positions/{code}/place", data={"place": place, "seen": seen})
    if answer.status_code == 303:
        return 303, unescape(client.get(answer.headers["location"]).text)
    return answer.status_code, unescape(answer.text)


def is_deputy(site: Site, code: str) -> bool:
    with reading(site.workplace.engine) as session:
        return session.scalars(select(Position).where(col(Position.code) == code)).one().deputy_head


def test_the_office_says_it_and_history_tells_of_it(site: Site) -> None:
    post = position_of(site, DEPUTY)
    before = is_deputy(site, post)
    status, page = say(site, post, "other" if before else "deputy")
    assert status == 303 and "Đã ghi vị trí trong đơn vị." in page
    assert is_deputy(site, post) is not before
    history = unescape(site.client(SECRETARIAT).get("/audit").text)
    assert "Cấp phó" in history or "cấp phó" in history


def test_a_head_is_no_deputy_and_nobody_says_it_of_their_own(site: Site) -> None:
    head = position_of(site, HEAD)
    page = unescape(site.client(SECRETARIAT).get(f"/positions/{head}").text)
    assert "đứng đầu đơn vị (theo kế hoạch)" in page and 'name="place"' not in page
    now = site.workplace.clock().now()
    with writing(site.workplace.engine) as session:
        acting = acting_for_office(session, SECRETARIAT, now, now)
        for code, key in ((HEAD, "heads_unit"), (SECRETARIAT, "own_place")):
            with pytest.raises(Refused, match=key):
                set_deputy(acting, position_of(site, code), True)
        with pytest.raises(Refused, match="not_your_role"):
            lead = acting_for_office(session, HEAD, now, now)
            set_deputy(lead, position_of(site, DEPUTY), False)
    status, page = say(site, position_of(site, DEPUTY), "?")
    assert status == 422 and "Chọn chức vụ này là gì." in page


def test_a_page_that_was_open_while_another_said_so_is_refused(site: Site) -> None:
    post = position_of(site, DEPUTY)
    client = site.client(SECRETARIAT)
    page = client.get(f"/positions/{post}").text
    form = page[page.index('id="place-of-position"') :]
    seen = unescape(form.partition('name="seen" value="')[2].partition('"')[0])
    with writing(site.workplace.engine) as session:
        row = session.scalars(select(Position).where(col(Position.code) == post)).one()
        row.deputy_head = now = not row.deputy_head
    answer = client.post(f"/positions/{post}/place", data={"place": "other", "seen": seen})
    assert answer.status_code == 422 and "Cấp phó của đơn vị" in unescape(answer.text)
    assert is_deputy(site, post) is now
