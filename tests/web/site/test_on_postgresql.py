"""Every page on PostgreSQL says what it says on SQLite."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import postgres_server
import pytest
from fastapi.testclient import TestClient
from matrix_of_routes import ROWS
from matrix_rows import PEOPLE, Row
from needs import missing
from sites import Site, open_site
from two_databases import copy_rows, said

from dondoc.services.sample.fill import SAMPLE_DAY
from dondoc.settings import Settings
from dondoc.web.app import create_app
from dondoc.workplace import make_sample, open_workplace

_LOOKED_AT = [row for row in ROWS if row.method == "GET"]


@pytest.fixture(scope="module")
def both(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Site]]:
    """The sample on SQLite, and the same rows on PostgreSQL."""
    programs = postgres_server.programs()
    if programs is None:
        missing("PostgreSQL")
        return
    folder = tmp_path_factory.mktemp("both")
    plain = open_site(sample_home, folder / "plain")
    with postgres_server.running(programs) as url:
        home = folder / "moved"
        shutil.copytree(sample_home, home)
        settings = Settings(home=home, embedded="sample", database_url=url)
        workplace = open_workplace(settings, "sample")
        copy_rows(plain.workplace.engine, workplace.engine)
        workplace = make_sample(workplace, SAMPLE_DAY)
        yield [plain, Site(workplace, create_app(workplace))]
        workplace.engine.dispose()
    plain.workplace.engine.dispose()


@pytest.fixture(scope="module")
def visitors(both: list[Site]) -> dict[str, list[TestClient]]:
    return {role: [site.client(code) for site in both] for role, code in PEOPLE.items()}


@pytest.mark.parametrize("row", _LOOKED_AT, ids=lambda row: row.address)
def test_it_shows_the_same(visitors: dict[str, list[TestClient]], row: Row) -> None:
    who = min(row.allowed, key=sorted(PEOPLE).index) if row.allowed else "official"
    plain, moved = (client.get(row.address) for client in visitors[who])
    if said(moved.text) != said(plain.text):
        # Some pages name the minute, which may have passed between the two.
        plain, moved = (client.get(row.address) for client in visitors[who])
    assert moved.status_code == plain.status_code
    if "html" in plain.headers.get("content-type", ""):
        assert said(moved.text) == said(plain.text)
