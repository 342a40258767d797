"""The tasks that somebody has in steering committees."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, bindparam, select
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import seated_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.work.shared_facts import names_of_units
from dondoc.store.bulk import among_bound, bound
from dondoc.store.database import is_postgresql
from models.committee import Committee, CommitteeSeat
from models.rules.roles import Seat


@dataclass(frozen=True)
class SeatTask:
    """What somebody was given to do on a steering committee."""

    unit_id: int
    unit: str
    seat: Seat
    task: str


def seats_of(session: Session, viewer: Viewer, today: date) -> tuple[SeatTask, ...]:
    query = _query(is_postgresql(session))
    parameters = {
        "programme": viewer.programme_id,
        "units": bound(session, viewer.seats),
        "positions": bound(session, viewer.positions),
        "today": today,
    }
    rows = session.connection().execute(query, parameters).all()
    names = names_of_units(session, today)
    return tuple(
        SeatTask(unit_id, names[unit_id], seat, task)
        for unit_id, seat, task in rows
        if seat in viewer.seats[unit_id]
    )


@cache
def _query(postgresql: bool) -> Select[Any]:
    """Kept: putting it together costs (bench/bench_statements.py)."""
    return (
        select(col(Committee.unit_id), col(CommitteeSeat.seat), col(CommitteeSeat.task))
        .join(Committee, col(Committee.id) == col(CommitteeSeat.committee_id))
        .where(
            col(Committee.programme_id) == bindparam("programme"),
            among_bound(col(Committee.unit_id), "units", postgresql=postgresql),
            among_bound(col(CommitteeSeat.position_id), "positions", postgresql=postgresql),
            seated_on(bindparam("today", type_=Date)),
        )
        .order_by(col(CommitteeSeat.id))
    )
