"""Whoever asks for a page past the end of a list is shown its last page, in every list."""

import re
from datetime import timedelta

import pytest
from sites import Site
from sqlmodel import Session, select

from dondoc.paging import page_shown
from dondoc.services.digest.kept_digests import page_of_digests
from dondoc.services.meetings.call import page_of_meetings
from dondoc.services.organisation.viewer import open_viewer
from dondoc.store.database import reading, writing
from models.digest import Digest
from models.meeting import Meeting
from models.person import Person
from models.programme import Programme

SECRETARIAT = "CB-VPTU3"
LISTS = (
    "/digests?number=", "/meetings?number=", "/people?number=", "/people?q=CB-LT&number=",
    "/difficulties?page=", "/overdue?page=", "/register?page=", "/verify?page=",
    "/verify/extensions?page=", "/search?q=Sở&page=", "/boards?page=",
)  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_a_page_past_the_end_is_the_last_page(site: Site, address: str) -> None:
    client = site.client(SECRETARIAT)
    with writing(site.workplace.engine) as session:
        _fill(session, site)
    past = client.get(f"{address}9999")
    assert past.status_code == 200
    pages = [_rows(client.get(f"{address}{number}").text) for number in range(1, 9)]
    assert _rows(past.text) == pages[-1] and _rows(past.text)
    assert len(pages[0]) >= len(pages[-1])


@pytest.mark.parametrize(
    ("asked", "total", "shown"), [(1, 0, 1), (0, 9, 1), (-3, 9, 1), (2, 6, 2), (9, 11, 3)]
)
def test_one_rule_says_which_page_it_is(asked: int, total: int, shown: int) -> None:
    assert page_shown(asked, total, 5) == shown


def test_the_services_show_the_last_page_too(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        _fill(session, site)
    today = site.workplace.clock().today()
    with reading(site.workplace.engine) as session:
        programme = session.exec(select(Programme)).one()
        person = session.exec(select(Person).where(Person.code == SECRETARIAT)).one()
        viewer = open_viewer(session, person, programme, today)
        for page in (page_of_digests, page_of_meetings):
            rows, in_all = page(session, viewer, 10**9)
            assert (len(rows), in_all) == (5, 55)


def _fill(session: Session, site: Site) -> None:
    """55 meetings and digests: the second page of each has five."""
    now = site.workplace.clock().now()
    programme = session.exec(select(Programme)).one()
    person = session.exec(select(Person).where(Person.code == SECRETARIAT)).one()
    counts = {"done_in_time": 1, "done_late": 0, "overdue": 0, "total": 1}
    for number in range(55):
        session.add(
            Meeting(
                programme_id=programme.key, held_on=now.date(), title=f"Phiên họp {number}",
                called_at=now, called_by_id=person.key,
            )
        )  # fmt: skip
        session.add(
            Digest(
                programme_id=programme.key, quarter="2022-Q1", as_of=now.date(),
                compiled_at=now - timedelta(minutes=number), figures={"counts": counts},
                figures_sha256=f"{number:064d}",
            )
        )  # fmt: skip


def _rows(page: str) -> list[str]:
    """The rows and entries of a page's lists."""
    main = page.partition("<main")[2].partition("</main>")[0]
    found = re.findall(r"<tr.*?</tr>|<li.*?</li>", main, re.DOTALL)
    return [row for row in found if "token" not in row and "seen" not in row]
