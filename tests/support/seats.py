"""Seats of a steering committee."""

from sqlalchemy import Engine
from sqlmodel import col, select

from dondoc.store.database import writing
from models.committee import CommitteeSeat
from models.person import Holding, Person
from models.rules.roles import Seat


def seat(engine: Engine, code: str, what: Seat) -> None:
    """One more seat of the only committee, for the position of somebody."""
    with writing(engine) as session:
        query = select(Holding).join(Person, col(Person.id) == col(Holding.person_id))
        position = session.scalars(query.where(col(Person.code) == code)).one().position_id
        committee = session.scalars(select(CommitteeSeat).limit(1)).one().committee_id
        session.add(CommitteeSeat(committee_id=committee, position_id=position, seat=what))
