"""In January: days, lists and ways back that must say, or keep, their year."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from addresses_by_year import named_routes
from fastapi.testclient import TestClient
from matrix_rows import PEOPLE
from two_years import JANUARY, NEXT, RUNNING
from years_side_by_side import SWITCH, World, pages, world


@pytest.fixture(scope="module")
def january(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from world(sample_home, tmp_path_factory.mktemp("january"), JANUARY)


@pytest.mark.parametrize(
    "page", ["/work?section=later", "/items/2023/DV01@LT/Q4", "/report/2023/DV01@LT/Q4"]
)
def test_a_last_day_in_the_next_january_says_its_year(january: World, page: str) -> None:
    """Due on 31/12/2023, a Sunday: on 3/1/2023 a bare 2/1 would be the day before."""
    client = january.client(january.after, "official")
    text = client.get(f"{page}{'&' if '?' in page else '?'}year={NEXT}").text
    assert "thứ Ba 2/1/2024" in text
    assert not re.search(r"thứ Ba 2/1(?!/)", text)


def test_what_a_position_leaves_says_of_which_year_it_is(january: World) -> None:
    """The same references stand in both years, each once."""
    client = january.client(january.after, "secretariat")
    text = client.get("/positions/LT-CT").text
    rows = re.findall(
        r'href="/items/(\d+)/([^"]+)">[^<]*</a> <small class="soft year">Năm (\d+)<', text
    )
    assert {(year, said) for year, _, said in rows} == {("2022", "2022"), ("2023", "2023")}
    refs = [ref for year, ref, _ in rows if year == "2022"]
    assert set(refs) & {ref for year, ref, _ in rows if year == "2023"}


def test_the_way_back_from_a_report_leads_to_the_work_of_its_year(january: World) -> None:
    client = january.after.client(PEOPLE["official"])
    form = client.get(f"/report/{RUNNING}/DV01@LT/Q2").text
    assert re.search(rf'act=ask_extension&amp;back=/work%3Fyear%3D{RUNNING}"', form)
    asked = client.get(f"/act/{RUNNING}/DV01@LT/Q2?act=ask_extension&back=/work%3Fyear%3D{RUNNING}")
    assert f"/work?year={RUNNING}" in asked.text


_NAMED_ROUTES = [route.path_regex for route in named_routes()]
_FORM = re.compile(r"<form\b(?![^>]*method=\"post\")[^>]*>.*?</form>", re.DOTALL)


def links_without_year(client: TestClient, address: str, year: int) -> tuple[int, list[str]]:
    """How many links a page has to pages with a choice of years; those that name no or another."""
    if f"/{year}/" not in address:
        address += f"{'&' if '?' in address else '?'}year={year}"
    answer = client.get(address)
    if answer.status_code != 200 or "text/html" not in answer.headers["content-type"]:
        return 0, []
    body = SWITCH.sub("", answer.text)
    hrefs = [unescape(href) for href in re.findall(r'<a\s[^>]*href="(/[^"#]*)', body)]
    links = [
        href for href in hrefs if any(path.match(href.partition("?")[0]) for path in _NAMED_ROUTES)
    ]
    asking = [form for form in _FORM.findall(body) if f'name="year" value="{year}"' not in form]
    said = re.compile(rf"[?&]year={year}(?:&|$)")
    return len(links), [href for href in links if not said.search(href)] + asking


@pytest.mark.parametrize("role", [pytest.param("secretariat", marks=pytest.mark.slow), "official"])
def test_every_link_to_a_page_with_a_choice_of_years_names_the_year_shown(
    january: World, role: str
) -> None:
    """Two windows share what the session remembers: a figure must open its own year's rows."""
    client, walked = january.client(january.after, role), 0
    for row in pages():
        in_path = re.search(r"/(\d{4})/", row.address)
        if row.route.startswith(("/evidence", "/preview/letter")) or "/paper" in row.route:
            continue
        for year in (RUNNING, NEXT) if in_path is None else (int(in_path[1]),):
            links, bare = links_without_year(client, row.address, year)
            # "My work" tells of the other year, plans can be taken of every one.
            other = {f"year={RUNNING + NEXT - year}"}
            left = [link for link in bare if not any(each in link for each in other)]
            assert not left, (row.address, year)
            walked += links
    assert walked > (1000 if role == "secretariat" else 100)


def test_a_figure_opens_its_years_rows_whatever_another_window_has_chosen(january: World) -> None:
    client = january.client(january.after, "secretariat")
    page = client.get(f"/overview?year={RUNNING}").text
    figures = [unescape(href) for href in re.findall(r'href="(/overdue\?[^"]*state[^"]*)"', page)]
    shown = client.get(figures[0]).text
    client.get(f"/?year={NEXT}")
    again = client.get(figures[0]).text
    assert re.findall(r'data-rows="(\d+)"', again) == re.findall(r'data-rows="(\d+)"', shown)
    assert f'aria-current="true">Năm {RUNNING}<' in again


def test_the_front_door_and_the_language_keep_the_year(january: World) -> None:
    client = january.client(january.after, "secretariat")
    led = client.get(f"/?year={RUNNING}", follow_redirects=False).headers["location"]
    assert led == f"/overdue?year={RUNNING}"
    assert f"/language/en?back=/overdue%3Fyear%3D{RUNNING}" in client.get(led).text
