"""A small office that is walked at random, and an oracle that keeps only what was done in it.

After a day all that the office says is compared with what the documents make of these facts:
stages, due states, days late, whose each result is, every figure and the list that it opens,
digests of today and of earlier days, and whether the audit finds nothing.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from walked_looks import compare
from walked_office import Office

from dondoc.store import cache
from dondoc.store.database import open_engine

CHRISTMAS = date(2026, 12, 21)
ENDS = {date(2026, 9, 30), date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 1)}


def walk(office: Office, days: int, every: int, tries: int) -> None:
    """So many days, looked at now and then, and where a quarter ends and the next begins."""
    cache.forget()  # another test's rows have the same keys on PostgreSQL
    for number in range(days):
        office.day(tries)
        if number % every == every - 1 or office.today in ENDS:
            compare(office)
        office.today += timedelta(days=1)


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [5])
def test_what_the_office_says_at_the_turn_of_the_year_is_what_was_done(
    sqlite_engine: Engine, tmp_path: Path, seed: int
) -> None:
    office = Office(sqlite_engine, tmp_path, seed, date(2026, 12, 17), CHRISTMAS)
    walk(office, days=21, every=8, tries=5)
    assert len(office.facts.deeds) > 40


@pytest.mark.slow
@pytest.mark.parametrize("seed", [71])
def test_what_the_office_says_is_what_was_done(engine: Engine, tmp_path: Path, seed: int) -> None:
    office = Office(engine, tmp_path, seed)
    walk(office, days=112, every=16, tries=4)
    assert len(office.facts.deeds) > 120
