"""The overdue board in use: its workbook, saved views, urging, and what waits for the drain."""

import re
from dataclasses import replace
from itertools import pairwise

import page_grounds
import pytest
from counting import statements
from overdue_board import KEYS, seen_by, sheet
from sites import Site
from sqlmodel import Session, select

from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import BoardFilters, SortOrder
from dondoc.services.boards.overdue.totals import figures
from dondoc.store import cache
from dondoc.store.database import reading, writing
from models.assignment import Assignment
from models.drafts_and_views import SavedView
from models.indicator import Indicator
from models.person import Person
from models.rules.checkpoints import Act
from models.rules.due_parts import DuePart

SECRETARIAT, COMMITTEE = "CB-VPTU3", "CB-LT4"
LATE = "STC01@STC/B2"
"""Overdue in the sample on its day; CB-STC1 answers for it."""


def test_the_workbook_holds_exactly_what_is_seen(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        title = _indicator_of(session, LATE)
        title.title = '=HYPERLINK("http://evil.example";"x")'
        session.add(title)
    client = site.client(SECRETARIAT)
    address = "late=2&sort=indicator&dir=down"
    page = client.get(f"/overdue?{address}").text
    shown_refs = _refs(page)
    head, *rows = sheet(client.get(f"/overdue.xlsx?{address}").content)
    assert [row[0] for row in rows] == shown_refs == sorted(shown_refs, reverse=True)
    assert f'data-rows="{len(rows)}"' in page
    cells = dict(zip(head, next(row for row in rows if row[0] == LATE), strict=True))
    assert cells["Chỉ tiêu"] == '=HYPERLINK("http://evil.example";"x")'  # text, not a formula
    assert cells["Số ngày làm việc quá hạn"] == 4  # a number
    assert str(cells["Hạn"]) == "2022-05-16"


def _refs(page: str) -> list[str]:
    """What the rows are, in their order."""
    return re.findall(r'<th scope="row" title="([^:"]+):', page)


def _indicator_of(session: Session, ref: str) -> Indicator:
    name = ref.partition("/")[0]
    query = select(Indicator).join(Assignment).where(Assignment.ref == name)
    return session.exec(query).one()


def test_what_is_reported_is_not_overdue_before_any_drain(site: Site) -> None:
    with seen_by(site, SECRETARIAT) as scope:
        before = figures(scope, BoardFilters())
    with writing(site.workplace.engine) as session:
        now = site.workplace.clock().now()
        report = ActInput(act=Act.REPORT, ref=LATE, by="CB-STC1", delivered=True)
        Recorder(session, now, site.workplace.evidence).record(report)
    for drained in (False, True):
        if drained:
            site.advance()
        with seen_by(site, SECRETARIAT) as scope:
            after = figures(scope, BoardFilters())
            late = {row.ref for row in all_of(scope, BoardFilters())}
            waiting = {row.ref: row for row in all_of(scope, BoardFilters(shown=DuePart.WAITING))}
        assert LATE not in late and waiting[LATE].late
        assert len(late) == after.of(DuePart.OVERDUE) == before.of(DuePart.OVERDUE) - 1
        assert len(waiting) == after.of(DuePart.WAITING) == before.of(DuePart.WAITING) + 1
        assert after.total == before.total


@pytest.mark.parametrize(
    ("few", "many"),
    [
        ("/overdue?late=12", "/overdue?state=all"),
        ("/overdue?state=done&sort=official&unit=4", "/overdue?state=done&sort=official"),
    ],
)
def test_a_page_takes_the_same_number_of_queries_however_much_it_shows(
    shown: Site, few: str, many: str
) -> None:
    client = shown.client(SECRETARIAT)
    client.get("/overdue")
    numbers, rows = [], []
    for address in (few, many):
        cache.forget()
        with statements(shown.workplace.engine) as said:
            page = client.get(address).text
        numbers.append(len(said))
        rows.append(len(_refs(page)))
    assert 0 < rows[0] < rows[1] == 50
    assert abs(numbers[0] - numbers[1]) <= 1 and max(numbers) < 30, numbers


def test_it_keeps_views_by_name_for_their_owner_alone(site: Site) -> None:
    client, other = site.client(SECRETARIAT), site.client(COMMITTEE)
    saved = {"page": "overdue", "name": "Trễ  lâu", "query": "late=3&sort=unit"}
    assert client.post("/views", data=saved).status_code == 303
    assert 'href="/overdue?late=3&amp;sort=unit">Trễ lâu</a>' in client.get("/overdue").text
    client.post("/views", data=saved | {"query": "late=5"})  # the same name again replaces it
    with reading(site.workplace.engine) as session:
        (view,) = session.exec(select(SavedView)).all()
    assert view.query == "late=5"
    assert page_grounds.press(other, f"/views/{view.id}", data={"name": "Khác"}).status_code == 404
    page_grounds.press(other, f"/views/{view.id}", data={"act": "delete"})  # says: gone
    assert "Trễ lâu" not in other.get("/views").text
    assert "Trễ lâu" in client.get("/views").text
    assert page_grounds.press(client, f"/views/{view.id}", data={"name": ""}).status_code == 422
    page_grounds.press(client, f"/views/{view.id}", data={"name": "Rất trễ"})
    assert "Rất trễ" in client.get("/views").text
    page_grounds.press(client, f"/views/{view.id}", data={"act": "delete"})
    assert "Rất trễ" not in client.get("/views").text
    assert client.post("/views", data=saved | {"page": "//evil"}).status_code == 422


@pytest.mark.parametrize("code", ["CB-VPTU3", "CB-TTTU1", "CB-UBKT4", "CB-LT1", "CB-LT4", "CB-LT5"])
def test_it_offers_urging_exactly_where_that_page_takes_it(shown: Site, code: str) -> None:
    """Plain members of a committee were led to a page that refused them, leaders to none."""
    client = shown.client(code)
    page = client.get("/overdue?state=all&q=LT").text
    rows = [row for row in page.split("<tr") if 'href="/items/' in row]
    assert rows
    for row in rows:
        ref = re.search(r'href="/items/2022/([^"#]+)', row)
        assert ref is not None
        answer = client.get(f"/nudge/2022/{ref[1]}")
        takes = answer.status_code == 200 and 'name="to"' in answer.text
        assert ('name="ref"' in row) == takes, ref[1]


def _record(session: Session, site: Site, by: str, act: ActInput) -> None:
    now = site.workplace.clock().now()
    Recorder(session, now, site.workplace.evidence).record(replace(act, by=by))


@pytest.mark.parametrize("order", KEYS)
def test_what_waits_for_the_drain_stands_where_it_belongs(site: Site, order: SortOrder) -> None:
    """What a row says is what it is sorted by, also before a drain has dealt with it."""
    with seen_by(site, SECRETARIAT) as scope:
        rows = all_of(scope, BoardFilters(shown=DuePart.ALL))
        reported = next(r for r in rows if r.unreported and r.expected and r.opens_on < r.due_on
                        and r.opens_on <= scope.today)  # fmt: skip
        moved = next(r for r in rows if r.unreported and r.ref != reported.ref and not r.expected)
        author = find_person_of(scope.session, reported.officials[0].person_id)
    with writing(site.workplace.engine) as session:
        _record(session, site, author, ActInput(
            Act.REPORT, reported.ref, author, value=reported.expected * 9,
            confirmed=True))  # fmt: skip
        _record(session, site, SECRETARIAT, ActInput(
            Act.CHANGE_DUE, moved.ref, SECRETARIAT, reason="Mưa lũ",
            new_due_on=moved.due_on.replace(month=12, day=1)))  # fmt: skip
    with seen_by(site, SECRETARIAT) as scope:
        assert len(scope.since) >= 2
        wanted = BoardFilters(shown=DuePart.ALL, order=order, down=False)
        up, down = all_of(scope, wanted), all_of(scope, replace(wanted, down=True))
    for rows in (up, tuple(reversed(down))):
        keys = [key for row in rows if (key := KEYS[order](row)) is not None]
        assert all(a <= b for a, b in pairwise(keys))


def find_person_of(session: Session, person_id: int | None) -> str:
    return session.get_one(Person, person_id).code
