"""For whom a report on an assignment may be filed."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from dondoc.services.organisation.in_force import deputised_on, held_on
from models.assignment import AssignmentOfficial
from models.person import Holding, Person, Position, Preference


class Principal(NamedTuple):
    """Somebody who answers for the assignment, for whom another may file."""

    code: str
    name: str
    title: str


def principals_of(session: Session, assignment_id: int, day: date) -> tuple[Principal, ...]:
    """Whoever answers for an assignment on a day, each once, the lead first."""
    query = (
        select(col(Person.code), col(Person.full_name), col(Position.title))
        .join(Holding, col(Holding.person_id) == col(Person.id))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .join(AssignmentOfficial, col(AssignmentOfficial.position_id) == col(Position.id))
        .where(col(AssignmentOfficial.assignment_id) == assignment_id, held_on(day))
        .order_by(col(AssignmentOfficial.rank), col(Holding.held_from))
    )
    principals = [Principal(*row) for row in session.connection().execute(query)]
    return tuple({principal.code: principal for principal in reversed(principals)}.values())[::-1]


def stood_in_for(
    session: Session, principals: Sequence[Principal], person_id: int, day: date
) -> str:
    """The code of the one of these for whom a person is deputy on a day; '': none, or several."""
    query = (
        select(col(Person.code))
        .join(Preference, col(Preference.person_id) == col(Person.id))
        .where(
            col(Person.code).in_([principal.code for principal in principals]),
            col(Preference.deputy_id) == person_id,
            deputised_on(day),
        )
    )
    codes = session.scalars(query).all() if principals else []
    return codes[0] if len(codes) == 1 else ""
