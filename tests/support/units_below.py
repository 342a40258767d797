"""A commune under the district: "an" leads its work, and nobody else is there."""

from datetime import date

from factory import START
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from dondoc.store.database import writing
from models.assignment import Assignment
from models.committee import Committee
from models.person import Position
from models.unit import Unit, UnitName, UnitParent


def put_below(engine: Engine, since: date = START) -> tuple[int, int]:
    """Moves the only unit's work to a new unit under it; gives the unit and the new one."""
    with writing(engine) as session:
        upper = session.scalars(select(Unit)).one()
        lower = unit_under(session, upper, since)
        session.scalars(select(Assignment)).one().unit_id = lower
        return upper.key, lower


def unit_under(session: Session, upper: Unit, since: date = START, code: str = "XH") -> int:
    """A new unit under another one, without a committee and without people."""
    unit = Unit(group_id=upper.group_id)
    session.add(unit)
    session.flush()
    session.add_all([
        UnitName(unit_id=unit.key, code=code, name="Xã Xuân Hòa", valid_from=START),
        UnitParent(unit_id=unit.key, parent_id=upper.key, valid_from=since),
    ])  # fmt: skip
    session.flush()
    return unit.key


def found_committee(engine: Engine, unit_id: int) -> None:
    """A committee of the unit's own, on which nobody sits yet."""
    with writing(engine) as session:
        programme_id = session.scalars(select(Assignment)).one().programme_id
        session.add(Committee(programme_id=programme_id, unit_id=unit_id))


def make_head(engine: Engine, code: str) -> None:
    """Lets the position of somebody head its unit."""
    with writing(engine) as session:
        query = select(Position).where(col(Position.code) == f"P-{code}")
        session.scalars(query).one().heads_unit = True
