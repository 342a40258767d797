"""The list that urging begins from: what it shows first, its tabs, filters and telephones."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from programmes import current_programme
from python_calamine import CalamineWorkbook
from sites import Site
from sqlmodel import select
from urging_pages import SECRETARIAT, rows_on_board

from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import BoardFilters, SortOrder
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.overdue.totals import figures
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.viewer import open_viewer
from dondoc.store.database import reading, writing
from models.person import Person
from models.rules.due_parts import DuePart

FINANCE = "/overdue?q=tai+chinh"
"""One unit with three checkpoints to urge in the sample: STC01, STC02 and STC03."""
LATE = "STC01@STC/B2"


def test_the_first_look_is_what_is_to_be_urged_unit_by_unit_the_worst_first(shown: Site) -> None:
    page = shown.client(SECRETARIAT).get("/overdue").text
    refs = re.findall(r'<th scope="row" title="([^:"]+):', page)
    rows = rows_on_board(shown, BoardFilters(DuePart.TO_URGE, order=SortOrder.WORST, down=False))
    assert [row.ref for row in rows] == refs
    overdue, soon = (
        rows_on_board(shown, BoardFilters(part)) for part in (DuePart.OVERDUE, DuePart.DUE_SOON)
    )
    assert set(refs) == {row.ref for row in (*overdue, *soon)} and len(overdue) > 0 < len(soon)
    units = list(dict.fromkeys(row.unit_id for row in rows))
    assert [row.unit_id for row in rows] == sorted(
        (row.unit_id for row in rows), key=units.index
    )  # a unit's rows stand together
    worst = [min(row.due_on for row in rows if row.unit_id == unit) for unit in units]
    assert worst == sorted(worst)


@pytest.mark.parametrize("path", ["/overdue", "/overdue?q=nong+thon", "/overdue?state=all&unit=4"])
def test_the_tabs_add_up(shown: Site, path: str) -> None:
    page = shown.client(SECRETARIAT).get(path).text
    tabs = page.partition('class="cuts"')[2].partition("</nav>")[0]
    counts = [int(text.replace(".", "")) for text in re.findall(r"<strong>([\d.]+)</strong>", tabs)]
    to_urge, overdue, soon, *others, total = counts
    assert to_urge == overdue + soon
    assert total == overdue + soon + sum(others)


@pytest.mark.parametrize("least", [1, 3])
def test_what_is_due_soon_is_not_late_by_days(shown: Site, least: int) -> None:
    late = rows_on_board(shown, BoardFilters(DuePart.TO_URGE, late=least))
    assert {row.ref for row in late} == {
        row.ref for row in rows_on_board(shown, BoardFilters(DuePart.OVERDUE, late=least))
    }


def test_it_is_filtered_by_official_before_any_unit_is_chosen(shown: Site) -> None:
    client = shown.client(SECRETARIAT)
    page = client.get("/overdue").text
    offered = page.partition('name="person"')[2].partition("</select>")[0]
    row = next(row for row in rows_on_board(shown, BoardFilters()) if row.ref == LATE)
    assert f'<option value="{row.officials[0].person_id}">{row.officials[0].name}' in offered
    theirs = client.get(f"/overdue?person={row.officials[0].person_id}").text
    refs = re.findall(r'<th scope="row" title="([^:"]+):', theirs)
    assert LATE in refs and 0 < len(refs) < 27
    of_group = client.get("/overdue?group=1").text.partition('name="person"')[2]
    assert of_group.partition("</select>")[0].count("<option") < offered.count("<option")


def test_it_shows_a_unit_and_its_person_once(shown: Site) -> None:
    page = shown.client(SECRETARIAT).get(FINANCE).text
    units = re.findall(r'<td class="c-unit"[^>]*><span( class="again")?>', page)
    assert units == ["", ' class="again"', ' class="again"']
    assert '<small class="soft">(3)</small>' in page


def test_the_figures_of_the_tabs_are_those_of_the_lists(shown: Site) -> None:
    with reading(shown.workplace.engine) as session:
        programme = current_programme(session)
        day = shown.workplace.clock().today()
        viewer = open_viewer(session, find_person(session, SECRETARIAT), programme, day)
        scope = open_scope(session, programme, viewer)
        counted = figures(scope, BoardFilters()).of(DuePart.TO_URGE)
        listed = all_of(scope, replace(BoardFilters(), shown=DuePart.TO_URGE))
    assert counted == len(listed) > 0


def test_the_board_and_its_workbook_say_whom_to_call(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        person = session.exec(select(Person).where(Person.full_name == "Vũ Hồng Tâm")).one()
        person.telephone = "0211 3862 518"
        session.add(person)
    client = site.client(SECRETARIAT)
    page = client.get(FINANCE).text
    assert '<a href="tel:02113862518">0211 3862 518</a>' in page
    assert page.count('href="tel:02113862518" class="again"') == 2  # once a unit is seen
    content = BytesIO(client.get(f"/overdue.xlsx?{FINANCE[9:]}").content)
    _, _, head, *rows = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    assert {row[head.index("Điện thoại")] for row in rows} == {"0211 3862 518"}


def test_many_names_are_folded_below_the_choice_and_few_stand_beside_it(shown: Site) -> None:
    client = shown.client(SECRETARIAT)
    many = client.get("/overdue/urge?all=yes").text
    lead = many.partition('value="lead"')[2].partition("</details>")[0]
    beside, _, folded = lead.partition("<details")
    assert "Nhắc được 38 đồng chí" in beside and "34 đồng chí khác" in beside
    assert len(folded.partition('<p class="soft">')[2].partition("</p>")[0].split(", ")) == 38
    few = client.get("/overdue/urge?all=yes&q=tai+chinh").text
    assert "Nhắc được 2 đồng chí: Vũ Hồng Tâm, Vũ Văn Hải." in few
    assert few.count('class="everybody"') == 0


def test_what_is_filtered_by_stands_on_its_chip_with_the_way_to_take_it_off(shown: Site) -> None:
    page = shown.client(SECRETARIAT).get("/overdue?unit=9&late=3").text
    chips = re.findall(r'<span class="chip-value">([^<]+)</span>', page)
    assert chips == ["Huyện Yên Lạc", "3 ngày"]
    assert re.findall(r'class="chip-off" href="([^"]+)"', page) == [
        "/overdue?late=3",
        "/overdue?unit=9",
    ]


def test_days_are_said_with_a_word_beside_the_number(shown: Site) -> None:
    page = shown.client(SECRETARIAT).get(FINANCE).text
    assert re.findall(r'class="in-short" aria-hidden="true">([^<]+)<', page) == [
        "trễ 4",
        "còn 5",
        "còn 7",
    ]
    assert "quá hạn 4 ngày làm việc" in page


def test_whoever_has_keys_only_reaches_the_buttons_from_above_and_from_a_ticked_box(
    shown: Site,
) -> None:
    page = shown.client(SECRETARIAT).get("/overdue").text
    form = page[page.index('<form action="/overdue/urge"') :]
    assert form.index('href="#deeds"') < form.index("<table") and 'id="deeds"' in form
    first = re.findall(r"<button[^>]*>", form)[0]
    assert "formaction" not in first and "name=" not in first  # what the Enter key presses
