"""The pages that everybody opens ask the database as often for many items as for a few."""

from datetime import date, timedelta

import pytest
from counting import statements
from fastapi.testclient import TestClient
from sites import Site
from sqlmodel import Session, select

from dondoc.clock import wall_clock
from dondoc.store import cache
from dondoc.store.database import writing
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.indicator import Indicator

SECRETARIAT, OFFICIAL = "CB-VPTU3", "CB-YL2"
MANY = 120
PAGES = (
    ("/overdue", SECRETARIAT, 17, 4),
    ("/overdue?q=xa&late=2&sort=unit", SECRETARIAT, 20, 4),
    ("/work", OFFICIAL, 14, 8),
    ("/items/2022/DV01@YL", SECRETARIAT, 23, 19),
    ("/search?q=dang+vien", SECRETARIAT, 12, 5),
    ("/search?q=yen+lac", OFFICIAL, 12, 5),
)
"""Addresses, who asks, and how many statements each may cost: the first time, and from then on.

One of them asks, within the reading itself, whether what is kept still holds.
"""


def more(session: Session, site: Site, copied: str) -> None:
    """So many copies of an assignment, each with its officials and three overdue checkpoints."""
    one = session.exec(select(Assignment).where(Assignment.ref == copied)).one()
    asked = session.get_one(Indicator, one.indicator_id)
    answering = session.exec(
        select(AssignmentOfficial).where(AssignmentOfficial.assignment_id == one.id)
    ).all()
    today = site.workplace.clock().today()
    for n in range(MANY):
        code = f"{asked.code}X{n}"
        indicator = Indicator(**asked.model_dump(exclude={"id"}) | {"code": code})
        session.add(indicator)
        session.flush()
        ref = f"{code}@{one.ref.partition('@')[2]}"
        made = one.model_dump(exclude={"id"}) | {"indicator_id": indicator.key, "ref": ref}
        assignment = Assignment(**made)
        session.add(assignment)
        session.flush()
        for official in answering:
            held = official.model_dump(exclude={"id"}) | {"assignment_id": assignment.key}
            session.add(AssignmentOfficial(**held))
        _checkpoints(session, assignment, today - timedelta(days=20))


def _checkpoints(session: Session, assignment: Assignment, due: date) -> None:
    for label in ("M1", "M2", "M3"):
        session.add(
            Checkpoint(
                assignment_id=assignment.key,
                label=label,
                opens_on=due,
                due_on=due,
                original_due_on=due,
                stage_since=wall_clock(),
            )
        )


def asked_of(site: Site, client: TestClient, path: str) -> list[str]:
    """The statements of a page when nothing is kept from before."""
    cache.forget()
    with statements(site.workplace.engine) as asked:
        answer = client.get(path)
    assert answer.status_code == 200
    return [one for one in asked if one != "BEGIN"]


def test_it_asks_as_often_for_many_items_as_for_few(site: Site) -> None:
    clients = {code: site.client(code) for _, code, _, _ in PAGES}
    few = [len(asked_of(site, clients[code], path)) for path, code, _, _ in PAGES]
    with writing(site.workplace.engine) as session:
        more(session, site, "DV01@YL")
    many = [len(asked_of(site, clients[code], path)) for path, code, _, _ in PAGES]
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
