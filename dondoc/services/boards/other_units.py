"""The other units of an assignment, as its page names them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.work.shared_facts import names_of_units
from models.assignment import Assignment, AssignmentUnit
from models.rules.roles import Involvement


@dataclass(frozen=True)
class OtherUnit:
    """Another unit that takes part, or watches."""

    name: str
    involvement: Involvement


def other_units(session: Session, assignment: Assignment, today: date) -> tuple[OtherUnit, ...]:
    """Every unit that stands beside the one that answers, as the plan named them."""
    query = (
        select(col(AssignmentUnit.unit_id), col(AssignmentUnit.involvement))
        .where(col(AssignmentUnit.assignment_id) == assignment.id)
        .order_by(col(AssignmentUnit.id))
    )
    rows = session.connection().execute(query).all()
    names = names_of_units(session, today) if rows else {}
    return tuple(OtherUnit(names[unit_id], how) for unit_id, how in rows)
