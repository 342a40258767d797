"""Every page on PostgreSQL says what it says on SQLite."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from rows import PEOPLE, Row
from sites import Site, open_site
from sqlalchemy import Engine, create_engine, text
from test_matrix import ROWS

from dondoc.services.sample.fill import SAMPLE_DAY
from dondoc.settings import Settings
from dondoc.web.app import create_app
from dondoc.workplace import make_sample, open_workplace
from models.tables import metadata

sys.path.append(str(Path(__file__).parent.parent / "integration"))
import postgres_server
from needs import missing

_LOOKED_AT = [row for row in ROWS if row.method == "GET"]
_CHANCE = re.compile(r'name="nonce" value="[^"]*"|/calendar/[A-Za-z0-9_.~-]+\.ics|secret=[A-Z2-7]+')
"""What is another each time a page is shown."""


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


def copy_rows(source: Engine, target: Engine) -> None:
    """Everything that one database holds, into another with the same schema.

    The ledger comes with the rows: an engine of its own writes no second one beside it.
    """
    unwatched = create_engine(target.url)
    with source.connect() as old, unwatched.begin() as new:
        # As a replica it heeds neither the order of the tables nor the guard of history.
        new.execute(text("SET LOCAL session_replication_role = replica"))
        for table in metadata.sorted_tables:
            new.execute(table.delete())
            rows = [dict(row) for row in old.execute(table.select()).mappings()]
            if rows:
                new.execute(table.insert(), rows)
            if "id" in table.c and rows:
                last = max(row["id"] for row in rows)
                new.execute(
                    text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)"),
                    {"table": table.name, "last": last},
                )
    unwatched.dispose()


@pytest.fixture(scope="module")
def visitors(both: list[Site]) -> dict[str, list[TestClient]]:
    return {role: [site.client(code) for site in both] for role, code in PEOPLE.items()}


@pytest.mark.parametrize("row", _LOOKED_AT, ids=lambda row: row.address)
def test_it_shows_the_same(visitors: dict[str, list[TestClient]], row: Row) -> None:
    who = min(row.allowed, key=sorted(PEOPLE).index) if row.allowed else "official"
    plain, moved = (client.get(row.address) for client in visitors[who])
    assert moved.status_code == plain.status_code
    if "html" in plain.headers.get("content-type", ""):
        assert said(moved.text) == said(plain.text)


def said(page: str) -> str:
    """A page without what is another each time."""
    return _CHANCE.sub("", page)
