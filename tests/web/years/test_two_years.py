"""Every page and form with two programmes side by side: none answers for the wrong year."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from addresses_by_year import (
    ASKED_BY_ADDRESS,
    OF_A_YEAR,
    OF_ALL_YEARS,
    OF_THE_PERSON,
    SAYS_ITS_YEAR,
)
from api_client import V1, program
from fastapi.testclient import TestClient
from matrix_rows import PEOPLE, Row
from sites import Site
from sqlmodel import col, select
from statements import asked_of, more
from two_years import DECEMBER, JANUARY, NEXT, RUNNING
from years_side_by_side import SWITCH, World, text_of, world

from dondoc.store.database import writing
from models.assignment import Assignment
from models.indicator import Indicator
from models.programme import Programme

ROLES = ("secretariat", "standing_committee", "official", "head", "committee_secretary")


@pytest.fixture(scope="module")
def december(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from world(sample_home, tmp_path_factory.mktemp("december"), DECEMBER)


@pytest.fixture(scope="module")
def january(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from world(sample_home, tmp_path_factory.mktemp("january"), JANUARY)


@pytest.mark.parametrize("row", OF_A_YEAR, ids=lambda row: row.address)
def test_next_years_plan_changes_no_page_of_the_running_year(december: World, row: Row) -> None:
    for role in ROLES:
        expected = text_of(december.client(december.before, role), row.address)
        assert text_of(december.client(december.after, role), row.address) == expected, role


@pytest.mark.parametrize("row", ASKED_BY_ADDRESS, ids=lambda row: row.address)
def test_in_january_last_year_is_as_it_was_where_it_is_asked_for(january: World, row: Row) -> None:
    address = f"{row.address}{'&' if '?' in row.address else '?'}year={RUNNING}"
    for role in ROLES:
        expected = text_of(january.client(january.before, role), row.address)
        found = text_of(january.client(january.after, role), address)
        assert found[0] == expected[0]
        assert without_year(found[1]) == without_year(expected[1]), role


def without_year(text: str) -> str:
    """Links of a page keep what its own address asks for; "my work" tells of the other year."""
    text = re.sub(rf'<p class="warn"><a href="/work\?year={NEXT}">[^\n]*\n', "", text)
    return re.sub(rf"(\?|&amp;|&)year={RUNNING}(&amp;|&)?", r"\1", text).replace('?"', '"')


@pytest.mark.parametrize("row", SAYS_ITS_YEAR, ids=lambda row: row.address)
def test_a_page_says_its_year_and_leads_to_no_other(january: World, row: Row) -> None:
    client = january.client(january.after, "secretariat")
    for year, other in ((RUNNING, NEXT), (NEXT, RUNNING)):
        answer = client.get(f"{row.address}{'&' if '?' in row.address else '?'}year={year}")
        if answer.status_code != 200 or "text/html" not in answer.headers["content-type"]:
            continue
        assert re.search(rf'aria-current="true">Năm {year}<', answer.text)
        body = SWITCH.sub("", answer.text)
        led = re.findall(r'(?:href|action)="/(?:items|verify|act|report|nudge|why)/(\d{4})/', body)
        assert set(led) <= {str(year)}, other
        for form in re.findall(
            r"<form[^>]*method=\"post\"[^>]*>|<form[^>]* method=\"post\">", body
        ):
            assert carries_year(form, row.route, year), form


@pytest.mark.parametrize("row", SAYS_ITS_YEAR, ids=lambda row: row.address)
def test_a_page_of_a_year_says_it_in_its_heading_where_there_is_a_choice(
    january: World, row: Row
) -> None:
    if row.route.startswith(OF_ALL_YEARS):
        return
    client = january.client(january.after, "secretariat")
    for year in (RUNNING, NEXT):
        where = f"{row.address}{'&' if '?' in row.address else '?'}year={year}"
        said = heading(client, where)
        assert said is None or str(year) in said
    assert "Năm 20" not in (
        heading(january.client(january.before, "secretariat"), row.address) or ""
    )


@pytest.mark.parametrize("page", ["items", "verify", "report"])
def test_a_page_of_one_item_says_its_year_in_its_heading(january: World, page: str) -> None:
    client = january.client(january.after, "secretariat")
    said = heading(client, f"/{page}/{RUNNING}/DV01@YL/Q3")
    assert said is not None and f"Năm {RUNNING}" in said


def heading(client: TestClient, address: str) -> str | None:
    answer = client.get(address)
    if answer.status_code != 200 or "text/html" not in answer.headers["content-type"]:
        return None
    return answer.text[answer.text.index("<h1>") : answer.text.index("</h1>")]


def carries_year(form: str, route: str, year: int) -> bool:
    found = re.search(r'action="([^"]*)"', form)
    action = found[1] if found else ""
    path = action.partition("?")[0] or route
    if path.startswith(OF_THE_PERSON):
        return True
    return f"year={year}" in action or f"/{year}/" in action


def test_the_year_that_was_chosen_is_remembered_until_the_one_at_work_is(january: World) -> None:
    client = january.after.client(PEOPLE["secretariat"])
    shown = re.compile(r'aria-current="true">Năm (\d{4})<')
    assert shown.findall(client.get("/overdue").text) == [str(NEXT)]
    client.get(f"/overdue?year={RUNNING}")
    assert shown.findall(client.get("/verify").text) == [str(RUNNING)]
    assert shown.findall(client.get("/people").text) == [str(RUNNING)]
    client.get(f"/?year={NEXT}")
    assert shown.findall(client.get("/verify").text) == [str(NEXT)]


_WAITS = re.compile(r'class="waits" href="([^"]+)">([\d.]+) ([^<]+)</a>')
_ROWS = re.compile(r'data-rows="(\d+)"')


def waits_of(client: TestClient, address: str) -> list[tuple[str, int, str]]:
    """What the switch on a page says to wait in the other year: where, how many, of what."""
    switch = SWITCH.search(client.get(address).text)
    assert switch is not None
    return [
        (where.replace("&amp;", "&"), int(many.replace(".", "")), what)
        for where, many, what in _WAITS.findall(switch[0])
    ]


@pytest.mark.parametrize("role", ROLES)
def test_what_waits_in_the_other_year_is_said_by_kind_and_opens_exactly_its_rows(
    january: World, role: str
) -> None:
    client = january.after.client(PEOPLE[role])
    waits = waits_of(client, "/settings")
    assert waits == waits_of(client, "/search?q=x")  # the same on every page
    for where, many, _ in waits:
        assert f"year={RUNNING}" in where
        page = client.get(where).text
        if where.startswith("/work"):
            assert page.count('<li class="duty"') == min(many, 25)
            assert f'aria-current="true"><strong>{many}</strong>' in page
        elif where.startswith("/verify/extensions"):
            assert page.count("<article") == min(many, 50)
        else:
            assert _ROWS.findall(page)[0] == str(many)
    client.get(f"/?year={NEXT}")


def test_each_sees_what_waits_for_them_and_not_for_another(january: World) -> None:
    kinds = {
        role: {what for *_, what in waits_of(january.after.client(PEOPLE[role]), "/settings")}
        for role in ROLES
    }
    desk = {"báo cáo chờ thẩm định", "mốc chờ ghi nhận không báo cáo", "kết quả chờ đánh giá"}
    assert desk <= kinds["secretariat"]
    assert "mốc của đồng chí quá hạn" in kinds["official"]
    assert not kinds["official"] & desk
    assert "mốc quá hạn chưa báo cáo" in kinds["standing_committee"]
    assert not kinds["standing_committee"] & desk


def test_history_and_the_preview_of_letters_lead_to_the_items_year(january: World) -> None:
    """Both are about all programmes, in which the same reference stands twice."""
    client = january.after.client(PEOPLE["secretariat"])
    told = client.get(f"/audit?year={RUNNING}&kind=assigned&since=2022-12-12").text
    links = re.findall(r'href="/items/(\d+)/[^"]+">[^<]*</a> <small class="soft">Năm (\d+)', told)
    assert set(links) == {(str(NEXT), str(NEXT))}
    shown = client.get(f"/preview?year={NEXT}").text
    lines = re.findall(r'href="/items/(\d+)/[^"]+">[^<]*</a> \(Năm (\d+)\)', shown)
    assert set(lines) == {(str(RUNNING), str(RUNNING)), (str(NEXT), str(NEXT))}


def test_an_act_counts_in_the_year_of_the_page_that_it_was_sent_from(january: World) -> None:
    """Two windows: the other one has meanwhile been switched to another year."""
    client = january.after.client(PEOPLE["secretariat"])
    client.get(f"/?year={NEXT}")
    answer = client.post(f"/verify/silent?year={RUNNING}", data={"ref": "", "sure": "yes"})
    assert re.search(rf'aria-current="true">Năm {RUNNING}<', answer.text)


def test_the_api_means_the_year_at_work_unless_another_is_named(january: World) -> None:
    site = january.after
    client = program(site, PEOPLE["secretariat"])
    assert client.get(f"{V1}/status").json()["year"] == NEXT
    assert client.get(f"{V1}/status?year={RUNNING}").json()["year"] == RUNNING


def call_otherwise(site: Site, year: int, ref: str, new: str) -> None:
    """Gives an item of one year a reference that no other year has."""
    with writing(site.workplace.engine) as session:
        item = session.exec(
            select(Assignment)
            .join(Programme, col(Programme.id) == Assignment.programme_id)
            .where(Programme.year == year, Assignment.ref == ref)
        ).one()
        item.ref = new
        indicator = session.get_one(Indicator, item.indicator_id)
        indicator.code = new.partition("@")[0]  # else the unit's code of today would find it


def test_a_reference_of_the_other_year_alone_is_found_and_says_its_year(january: World) -> None:
    call_otherwise(january.after, NEXT, "DV01@YL", "DV01X@YL")
    client = january.after.client(PEOPLE["secretariat"])
    where = client.get("/search?q=DV01@YL").headers["location"]
    assert where == f"/items/{RUNNING}/DV01@YL"
    assert f"Năm {RUNNING}" in client.get(where).text


def test_the_switch_asks_as_often_for_many_items_as_for_few(january: World) -> None:
    site = january.after
    client = site.client(PEOPLE["secretariat"])
    few = len(asked_of(site, client, "/verify"))
    call_otherwise(site, RUNNING, "DV01@TD", "DV01Z@TD")
    with writing(site.workplace.engine) as session:
        more(session, site, "DV01Z@TD")
    assert len(asked_of(site, client, "/verify")) == few
