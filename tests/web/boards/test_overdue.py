"""The overdue board: what it counts, in which order, for whom, and what the workbook holds."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from overdue_board import KEYS, seen_by, sheet
from sites import Site
from sqlmodel import select

from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import BoardFilters, SortOrder
from dondoc.services.boards.overdue.totals import by_unit, count, figures
from dondoc.services.figures.status import status
from models.rules.due_parts import PARTS, DuePart
from models.unit import Unit

SECRETARIAT, COMMITTEE = "CB-VPTU3", "CB-LT4"
LATE = "STC01@STC/B2"
"""Overdue in the sample on its day; CB-STC1 answers for it."""


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
        assert {row.part for row in rows} <= {part}


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
    assert {one.ref for one in silent} == {one.ref for one in late if one.part is DuePart.MISSING}
    assert {DuePart.MISSING, DuePart.UNDELIVERED} <= {one.part for one in late}
    client = shown.client(SECRETARIAT)
    page = client.get("/overdue?state=state_overdue").text
    rows = sheet(client.get("/overdue.xlsx?state=state_overdue").content)[1:]
    assert {row[0]: row[8] for row in rows} == {one.ref: -one.days_left for one in every}
    assert all(f"quá hạn {-one.days_left} ngày làm việc" in page for one in every)


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
    for row in sheet(client.get("/overdue.xlsx?state=all").content)[1:]:
        assert str(row[0]).partition("/")[0].endswith("@LT")
