"""How many statements a page asks, and a sample with more of everything."""

from datetime import date, timedelta

from counting import statements
from fastapi.testclient import TestClient
from sites import Site
from sqlmodel import Session, select

from dondoc.clock import wall_clock
from dondoc.services.evaluation.people.distribution import LISTS
from dondoc.store import cache
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.indicator import Indicator

MANY = 120


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
    LISTS.forget()
    with statements(site.workplace.engine) as asked:
        answer = client.get(path)
    assert answer.status_code == 200
    return [one for one in asked if one != "BEGIN"]
