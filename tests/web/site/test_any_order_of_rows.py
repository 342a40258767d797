"""Whatever way the database takes to its rows, a page says the same: who of equals is named, too.

PostgreSQL changes its way whenever it has counted a table anew, so a list that is not ordered to
the end differs between two looks at the same facts.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from answers_compared import shown
from api_client import program
from fastapi.testclient import TestClient
from matrix_of_routes import ROWS
from matrix_rows import PEOPLE, Row
from one_moment import Moment, anew, drain

__all__ = ["drain"]

pytestmark = pytest.mark.slow

WAYS = (
    ("enable_hashjoin", "enable_hashagg"),
    ("enable_mergejoin", "enable_nestloop", "enable_indexscan", "enable_bitmapscan"),
    ("enable_seqscan", "enable_sort"),
)
"""What PostgreSQL is kept from."""
TELLS_WHO_LOOKED = "/evaluation/{year}/{period}/{code}"
"""It says one look more each time."""
LISTS = ("assignments", "checkpoints", "work", "register", "status")

Seen = dict[str, tuple[int, str]]


@pytest.fixture(scope="module")
def addresses(drain: Moment) -> dict[str, TestClient]:
    """Each with who looks at it; to sign in is an act that pages tell of, so it is done once."""
    people = {code: drain.site.client(code) for code in PEOPLE.values()}
    api = program(drain.site, "CB-VPTU3")
    pages = {row.address: people[_reader(row)] for row in _looked_at()}
    return pages | {f"/api/v1/{name}": api for name in LISTS}


def _looked_at() -> list[Row]:
    return [row for row in ROWS if row.method == "GET" and row.route != TELLS_WHO_LOOKED]


def _seen(addresses: dict[str, TestClient]) -> Seen:
    return {address: _look(client, address) for address, client in addresses.items()}


def _reader(row: Row) -> str:
    who = min(row.allowed, key=sorted(PEOPLE).index) if row.allowed else "official"
    return PEOPLE[who]


def _look(client: TestClient, address: str) -> tuple[int, str]:
    return anew(lambda: shown(client.get(address)))


@pytest.fixture(scope="module")
def usual(addresses: dict[str, TestClient]) -> Seen:
    """The second time: some of them are looked at once, as that by which a language is chosen."""
    _seen(addresses)
    return _seen(addresses)


@pytest.mark.parametrize("without", WAYS, ids=" ".join)
def test_every_page_says_the_same(
    drain: Moment, addresses: dict[str, TestClient], usual: Seen, without: tuple[str, ...]
) -> None:
    with _kept_from(drain, without):
        seen = _seen(addresses)
    assert [address for address in usual if seen[address] != usual[address]] == []


@contextmanager
def _kept_from(drain: Moment, ways: tuple[str, ...]) -> Iterator[None]:
    for way in ways:
        _say(drain, f"ALTER ROLE CURRENT_USER SET {way} = off")
    try:
        yield
    finally:
        _say(drain, "ALTER ROLE CURRENT_USER RESET ALL")


def _say(drain: Moment, statement: str) -> None:
    """For all connections that come after."""
    with drain.drained.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    drain.site.workplace.engine.dispose()
