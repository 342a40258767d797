"""Who answers for assignments on the day of the board."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import col

from dondoc.services.bulk import among
from dondoc.services.organisation.in_force import held_on
from dondoc.services.overdue.scope import Scope
from models.assignment import Assignment, AssignmentOfficial
from models.person import Holding, Person


@dataclass(frozen=True)
class Official:
    """Who answers for an item first: the position, and who holds it ('' for nobody)."""

    position_id: int
    name: str


def by_leader(query: Select[Any], today: date) -> tuple[Select[Any], Any]:
    """A query of assignments joined with the name of whoever leads each; and that name.

    Names are looked up by position, of which there are few, and not once for every row.
    """
    names = (
        select(
            col(Holding.position_id).label("position_id"),
            func.min(col(Person.full_name)).label("name"),
        )
        .join(Person, col(Person.id) == col(Holding.person_id))
        .where(held_on(today))
        .group_by(col(Holding.position_id))
        .subquery()
    )
    leads = (
        select(
            col(AssignmentOfficial.assignment_id).label("assignment_id"),
            func.min(col(AssignmentOfficial.position_id)).label("position_id"),
        )
        .where(col(AssignmentOfficial.rank) == 0)
        .group_by(col(AssignmentOfficial.assignment_id))
        .subquery()
    )
    joined = query.outerjoin(leads, leads.c.assignment_id == col(Assignment.id))
    return joined.outerjoin(names, names.c.position_id == leads.c.position_id), names.c.name


def officials_of(
    scope: Scope, assignment_ids: Sequence[int]
) -> defaultdict[int, tuple[Official, ...]]:
    """Who answers for assignments on the day, the leading one first."""
    query = (
        select(
            col(AssignmentOfficial.assignment_id),
            col(AssignmentOfficial.position_id),
            col(Person.full_name),
        )
        .outerjoin(
            Holding,
            (col(Holding.position_id) == col(AssignmentOfficial.position_id))
            & held_on(scope.today),
        )
        .outerjoin(Person, col(Person.id) == col(Holding.person_id))
        .where(among(scope.session, col(AssignmentOfficial.assignment_id), assignment_ids))
        .order_by(col(AssignmentOfficial.assignment_id), col(AssignmentOfficial.rank))
    )
    found: dict[int, list[Official]] = defaultdict(list)
    for assignment_id, position_id, name in scope.session.connection().execute(query):
        found[assignment_id].append(Official(position_id, name or ""))
    return defaultdict(tuple, {key: tuple(some) for key, some in found.items()})
