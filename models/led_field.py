"""Which units and groups of work a leader is in charge of, as evaluations count them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, text_column


class LedField(Row, table=True):
    """The work of a unit and of all below it, from a day to a day (both included; None: still).

    `category`: only indicators of this group of work; '' for all. `paper`: the assignment of work
    that says so. `taken_back_why`: the reason of one that was recorded wrongly; it counts no more.
    """

    __tablename__ = "led_field"
    __table_args__ = (
        CheckConstraint("last_on IS NULL OR last_on >= first_on", name="dates_in_order"),
    )

    person_id: int = Field(foreign_key="person.id", index=True)
    unit_id: int = Field(foreign_key="unit.id")
    category: str = Field(default="", sa_column=text_column())
    first_on: date
    last_on: date | None = None
    paper: str = Field(sa_column=text_column())
    recorded_at: datetime = Field(sa_type=Instant)
    recorded_by_id: int = Field(foreign_key="person.id")
    taken_back_at: datetime | None = Field(default=None, sa_type=Instant)
    taken_back_by_id: int | None = Field(default=None, foreign_key="person.id")
    taken_back_why: str = Field(default="", sa_column=text_column())
