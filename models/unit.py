"""Units as a dated tree. A unit is its own id; codes and names come and go with dates."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.columns import Amount, code_column, text_column


class UnitGroup(Row, table=True):
    """A group of units that is counted and compared as one (districts, departments, ...)."""

    __tablename__ = "unit_group"

    code: str = Field(sa_column=code_column(unique=True))
    title: str = Field(sa_column=text_column())
    rank: int = 0


class Unit(Row, table=True):
    """A unit, from its founding to its end."""

    __tablename__ = "unit"

    group_id: int = Field(foreign_key="unit_group.id")
    founded_on: date | None = None
    ended_on: date | None = None
    rank: int = 0


class UnitName(Row, table=True):
    """What a unit is called, and under which code, between two dates.

    A code is used again for another unit after a merger, so it identifies only with a date.
    """

    __tablename__ = "unit_name"
    __table_args__ = (
        UniqueConstraint("unit_id", "valid_from"),
        Index(None, "code"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
    )

    unit_id: int = Field(foreign_key="unit.id")
    code: str = Field(sa_column=code_column())
    name: str = Field(sa_column=text_column())
    valid_from: date
    valid_to: date | None = None


class UnitParent(Row, table=True):
    """Which unit a unit is under, between two dates."""

    __tablename__ = "unit_parent"
    __table_args__ = (UniqueConstraint("unit_id", "valid_from"),)

    unit_id: int = Field(foreign_key="unit.id")
    parent_id: int = Field(foreign_key="unit.id", index=True)
    valid_from: date
    valid_to: date | None = None


class UnitSuccession(Row, table=True):
    """A split or a merger: how much of one unit's work passes to another.

    Nothing writes or reads it yet: it is there for the hand-over of whole units, as is
    `Assignment.succeeds_id`.
    """

    __tablename__ = "unit_succession"
    __table_args__ = (UniqueConstraint("predecessor_id", "successor_id"),)

    predecessor_id: int = Field(foreign_key="unit.id")
    successor_id: int = Field(foreign_key="unit.id", index=True)
    happened_on: date
    share: Decimal | None = Field(default=None, sa_type=Amount)
    paper: str = Field(default="", sa_column=text_column())
