"""The same indicator, on the same day, for the same units: one number and one text everywhere."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook
from programmes import current_programme
from sites import Site, open_site
from sqlmodel import select

from dondoc.rendering import formats
from dondoc.services.boards.overview.page import overview
from dondoc.services.boards.unit import course_of, unit_board
from dondoc.services.digest.figures import figures
from dondoc.services.digest.render import render_digest
from dondoc.services.digest.report import digest_of, read_with_report
from dondoc.services.figures.quarter import quarter_of
from dondoc.services.organisation.viewer import Viewer
from dondoc.store.database import reading
from dondoc.web.app import create_app
from dondoc.workplace import make_sample
from models.programme import Programme
from models.rules.measures import Measure
from models.rules.roles import Mandate
from models.unit import Unit

DAYS = (date(2022, 5, 20), date(2022, 6, 30), date(2022, 7, 1), date(2022, 10, 1))
"""The middle of a quarter, its last day, the day after, and the first of a later one."""


@pytest.fixture(scope="module", params=DAYS, ids=str)
def on_day(
    request: pytest.FixtureRequest, sample_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Site:
    """The sample as it is looked at on a day."""
    opened = open_site(sample_home, tmp_path_factory.mktemp("figure") / "home").workplace
    workplace = make_sample(opened, request.param)
    return Site(workplace, create_app(workplace))


def viewer(programme: Programme, day: date) -> Viewer:
    return Viewer(
        1, "TV", "Thường vụ", "vi", day, programme.key, programme.year,
        mandates=frozenset({Mandate.STANDING_COMMITTEE}),
    )  # fmt: skip


def plain(measure: Measure | None) -> Measure | None:
    """Without the estimates, which only the digest marks."""
    return None if measure is None else replace(measure, estimates=0)


def test_the_overview_and_the_digest_of_the_day_say_the_same(on_day: Site) -> None:
    clock = on_day.workplace.clock()
    today = clock.today()
    with reading(on_day.workplace.engine) as session:
        programme = current_programme(session)
        page = overview(session, viewer(programme, today), programme, clock.now())
        told = figures(session, programme, quarter_of(today), today, None)
    assert page is not None
    by_code = {indicator.code: indicator for indicator in told.indicators}
    compared = [one for one in page.shared if one.code in by_code]
    assert len(compared) >= 5
    for one in compared:
        digest = by_code[one.code]
        assert plain(one.measure) == plain(digest.year), one.code
        products = digest.year_products
        assert (one.delivered, one.steps) == (
            (products.delivered, products.due) if products else (0, 0)
        )


def test_the_overview_and_the_digest_of_the_day_draw_the_same(on_day: Site) -> None:
    clock = on_day.workplace.clock()
    with reading(on_day.workplace.engine) as session:
        programme = current_programme(session)
        page = overview(session, viewer(programme, clock.today()), programme, clock.now())
        period = quarter_of(clock.today())
        told = digest_of(read_with_report(session, programme, period, clock.today(), None))
    assert page is not None and told.report is not None and told.report.drawn is not None
    drawn, digest = page.drawn, told.report.drawn
    assert drawn.course == digest.course
    assert {unit.name: unit.counts for unit in drawn.due} == {
        unit.name: unit.counts for unit in digest.due
    }
    assert drawn.behind is not None and digest.behind is not None
    assert drawn.behind.title == digest.behind.title
    assert set(drawn.behind.units) == set(digest.behind.units)


def test_a_units_board_and_its_digest_of_the_day_say_the_same(on_day: Site) -> None:
    today = on_day.workplace.clock().today()
    compared = 0
    with reading(on_day.workplace.engine) as session:
        programme = current_programme(session)
        for unit_id in session.scalars(select(Unit.id)):
            board = unit_board(session, programme, viewer(programme, today), unit_id or 0)
            if board is None or not board.checkpoint_rows:
                continue
            told = figures(session, programme, quarter_of(today), today, unit_id)
            by_code = {indicator.code: indicator for indicator in told.indicators}
            for lines in board.assignments:
                course = course_of(lines, programme.year, today, board.computed)
                digest = by_code.get(course.ref.partition("@")[0])
                if digest is None:
                    continue
                if digest.year is not None:
                    assert plain(course.so_far.measure) == plain(digest.year), course.ref
                    compared += 1
                if digest.year_products is not None and digest.year is None:
                    products = digest.year_products
                    assert (course.so_far.delivered, course.so_far.steps) == (
                        products.delivered, products.due,
                    )  # fmt: skip
    assert compared > 20


def test_the_ratio_is_the_same_text_on_item_board_and_paper(on_day: Site) -> None:
    client, today = on_day.client("CB-VPTU3"), on_day.workplace.clock().today()
    with reading(on_day.workplace.engine) as session:
        programme = current_programme(session)
        board = unit_board(session, programme, viewer(programme, today), 4)
        told = figures(session, programme, quarter_of(today), today, 4)
    assert board is not None
    paper = render_digest(told)[0]
    page = unescape(client.get("/boards/4").text)
    for lines in board.assignments:
        course = course_of(lines, programme.year, today, board.computed)
        measure = course.so_far.measure
        text = formats.ratio(measure)
        if measure.percent is None and measure.used is None:
            continue
        assert f"<strong>{text}</strong>" in unescape(client.get(f"/items/2022/{course.ref}").text)
        assert text in page
        if any(indicator.code == course.ref.partition("@")[0] for indicator in told.indicators):
            assert text in unescape(paper)


def test_the_workbook_has_the_figures_of_the_pages(on_day: Site, tmp_path: Path) -> None:
    client = on_day.client("CB-VPTU3")
    book = tmp_path / "board.xlsx"
    book.write_bytes(client.get("/overdue.xlsx?state=state_done_late").content)
    rows = list(load_workbook(book).active.iter_rows(min_row=4, values_only=True))
    page = client.get("/overdue?state=state_done_late").text
    assert f'data-rows="{len(rows)}"' in page
    compared = [(row[0], Decimal(str(row[14]))) for row in rows if row[14] is not None][:6]
    assert compared
    for ref, percent in compared:
        item = unescape(client.get(f"/items/2022/{ref}").text)
        shown = {formats.of_plan(percent, is_limit=is_limit) for is_limit in (False, True)}
        assert any(f"({words})" in item for words in shown), ref
