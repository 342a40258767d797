"""A figure that is pressed opens exactly its rows, and one label means one number."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest
from either_database import mostly_slow
from sites import Site, open_site
from starlette.testclient import TestClient

from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.store.database import writing
from dondoc.web.app import create_app
from dondoc.workplace import make_sample
from models.rules.checkpoints import Act

LINK = re.compile(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
MARKED = re.compile(r'data-rows="(\d+)"')
NEXT = re.compile(r'<a rel="next" href="([^"]+)"')
PAGES = {
    "CB-TTTU1": ("/overview", "/overdue", "/boards", "/boards/4"),
    "CB-VPTU3": (
        "/overview",
        "/overdue",
        "/boards",
        "/boards/4",
        "/verify",
        "/verify/silent",
        "/office",
    ),
    "CB-LT1": ("/overdue", "/boards", "/boards/4"),
}
"""The last day of a quarter and the day after, the middle of one, and with much overdue."""
DAYS = (date(2022, 5, 20), date(2022, 6, 30), date(2022, 7, 1), date(2022, 10, 1))


def _text(markup: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", markup)).strip()


def figures_of(page: str) -> Iterator[tuple[int, str, str]]:
    """Links on a number: the number, its words, and where it leads."""
    body = page[page.index("<main") :]
    for href, inside in LINK.findall(body):
        strong = re.search(r"<strong[^>]*>\s*([\d.]+)\s*</strong>", inside)
        words = _text(inside)
        number = strong[1] if strong else words if re.fullmatch(r"[\d.]+", words) else None
        if number is not None:
            yield int(number.replace(".", "")), words, unescape(href)


def rows_of(client: TestClient, href: str) -> int:
    """How many rows a list has, counted over all of its pages; behind `#` stands which list."""
    counted, (here, _, part) = 0, href.partition("#")
    while True:
        answer = client.get(here)
        assert answer.status_code == 200, here
        text = answer.text[answer.text.index(f'id="{part}"') :] if part else answer.text
        marked = MARKED.search(text)
        listed = text[marked.end() :] if marked else text
        own = listed.partition("<h2")[0] if part and marked is None else listed
        table = re.search(r"<tbody>(.*?)</tbody>", own, re.DOTALL)
        is_empty = marked is not None and marked[1] == "0"
        counted += len(re.findall(r"<tr[ >]", table[1])) if table and not is_empty else 0
        further = NEXT.search(listed)
        if further is None or "courses=" in further[1]:
            assert marked is None or counted == int(marked[1]), href
            return counted
        here = urljoin(here, unescape(further[1])).partition("#")[0]


@pytest.fixture(scope="module", params=mostly_slow(DAYS, date(2022, 7, 1)))
def on_day(
    request: pytest.FixtureRequest, sample_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The sample as of a day, with something recorded that no drain has applied."""
    opened = open_site(sample_home, tmp_path_factory.mktemp("pressed") / "home").workplace
    workplace = make_sample(opened, request.param)
    site = Site(workplace, create_app(workplace))
    with writing(workplace.engine) as session:
        desk = Recorder(session, workplace.clock().now(), workplace.evidence, 2022)
        desk.record(ActInput(Act.REPORT, "DV01@LT/Q2", "CB-LT2", value=Decimal(70)))
    yield site
    for client in site.clients:
        client.close()
    workplace.engine.dispose()


@pytest.mark.parametrize("who", PAGES)
def test_every_figure_that_is_pressed_opens_exactly_its_rows(on_day: Site, who: str) -> None:
    client, known = on_day.client(who), {}
    wrong, pressed = [], Counter[str]()
    for path in PAGES[who]:
        for number, words, href in figures_of(client.get(path).text):
            if href not in known:
                known[href] = rows_of(client, href)
            pressed[path] += 1
            if known[href] != number:
                wrong.append((path, words, number, href, known[href]))
    assert not wrong
    assert all(pressed[path] >= 2 for path in PAGES[who]), pressed


LABELS = ("Quá hạn", "Trong hạn", "Sắp đến hạn", "Hoàn thành trễ hạn", "Hoàn thành đúng hạn")


def test_one_label_is_one_number_on_every_page(on_day: Site) -> None:
    client = on_day.client("CB-VPTU3")
    said: dict[str, set[int]] = {label: set() for label in LABELS}
    for path in ("/overview", "/overdue", "/boards"):
        page = client.get(path).text
        for item in re.findall(r"<li[^>]*>(.*?)</li>|<a [^>]*>([^<]*<strong>.*?)</a>", page, re.S):
            inside = item[0] or item[1]
            strong = re.search(r"<strong[^>]*>\s*([\d.]+)\s*</strong>", inside)
            words = _text(re.sub(r"<(strong|small).*?</\1>", "", inside))
            if strong and words in said:
                said[words].add(int(strong[1].replace(".", "")))
    assert all(len(numbers) == 1 for numbers in said.values()), said
