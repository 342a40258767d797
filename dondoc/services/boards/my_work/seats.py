"""The tasks that somebody has in steering committees."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import seated_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.work.shared_facts import names_of_units
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
    query = (
        select(col(Committee.unit_id), col(CommitteeSeat.seat), col(CommitteeSeat.task))
        .join(Committee, col(Committee.id) == col(CommitteeSeat.committee_id))
        .where(
            col(Committee.programme_id) == viewer.programme_id,
            col(Committee.unit_id).in_(viewer.seats),
            col(CommitteeSeat.position_id).in_(viewer.positions),
            seated_on(today),
        )
        .order_by(col(CommitteeSeat.id))
    )
    rows = session.connection().execute(query).all()
    names = names_of_units(session, today)
    return tuple(
        SeatTask(unit_id, names[unit_id], seat, task)
        for unit_id, seat, task in rows
        if seat in viewer.seats[unit_id]
    )
