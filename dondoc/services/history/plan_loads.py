"""The loads of plans: when, by whom, and how much each one changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.event import Event, EventKind
from models.person import Person
from models.programme import Programme

MAX_SHOWN = 20


@dataclass(frozen=True)
class PlanLoad:
    """One load. `by`: '' for the command line. `counts`: such as {"checkpoint.added": 577}."""

    at: datetime
    year: int | None
    by: str
    counts: dict[str, int]
    complete: bool


def plan_loads(session: Session) -> list[PlanLoad]:
    """The newest loads of all programmes, the latest first."""
    query = (
        select(col(Event.at), col(Programme.year), col(Person.full_name), col(Event.data))
        .join(Programme, col(Programme.id) == col(Event.programme_id), isouter=True)
        .join(Person, col(Person.id) == col(Event.actor_id), isouter=True)
        .where(col(Event.kind) == EventKind.PLAN_LOADED)
        .order_by(col(Event.id).desc())
        .limit(MAX_SHOWN)
    )
    return [
        PlanLoad(at, year, by or "", data.get("counts", {}), bool(data.get("complete")))
        for at, year, by, data in session.execute(query).tuples()
    ]
