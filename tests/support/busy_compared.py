"""Each page of the two busy quarters, compared with what was worked out anew."""

import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

from api_client import V1, program
from busy_pages import COUNTED, OPEN, Seen, fraction, same
from busy_plan import OFFICE
from busy_quarters import YEAR
from figures_recomputed import Work, work_on
from pages_recomputed import carried, days_over, difficulties, moves, shown_percent, total
from posts_recomputed import inherited, seats_of
from python_calamine import CalamineWorkbook
from sqlmodel import Session

from dondoc.services.boards.item import item_page
from dondoc.services.boards.my_work.my_work import my_work
from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.overdue.totals import count
from dondoc.services.boards.overdue.totals import figures as board_figures
from dondoc.services.boards.overview.page import overview
from dondoc.services.boards.search.search import SearchQuestion, search
from dondoc.services.boards.unit import unit_board
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.viewer import Viewer, open_viewer
from models.programme import Programme
from models.rules.due_parts import DuePart


def compare_overview(session: Session, programme: Programme, viewer: Viewer, seen: Seen) -> None:
    """What moved, what is worst and where, what is asked for, shared indicators, difficulties."""
    shown = overview(session, viewer, programme, seen.site.workplace.clock().now())
    assert shown is not None
    told, moved = shown.moves, moves(seen.engine, shown.since, seen.day)
    assert told.reported == moved["report"]
    assert told.accepted == moved["verify"]
    assert told.returned == moved["return"]
    assert told.due_changed == moved["due_changed"]
    before = {work.ref: work for work in work_on(seen.engine, YEAR, shown.since)}
    late = [work for work in seen.works if seen.late(work)]
    new = [one for one in late if before[one.ref].state(shown.since, seen.calendar) != "overdue"]
    assert told.newly_overdue == len(new)
    days = {one.ref: days_over(one, seen.day, seen.calendar) for one in late}
    assert [one.days_over for one in shown.worst] == sorted(days.values(), reverse=True)[:10]
    assert {one.ref: one.days_over for one in shown.worst}.items() <= days.items()
    by_unit = Counter(one.unit for one in late)
    assert {unit.unit_id: unit.overdue for unit in shown.late_units}.items() <= by_unit.items()
    most = sorted(by_unit.values(), reverse=True)[:5]
    assert [one.overdue for one in shown.late_units] == most
    assert shown.reported_late == sum(one.stage == "reported" for one in late)
    assert shown.extensions == sum(map(seen.asked, seen.works))
    assert shown.hindered_in_all == difficulties(seen.engine, YEAR, seen.day)
    assert [one.code for one in shown.shared] == carried(seen.engine, YEAR)[:8]
    for one in shown.shared:
        works = [work for work in seen.works if work.indicator == one.code]
        seen.measured(one.measure, works, of_year=True)
        assert (one.delivered, one.steps) == _delivered(works), one.code


def _delivered(works: list[Work]) -> tuple[int, int]:
    products = [work for work in works if work.product]
    return sum(work.settled and work.verdict()[0] is True for work in products), len(products)


def compare_indicators(made: DigestFigures, quarter: Quarter, seen: Seen) -> None:
    """Each indicator of a quarter, for the quarter and for the year."""
    within = [work for work in seen.works if work.due_on in quarter]
    assert {indicator.code for indicator in made.indicators} == {work.indicator for work in within}
    for one in made.indicators:
        year = [work for work in seen.works if work.indicator == one.code]
        works = [work for work in year if work.due_on in quarter]
        seen.measured(one.quarter, works, of_year=False)
        seen.measured(one.year, year, of_year=True)
        if one.quarter_products and one.year_products:
            products = (one.quarter_products, one.year_products)
            delivered = [(each.delivered, each.due) for each in products]
            assert delivered == [_delivered(works), _delivered(year)], one.code


def compare_lists(made: DigestFigures, quarter: Quarter, seen: Seen) -> None:
    """What is late and by whom, exceeded, moved, estimated, evaluated; difficulties."""
    within = [work for work in seen.works if work.due_on in quarter]
    earlier = [work for work in seen.works if seen.late(work) and work.due_on < quarter.start]
    assert {one.ref for one in made.backlog} == {work.ref for work in earlier}
    for row in (*made.overdue, *made.backlog):
        work = seen.by_ref[row.ref]
        assert row.days_over == days_over(work, seen.day, seen.calendar), row.ref
        assert row.lead == seen.people.get(seen.whose[row.ref][0], ("", ""))[1], row.ref
    assert {one.ref for one in made.exceeded} == {one.ref for one in within if one.verdict()[1]}
    assert made.estimates == sum(one.estimate and one.settled and not one.missing for one in within)
    assert sum(grade.count for grade in made.grades) == sum(
        one.stage == "evaluated" for one in within
    )
    moved = [work for work in seen.works if work.due_on != work.original_due_on]
    touched = [one for one in moved if one.due_on in quarter or one.original_due_on in quarter]
    assert {one.ref for one in made.moved} == {one.ref for one in touched}
    assert sum(one.counted for one in made.moved) == sum(one.due_on in quarter for one in touched)
    unresolved = sum(
        not difficulty.resolved and bool(difficulty.difficulty) for difficulty in made.difficulties
    )
    assert unresolved == difficulties(seen.engine, YEAR, seen.day)


def compare_people(session: Session, programme: Programme, viewer: Viewer, seen: Seen) -> None:
    """Everybody's own work, the board's filter by person, and what a search for them finds."""
    scope, now = open_scope(session, programme, viewer), seen.site.workplace.clock().now()
    for key, (code, _) in seen.people.items():
        mine = [work for work in seen.works if key in seen.whose[work.ref]]
        theirs = open_viewer(session, find_person(session, code), programme, seen.day)
        work = my_work(session, programme, theirs, now)
        sections = {section.value: n for section, n in work.counts.items() if n}
        assert sections == Counter(map(seen.section, mine)), code
        parts = Counter(map(seen.part, mine))
        parts["extension"], parts["all"] = sum(map(seen.asked, mine)), len(mine)
        parts["to_urge"] = parts["overdue"] + parts["due_soon"]
        states = Counter(one.state(seen.day, seen.calendar) for one in mine)
        parts["state_overdue"], parts["state_open"] = states["overdue"], states["open_in_time"]
        parts["state_done_late"] = states["done_late"]
        parts["state_done_in_time"] = states["done_in_time"]
        for shown in DuePart:
            wanted = BoardFilters(shown=shown, person_id=key)
            assert count(scope, wanted) == parts[shown.value], (code, shown)
        rows = {row.ref for row in all_of(scope, BoardFilters(shown=DuePart.ALL, person_id=key))}
        assert rows == {one.ref for one in mine}, code
        late = board_figures(scope, BoardFilters(person_id=key)).late
        done_late = sum(
            one.stage != "reported"
            for one in mine
            if one.state(seen.day, seen.calendar) == "done_late"
        )
        assert late.get(DuePart.DONE, 0) == done_late, code
        found = search(session, programme, viewer, SearchQuestion("", who=code))
        assert sum(item.counts.total for item in found.items) == len(mine), code
        assert sum(one.counts.overdue for one in found.items) == states["overdue"], code


def compare_boards(session: Session, programme: Programme, viewer: Viewer, seen: Seen) -> None:
    """Each unit's counts, and those of everybody on its committee, with what they inherited."""
    names = {key: name for key, (_, name) in seen.people.items()}
    for unit in {work.unit for work in seen.works}:
        board = unit_board(session, programme, viewer, unit)
        works = [work for work in seen.works if work.unit == unit]
        assert board is not None
        assert [getattr(board.counts, name) for name in COUNTED] == seen.counted(works), unit
        own, came_to = Counter(), Counter()
        seats = seats_of(seen.engine, unit)
        for work in works:
            for key, before in inherited(work, seen.posts, seats, seen.day, seen.calendar):
                (came_to if before else own)[names.get(key, "")] += 1
        told, told_inherited = Counter(), Counter()
        for member in board.members:
            told[member.name] += member.counts.total
            told_inherited[member.name] += member.inherited
        assert (+told, +told_inherited) == (own, came_to), unit


def compare_items(session: Session, programme: Programme, viewer: Viewer, seen: Seen) -> None:
    """What came of each assignment by its own page."""
    now = seen.site.workplace.clock().now()
    for ref in {work.ref.partition("/")[0] for work in seen.works}:
        works = [work for work in seen.works if work.ref.partition("/")[0] == ref]
        shown = item_page(session, programme, viewer, ref, now)
        assert shown is not None
        expected = total(seen.indicators[works[0].indicator], works, seen.day, of_year=True)
        if expected is not None and expected.complete:
            same(shown.so_far.measure, expected, ref)


def _said(work: Work) -> Decimal | None:
    """Verified, or else of the report that waits."""
    if work.settled:
        return work.result[0] if work.result and not work.missing else None
    return work.said[0] if work.stage == "reported" else None


def compare_workbook(seen: Seen) -> None:
    """Every cell of the exported board that is a figure, a day or a name."""
    page = seen.site.client(OFFICE)
    content = page.get("/overdue.xlsx?state=all").content
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    rows = {str(row[0]): row for row in sheet if re.fullmatch(r"\w+@\w+/\w+", str(row[0]))}
    assert rows.keys() == seen.by_ref.keys()
    for ref, work in seen.by_ref.items():
        officials, _, due, late, _, _, value, expected, _, percent, asked, _ = rows[ref][5:]
        said, last = _said(work), seen.calendar.last_day(work.due_on)
        days = seen.calendar.days_until(seen.day, last) - seen.calendar.days_until(last, seen.day)
        assert due == work.due_on, ref
        if work.stage not in OPEN or days > 0:  # whatever is overdue says by how much
            days = days_over(work, seen.day, seen.calendar) if seen.late(work) else ""
        assert late == days, ref
        assert value == ("" if said is None else float(said)), ref
        assert expected == ("" if work.expected is None else float(work.expected)), ref
        ratio = _percent(work, said)
        assert percent == ("" if ratio is None else float(ratio)), ref
        assert asked == (work.asked if seen.asked(work) else ""), ref
        for key in seen.whose[ref]:
            assert key is None or seen.people[key][1] in officials, ref


def _percent(work: Work, said: Decimal | None) -> Fraction | None:
    if said is None or work.expected is None or work.expected <= 0:
        return None
    return shown_percent(Fraction(said) / Fraction(work.expected) * 100)


def compare_api(seen: Seen) -> None:
    """Each checkpoint's value as other programs get it."""
    client = program(seen.site, OFFICE)
    answer = client.get(f"{V1}/checkpoints", params={"state": "all", "per_page": 200})
    told = {row["ref"]: row for row in answer.json()["items"]}
    assert told.keys() == seen.by_ref.keys()
    for ref, work in seen.by_ref.items():
        assert fraction(told[ref]["value"]) == fraction(_said(work)), ref
        assert told[ref]["state"] == work.state(seen.day, seen.calendar), ref
