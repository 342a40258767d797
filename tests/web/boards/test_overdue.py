"""The overdue board: what it counts, in which order, for whom, and what the workbook holds."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import page_grounds
import pytest
from counting import statements
from programmes import current_programme
from python_calamine import CalamineWorkbook
from sites import Site
from sqlmodel import Session, select

from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import PARTS, BoardFilters, DuePart, SortOrder
from dondoc.services.boards.overdue.question import BoardQuestion, open_scope
from dondoc.services.boards.overdue.totals import by_unit, count, figures
from dondoc.services.figures.status import status
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.viewer import open_viewer
from dondoc.store import cache
from dondoc.store.database import reading, writing
from models.assignment import Assignment
from models.drafts_and_views import SavedView
from models.indicator import Indicator
from models.person import Person
from models.rules.checkpoints import Act
from models.unit import Unit

SECRETARIAT, COMMITTEE = "CB-VPTU3", "CB-LT4"
LATE = "STC01@STC/B2"
"""Overdue in the sample on its day; CB-STC1 answers for it."""


@contextmanager
def seen_by(site: Site, code: str) -> Iterator[BoardQuestion]:
    with reading(site.workplace.engine) as session:
        programme = current_programme(session)
        day = site.workplace.clock().today()
        viewer = open_viewer(session, find_person(session, code), programme, day)
        yield open_scope(session, programme, viewer)


def test_its_figures_add_up_and_are_those_of_the_status(shown: Site) -> None:
    with seen_by(shown, SECRETARIAT) as scope:
        found = figures(scope, BoardFilters())
        known = status(scope.session, scope.programme, shown.workplace.clock().now()).checkpoints
    assert found.total == known.total == sum(found.of(part) for part in PARTS)
    assert found.of(DuePart.DONE) == known.done
    assert found.late[DuePart.DONE] == known.done_late
    assert found.of(DuePart.WAITING) == known.waiting
    assert found.of(DuePart.DUE_SOON) == known.due_soon
    assert found.of(DuePart.UNDELIVERED) == known.undelivered
    late = found.late.get(DuePart.WAITING, 0) + found.late.get(DuePart.UNDELIVERED, 0)
    assert found.of(DuePart.OVERDUE) + late + found.of(DuePart.MISSING) == known.overdue


@pytest.mark.parametrize("part", DuePart)
def test_each_figure_is_the_number_of_rows_behind_it(shown: Site, part: DuePart) -> None:
    with seen_by(shown, SECRETARIAT) as scope:
        wanted = BoardFilters(shown=part)
        rows = all_of(scope, wanted)
        assert count(scope, wanted) == len(rows) == sum(one.size for one in by_unit(scope, wanted))
    if part in PARTS:
        assert {row.shown for row in rows} <= {part}


@pytest.mark.parametrize("least", [1, 3, 10])
def test_it_shows_what_is_late_by_so_many_working_days(shown: Site, least: int) -> None:
    with seen_by(shown, SECRETARIAT) as scope:
        every = all_of(scope, BoardFilters())
        late = all_of(scope, BoardFilters(late=least))
        assert count(scope, BoardFilters(late=least)) == len(late)
    assert {row.ref for row in late} == {row.ref for row in every if -row.days_left >= least}
    assert all(row.days_left < 0 for row in every)


@pytest.mark.parametrize("least", [1, 3, 10])
def test_silence_and_what_is_not_there_say_how_late_they_are_and_are_found_by_it(
    shown: Site, least: int
) -> None:
    with seen_by(shown, SECRETARIAT) as scope:
        every = all_of(scope, BoardFilters(shown=DuePart.STATE_OVERDUE))
        late = all_of(scope, BoardFilters(shown=DuePart.STATE_OVERDUE, late=least))
        silent = all_of(scope, BoardFilters(shown=DuePart.MISSING, late=least))
    assert {one.ref for one in late} == {one.ref for one in every if -one.days_left >= least}
    assert {one.ref for one in silent} == {one.ref for one in late if one.shown is DuePart.MISSING}
    assert {DuePart.MISSING, DuePart.UNDELIVERED} <= {one.shown for one in late}
    client = shown.client(SECRETARIAT)
    page = client.get("/overdue?state=state_overdue").text
    rows = _sheet(client.get("/overdue.xlsx?state=state_overdue").content)[1:]
    assert {row[0]: row[8] for row in rows} == {one.ref: -one.days_left for one in every}
    assert all(f"quá hạn {-one.days_left} ngày làm việc" in page for one in every)


KEYS = {
    SortOrder.LATE: lambda row: -row.due_on.toordinal(),
    SortOrder.OFFICIAL: lambda row: row.officials[0].name,
    SortOrder.INDICATOR: lambda row: row.ref.partition("/")[0],
    SortOrder.PERCENT: lambda row: row.percent,
}


@pytest.mark.parametrize("order", KEYS)
def test_it_sorts_by_every_heading_both_ways(shown: Site, order: SortOrder) -> None:
    with seen_by(shown, SECRETARIAT) as scope:
        wanted = BoardFilters(shown=DuePart.ALL, order=order, down=False)
        up, down = all_of(scope, wanted), all_of(scope, replace(wanted, down=True))
    for rows in (up, list(reversed(down))):
        keys = [key for row in rows if (key := KEYS[order](row)) is not None]
        assert all(a <= b for a, b in pairwise(keys)) and len(set(keys)) > 5
    assert {row.ref for row in up} == {row.ref for row in down}


def test_units_stand_in_the_order_of_the_plan(shown: Site) -> None:
    with seen_by(shown, SECRETARIAT) as scope:
        rows = all_of(scope, BoardFilters(shown=DuePart.ALL, order=SortOrder.UNIT, down=False))
        units = [one.id for one in scope.session.exec(select(Unit).order_by(Unit.rank, Unit.id))]
    places = [units.index(row.unit_id) for row in rows]
    assert places == sorted(places)


def test_every_filter_lets_through_what_it_says(shown: Site) -> None:
    with seen_by(shown, SECRETARIAT) as scope:
        every = all_of(scope, BoardFilters(shown=DuePart.ALL))
        one = next(row for row in every if row.ref == LATE)
        groups = {unit.id: unit.group_id for unit in scope.session.exec(select(Unit))}

        def refs(**filters: object) -> set[str]:
            return {row.ref for row in all_of(scope, BoardFilters(shown=DuePart.ALL, **filters))}

        assert refs(unit_id=one.unit_id) == {r.ref for r in every if r.unit_id == one.unit_id}
        group = groups[one.unit_id]
        assert refs(group_id=group) == {r.ref for r in every if groups[r.unit_id] == group}
        assert refs(category=one.category) == {r.ref for r in every if r.category == one.category}
        position = one.officials[0].position_id
        assert refs(position_id=position) == {
            r.ref for r in every if position in {each.position_id for each in r.officials}
        }
        assert refs(text="giai phong MAT bang") == set()
        assert (
            refs(text="ban giao mat bang")
            == {r.ref for r in every if "bàn giao mặt bằng" in r.indicator}
            != set()
        )
        assert LATE in refs(text="stc01@") and LATE in refs(text="so tai chinh")
        assert refs(text="100%_") == set()


def test_a_committee_sees_its_own_unit_and_no_other(shown: Site) -> None:
    client = shown.client(COMMITTEE)
    page = client.get("/overdue?state=all").text
    refs = set(re.findall(r'href="/items/2022/([^"/]+)', page))
    assert refs and all(ref.endswith("%40LT") or ref.endswith("@LT") for ref in refs)
    assert "Huyện Yên Lạc" not in page
    assert "Huyện Yên Lạc" not in client.get("/overdue?state=all&unit=2&q=GPMB").text
    for row in _sheet(client.get("/overdue.xlsx?state=all").content)[1:]:
        assert str(row[0]).partition("/")[0].endswith("@LT")


def _sheet(content: bytes) -> list[list[object]]:
    """Read by another library than the one that wrote it."""
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_the_workbook_holds_exactly_what_is_seen(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        title = _indicator_of(session, LATE)
        title.title = '=HYPERLINK("http://evil.example";"x")'
        session.add(title)
    client = site.client(SECRETARIAT)
    address = "late=2&sort=indicator&dir=down"
    page = client.get(f"/overdue?{address}").text
    shown_refs = _refs(page)
    head, *rows = _sheet(client.get(f"/overdue.xlsx?{address}").content)
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
    assert page_grounds.press(other, f"/views/{view.id}", data={"act": "delete"}).status_code == 404
    assert "Trễ lâu" not in other.get("/views").text
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
