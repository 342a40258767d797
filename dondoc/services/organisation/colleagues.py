"""Who works in the same units: whom somebody would ask to stand in."""

from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import held_on
from models.person import Holding, Person, Position

MAX_COLLEAGUES = 200


def colleagues(session: Session, person: Person, day: date) -> list[tuple[str, str]]:
    """Code and name of those who hold a position on a day in a unit where the person does."""
    held = (
        select(col(Position.unit_id))
        .join(Holding, col(Holding.position_id) == col(Position.id))
        .where(col(Holding.person_id) == person.key, held_on(day))
    )
    query = (
        select(col(Person.code), col(Person.full_name))
        .join(Holding, col(Holding.person_id) == col(Person.id))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(col(Position.unit_id).in_(held), col(Person.id) != person.key, held_on(day))
        .distinct()
        .order_by(col(Person.code))
        .limit(MAX_COLLEAGUES)
    )
    return [(code, name) for code, name in session.connection().execute(query)]
