"""Units by what they are called on a day."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.services.organisation.in_force import in_force
from models.unit import UnitName


def find_unit(session: Session, code: str, day: date) -> UnitName:
    """The unit that bears a code on a day: a code alone does not identify one.

    Raises BadInput where no unit does.
    """
    query = select(UnitName).where(
        UnitName.code == code.strip(),
        in_force(UnitName.valid_from, UnitName.valid_to, day),
    )
    unit_name = session.exec(query.order_by(col(UnitName.valid_from).desc())).first()
    if unit_name is None:
        raise BadInput("unit.unknown", code=code)
    return unit_name


def names_on(
    session: Session, day: date, unit_ids: Iterable[int] | None = None
) -> dict[int, UnitName]:
    """What units are called on a day; a unit that has no name then keeps its nearest one."""
    query = select(UnitName).order_by(col(UnitName.valid_from))
    if unit_ids is not None:
        query = query.where(col(UnitName.unit_id).in_(sorted(set(unit_ids))))
    names: dict[int, UnitName] = {}
    for name in session.exec(query):
        if name.unit_id not in names or name.valid_from <= day:
            names[name.unit_id] = name
    return names
