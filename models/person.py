"""People, the positions they hold, and where they can be reached.

Work is assigned to positions: whoever holds one on the day answers for it, so a successor
inherits the work and the reminders without anybody touching the plan.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false
from sqlmodel import Field

from models.base import Row
from models.columns import (
    Instant,
    choice_column,
    code_column,
    one_of,
    sealed_column,
    text_column,
)
from models.rules.roles import Mandate


class Person(Row, table=True):
    """An official. `telephone`: at work, from the plan; whoever urges them calls it, no channel."""

    __tablename__ = "person"

    code: str = Field(sa_column=code_column(unique=True))
    full_name: str = Field(sa_column=text_column())
    language: str = Field(default="vi", sa_column=code_column())
    telephone: str = Field(default="", sa_column=sealed_column(server_default=""))


class Position(Row, table=True):
    """A position in a unit, such as the secretary of a district's Party committee.

    `deputy_head`: whether it stands beside the unit's head; never that of the head itself.
    """

    __tablename__ = "position"

    unit_id: int = Field(foreign_key="unit.id", index=True)
    code: str = Field(sa_column=code_column(unique=True))
    title: str = Field(sa_column=text_column())
    heads_unit: bool = False
    deputy_head: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


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
    """An address of a person on a channel, in the order in which they prefer them.

    It is used once it is confirmed (by the secretariat's plan, or by its owner with a code) and
    until it is disabled. `fingerprint` tells the same address again without showing it.
    `from_plan`: the secretariat knows it; any other is private and stands in no plan.
    """

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("person_id", "channel", "fingerprint"),)

    person_id: int = Field(foreign_key="person.id")
    channel: str = Field(default="mail", sa_column=code_column())
    address: str = Field(sa_column=sealed_column())
    fingerprint: str = Field(default="", sa_column=code_column())
    rank: int = 0
    from_plan: bool = False
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    disabled_at: datetime | None = Field(default=None, sa_type=Instant)
    disabled_reason: str = Field(default="", sa_column=text_column())


class Confirmation(Row, table=True):
    """A code sent to a new address, kept as a digest; it works until a moment in real time."""

    __tablename__ = "confirmation"

    contact_id: int = Field(foreign_key="contact.id", unique=True)
    code_digest: str = Field(sa_column=code_column())
    until: datetime = Field(sa_type=Instant)
    tries: int = 0


class Preference(Row, table=True):
    """How a person wants to be reminded, within what is mandatory.

    `quiet_from`, `quiet_to`: minutes after midnight in Viet Nam, None for the office's own.
    `weekly_on`: the weekday (0 is Monday) on which everything that may wait comes together,
    None for every day. `muted`: what is not mandatory is not sent at all. A pause has a
    deputy, who gets the messages meanwhile (both days included). `digest_as_link`: digests come
    with a link alone; else the paper is attached.
    """

    __tablename__ = "preference"
    __table_args__ = (
        CheckConstraint("quiet_from IS NULL OR quiet_from BETWEEN 0 AND 1439", name="quiet_from"),
        CheckConstraint("quiet_to IS NULL OR quiet_to BETWEEN 0 AND 1439", name="quiet_to"),
        CheckConstraint("weekly_on IS NULL OR weekly_on BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("deputy_id IS NULL OR deputy_id <> person_id", name="somebody_else"),
        CheckConstraint(
            "paused_from IS NULL OR (paused_to >= paused_from AND deputy_id IS NOT NULL)",
            name="pause_has_deputy",
        ),
    )

    person_id: int = Field(foreign_key="person.id", unique=True)
    quiet_from: int | None = None
    quiet_to: int | None = None
    weekly_on: int | None = None
    muted: bool = False
    digest_as_link: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    paused_from: date | None = None
    paused_to: date | None = None
    deputy_id: int | None = Field(default=None, foreign_key="person.id")
