"""Which unit is under which on a day, and whose committee answers for it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import in_force, stands_on
from models.committee import Committee
from models.rules.unit_tree import nearest
from models.unit import UnitParent


def parents_on(session: Session, day: date) -> dict[int, int]:
    """The unit that each unit is under; those under none are left out."""
    query = select(col(UnitParent.unit_id), col(UnitParent.parent_id)).where(
        in_force(UnitParent.valid_from, UnitParent.valid_to, day)
    )
    return dict(session.execute(query).tuples().all())


def with_committee_on(session: Session, programme_id: int, day: date) -> set[int]:
    """Units whose own committee stands on a day."""
    query = select(col(Committee.unit_id)).where(
        col(Committee.programme_id) == programme_id, stands_on(day)
    )
    return set(session.scalars(query))


def committee_unit(session: Session, programme_id: int, unit_id: int, day: date) -> int | None:
    """The unit whose committee answers for this one: its own, or the nearest above."""
    founded = with_committee_on(session, programme_id, day)
    if unit_id in founded or not founded:
        return unit_id if founded else None
    return nearest(unit_id, parents_on(session, day), founded.__contains__)


def answered_by_committee(
    session: Session, programme_id: int, unit_ids: Iterable[int], day: date
) -> set[int]:
    """Those of these units for which a committee answers on a day, its own or one above."""
    founded, parents = with_committee_on(session, programme_id, day), parents_on(session, day)
    return {unit for unit in unit_ids if nearest(unit, parents, founded.__contains__) is not None}
