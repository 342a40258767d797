"""Steering committees (ban chỉ đạo): they answer for urging the work of their unit on."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.columns import choice_column, one_of, text_column
from models.rules.roles import Seat


class Committee(Row, table=True):
    """The steering committee of a unit in a programme."""

    __tablename__ = "committee"
    __table_args__ = (UniqueConstraint("programme_id", "unit_id"),)

    programme_id: int = Field(foreign_key="programme.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    paper: str = Field(default="", sa_column=text_column())
    founded_on: date | None = None
    dissolved_on: date | None = None


class CommitteeSeat(Row, table=True):
    """A position's seat on a committee, and the task its holder was given."""

    __tablename__ = "committee_seat"
    __table_args__ = (
        UniqueConstraint("committee_id", "position_id", "seat"),
        one_of("seat", Seat),
    )

    committee_id: int = Field(foreign_key="committee.id")
    position_id: int = Field(foreign_key="position.id", index=True)
    seat: Seat = Field(sa_column=choice_column(Seat))
    task: str = Field(default="", sa_column=text_column())
    seated_from: date | None = None
    seated_to: date | None = None
