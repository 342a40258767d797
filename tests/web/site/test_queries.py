"""The pages that everybody opens ask the database as often for many items as for a few."""

import pytest
from counting import statements
from sites import Site
from statements import asked_of, more

from dondoc.store.database import writing

SECRETARIAT, OFFICIAL = "CB-VPTU3", "CB-YL2"
PAGES = (
    ("/overdue", SECRETARIAT, 22, 6),
    ("/overdue?q=xa&late=2&sort=unit", SECRETARIAT, 25, 6),
    ("/work", OFFICIAL, 19, 10),
    ("/items/2022/DV01@YL", SECRETARIAT, 24, 19),
    ("/search?q=dang+vien", SECRETARIAT, 12, 5),
    ("/search?q=yen+lac", OFFICIAL, 12, 5),
    ("/file-requests", SECRETARIAT, 6, 6),
    ("/rechecks", SECRETARIAT, 13, 12),
)
"""Addresses, who asks, and how many statements each may cost: the first time, and from then on.

One of them asks, within the reading itself, whether what is kept still holds.
"""

OF_FIGURES = (("/me/file", OFFICIAL, 70), ("/evaluation", SECRETARIAT, 48))
"""Pages of officials' points: they read the year as it stood, its rules and its calendar each time,
with absences, papers of discipline, fields led, coefficients of the catalogue, and own scores.
"""


@pytest.mark.parametrize(("path", "code", "most"), OF_FIGURES)
def test_points_of_officials_are_read_in_so_many_statements(
    shown: Site, path: str, code: str, most: int
) -> None:
    assert len(asked_of(shown, shown.client(code), path)) <= most


def test_it_asks_as_often_for_many_items_as_for_few(site: Site) -> None:
    pages = [each[:2] for each in (*PAGES, *OF_FIGURES)]
    clients = {code: site.client(code) for _, code in pages}
    few = [len(asked_of(site, clients[code], path)) for path, code in pages]
    with writing(site.workplace.engine) as session:
        more(session, site, "DV01@YL")
    many = [len(asked_of(site, clients[code], path)) for path, code in pages]
    assert many == few


@pytest.mark.parametrize(("path", "code", "first", "most"), PAGES)
def test_what_hardly_changes_is_not_asked_for_again(
    shown: Site, path: str, code: str, first: int, most: int
) -> None:
    client = shown.client(code)
    assert len(asked_of(shown, client, path)) <= first
    with statements(shown.workplace.engine) as asked:
        client.get(path)
    again = [one for one in asked if one != "BEGIN"]
    assert len(again) <= most
    assert not any(
        f"FROM {table}" in one for one in again for table in ("calendar_day", "rule_set")
    )
