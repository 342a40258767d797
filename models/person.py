"""People, the positions they hold, and where they can be reached.

Work is assigned to positions: whoever holds one on the day answers for it, so a successor
inherits the work and the reminders without anybody touching the plan.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, choice_column, code_column, one_of, text_column
from models.rules.roles import Mandate


class Person(Row, table=True):
    """An official."""

    __tablename__ = "person"

    code: str = Field(sa_column=code_column(unique=True))
    full_name: str = Field(sa_column=text_column())
    language: str = Field(default="vi", sa_column=code_column())


class Position(Row, table=True):
    """A position in a unit, such as the secretary of a district's Party committee."""

    __tablename__ = "position"

    unit_id: int = Field(foreign_key="unit.id", index=True)
    code: str = Field(sa_column=code_column(unique=True))
    title: str = Field(sa_column=text_column())
    heads_unit: bool = False


class Holding(Row, table=True):
    """A person holding a position from a day to a day (both included)."""

    __tablename__ = "holding"
    __table_args__ = (
        UniqueConstraint("position_id", "person_id", "held_from"),
        Index(None, "person_id"),
        CheckConstraint("held_to IS NULL OR held_to >= held_from", name="dates_in_order"),
    )

    position_id: int = Field(foreign_key="position.id")
    person_id: int = Field(foreign_key="person.id")
    held_from: date
    held_to: date | None = None


class ProgrammeMandate(Row, table=True):
    """What a position may do in a programme, or in one unit of it."""

    __tablename__ = "programme_mandate"
    __table_args__ = (
        UniqueConstraint("programme_id", "position_id", "mandate", "unit_id"),
        one_of("mandate", Mandate),
    )

    programme_id: int = Field(foreign_key="programme.id")
    position_id: int = Field(foreign_key="position.id", index=True)
    mandate: Mandate = Field(sa_column=choice_column(Mandate))
    unit_id: int | None = Field(default=None, foreign_key="unit.id")


class Contact(Row, table=True):
    """An address of a person on a channel, in the order in which they prefer them."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("person_id", "channel", "address"),)

    person_id: int = Field(foreign_key="person.id")
    channel: str = Field(default="mail", sa_column=code_column())
    address: str = Field(sa_column=text_column())
    rank: int = 0
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    disabled_at: datetime | None = Field(default=None, sa_type=Instant)
    disabled_reason: str = Field(default="", sa_column=text_column())
