"""The Standing Committee's page: figures that reconcile, one sheet, few queries."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import reduce
from pathlib import Path

import pytest
from api_client import program
from printed import CHROMIUM, printed
from programmes import current_programme
from sites import Site
from sqlalchemy import event
from sqlmodel import select

from dondoc.clock import at
from dondoc.exports.charts.course import DayCount
from dondoc.services.boards.overview.page import Overview, overview
from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.status import status
from dondoc.services.organisation.viewer import Viewer
from dondoc.store.database import reading
from models.programme import Programme
from models.rules.roles import Mandate
from models.rules.totals import Counts


def _seen(site: Site) -> Overview:
    with reading(site.workplace.engine) as session:
        programme = current_programme(session)
        made = overview(session, _viewer(site, programme), programme, site.workplace.clock().now())
    assert made is not None
    return made


def _viewer(site: Site, programme: Programme) -> Viewer:
    return Viewer(
        1, "TV", "Thường vụ", "vi", site.workplace.clock().today(), programme.key, programme.year,
        mandates=frozenset({Mandate.STANDING_COMMITTEE}),
    )  # fmt: skip


def test_every_total_is_the_sum_of_its_groups_and_the_commands_own(shown: Site) -> None:
    seen = _seen(shown)
    with reading(shown.workplace.engine) as session:
        programme = current_programme(session)
        counts = status(session, programme, shown.workplace.clock().now()).checkpoints
    assert seen.counts == counts
    assert sum((group.counts for group in seen.groups), Counts()) == counts
    assert seen.due.done <= seen.due.total <= seen.counts.total
    assert sum(unit.overdue for unit in seen.late_units) <= counts.overdue


def test_the_worst_are_those_of_the_digests(shown: Site) -> None:
    seen = _seen(shown)
    with reading(shown.workplace.engine) as session:
        programme = current_programme(session)
        told = [
            one
            for number in (1, 2, 3, 4)
            for one in figures(session, programme, Quarter(2022, number), seen.as_of, None).overdue
        ]
    told.sort(key=lambda one: (-one.days_over, one.due_on))
    assert [one.days_over for one in seen.worst] == [one.days_over for one in told[:10]]
    assert {one.ref for one in seen.worst} <= {one.ref for one in told}
    leads = {one.ref: one.lead for one in told}
    assert all(one.lead == leads[one.ref] for one in seen.worst)


def test_shared_indicators_are_added_up_as_in_the_digest(shown: Site) -> None:
    seen = _seen(shown)
    with reading(shown.workplace.engine) as session:
        programme = current_programme(session)
        told = figures(session, programme, Quarter(2022, 4), seen.as_of, None).indicators
    measured = {one.code: one for one in told}
    compared = [one for one in seen.shared if one.code in measured]
    assert len(compared) >= 5
    for one in compared:
        digest, measure = measured[one.code], one.measure
        assert (measure is None) == (digest.year is None), one.code
        if measure is not None and digest.year is not None:
            assert replace(measure, estimates=0) == replace(digest.year, estimates=0), one.code
        if digest.year_products is not None:
            products = digest.year_products
            assert (one.delivered, one.steps) == (products.delivered, products.due), one.code


def test_of_products_the_units_with_an_accepted_one_are_shown_out_of_all(shown: Site) -> None:
    text = shown.client("CB-TTTU1").get("/overview").text
    products = [one for one in _seen(shown).shared if one.kind == "product"]
    assert products
    for one in products:
        assert one.delivering <= min(one.units, one.delivered)
        assert bool(one.delivering) == bool(one.delivered)
        row = text[text.index(f"/search?q={one.code}") :]
        assert f">{one.delivering}/{one.units}</td>" in row[: row.index("</tr>")]


def test_what_is_recorded_and_not_drained_counts(site: Site) -> None:
    before = _seen(site)
    secretariat = program(site, "CB-VPTU3")
    waiting = secretariat.get("/api/v1/checkpoints?state=waiting").json()["items"]
    for one in waiting:
        ref, _, label = one["ref"].partition("/")
        key = f"verify-{one['ref']}"
        act = {"act": "verify", "request_key": key, "seen": one["seen"]}
        answer = secretariat.post(f"/api/v1/checkpoints/2022/{ref}/{label}/acts", json=act)
        assert answer.status_code == 201, answer.text
    pending = _seen(site)
    site.advance()
    after = _seen(site)
    delivered = [one for one in waiting if one["delivered"] is not False]
    assert 0 < len(delivered) < len(waiting)
    assert pending.counts.done == before.counts.done + len(delivered)
    assert pending.counts.undelivered == before.counts.undelivered + len(waiting) - len(delivered)
    assert pending.moves.accepted == before.moves.accepted + len(waiting)
    assert (pending.counts, pending.moves, pending.shared, pending.worst) == (
        after.counts, after.moves, after.shared, after.worst,
    )  # fmt: skip
    with reading(site.workplace.engine) as session:
        told = status(session, current_programme(session), site.workplace.clock().now())
    assert after.counts == told.checkpoints


def test_nobody_else_sees_it(shown: Site) -> None:
    with reading(shown.workplace.engine) as session:
        programme = session.exec(select(Programme)).one()
        stranger = Viewer(1, "X", "X", "vi", shown.workplace.clock().today(), programme.key, 2022)
        assert overview(session, stranger, programme, shown.workplace.clock().now()) is None
    assert shown.client("CB-LT1").get("/overview").status_code == 403


def test_what_is_drawn_is_what_the_tables_say(shown: Site) -> None:
    seen = _seen(shown)
    assert seen.drawn.course[-1] == DayCount(seen.as_of, seen.counts.overdue)
    assert sum((unit.counts for unit in seen.drawn.due), Counts()) == seen.due
    with reading(shown.workplace.engine) as session:
        programme = current_programme(session)
        for point in seen.drawn.course[-4:-1]:
            on_day = status(session, programme, at(point.day)).checkpoints
            assert on_day.overdue == point.count, point.day


def test_the_indicator_with_most_units_behind_is_set_against_their_roadmaps(shown: Site) -> None:
    behind = _seen(shown).drawn.behind
    assert behind is not None
    assert behind.title == "Tỷ lệ giải ngân vốn đầu tư công"
    units = {unit.name: (unit.expected, unit.actual) for unit in behind.units if not unit.met}
    assert units == {
        "Huyện Sông Lô": (Decimal(12), Decimal("5.8")),
        "Huyện Tam Dương": (Decimal(15), Decimal("8.8")),
    }


def test_each_chart_has_its_words_and_a_table_beside_it(shown: Site) -> None:
    page = shown.client("CB-TTTU1").get("/overview").text
    assert page.count('<figure class="chart-of-') == 3
    assert page.count("<caption>Số liệu của biểu đồ:") == 3
    assert page.count('role="img"') == 6  # for wide and for narrow screens
    for name, words in (("course", "cao nhất là"), ("units", "đơn vị có mốc quá hạn")):
        assert re.search(rf'<desc id="{name}-600-words">[^<]*{words}', page)


def test_it_takes_the_same_few_queries_however_often(shown: Site) -> None:
    client = shown.client("CB-TTTU1")
    client.get("/overview")
    counted: list[str] = []
    event.listen(
        shown.workplace.engine, "before_cursor_execute", lambda *given: counted.append(given[2])
    )
    _seen(shown)
    assert len(counted) <= 36
    counted.clear()
    client.get("/overview")
    assert len(counted) <= 8  # the figures are kept until something changes


def test_everything_on_it_leads_further(shown: Site) -> None:
    page = shown.client("CB-TTTU1").get("/overview").text
    seen = _seen(shown)
    for group in seen.groups:
        assert f'href="/overdue?group={group.group_id}&amp;state=all"' in page
    for item in seen.worst:
        ref = item.ref.replace("@", "%40")
        assert f'href="/items/2022/{ref}"' in page
        assert f'href="/boards/{item.unit_id}"' in page
    assert 'href="/verify"' not in page  # it is not theirs
    assert 'href="/verify"' in shown.client("CB-VPTU3").get("/overview").text


def test_it_says_what_the_last_quarters_digest_found_beside_today(site: Site) -> None:
    secretariat = site.client("CB-VPTU3")
    assert "đến nay hoàn thành" not in secretariat.get("/overview").text
    assert secretariat.post("/digests", data={"quarter": "2022-Q1"}).status_code == 303
    then = _seen(site).then_now
    assert then is not None and then.then == then.now
    assert "đến nay hoàn thành" in secretariat.get("/overview").text


@pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_it_prints_to_one_sheet(shown: Site, tmp_path: Path, lang: str) -> None:
    client = shown.client("CB-TTTU1")
    client.cookies.set("dondoc_lang", lang)
    page = client.get("/overview").text
    # Long names must not make it longer.
    page = page.replace("Huyện Bình Xuyên", "Ban Quản lý các dự án trọng điểm " * 5)
    pages = printed(client, page, tmp_path).pages
    assert len(pages) == 1
    # Nor may more groups of units: seven in both tables of groups.
    groups = page.partition('id="groups"')[2]
    first = re.findall(r"<tbody>\s*(<tr>.*?</tr>)", groups, re.DOTALL)[:2]
    many = reduce(lambda text, row: text.replace(row, row * 5, 1), first, page)
    assert many.count("<tr>") == page.count("<tr>") + 8
    assert len(printed(client, many, tmp_path).pages) == 1
    box = pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)  # A4 in points
