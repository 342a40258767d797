"""A programme: one year's plan, the paper that decided it, and the data that rules it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, choice_column, code_column, one_of, text_column
from models.rules.ladder import Firmness
from models.rules.roles import Audience


class RuleSet(Row, table=True):
    """Rules of evaluation and thresholds, valid from a day on, so that 2022 stays 2022."""

    __tablename__ = "rule_set"

    code: str = Field(sa_column=code_column(unique=True))
    title: str = Field(sa_column=text_column())
    source: str = Field(default="", sa_column=text_column())
    valid_from: date
    valid_to: date | None = None
    rules: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class Programme(Row, table=True):
    """One year of assigned indicators."""

    __tablename__ = "programme"

    year: int = Field(unique=True)
    title: str = Field(sa_column=text_column())
    deciding_paper: str = Field(default="", sa_column=text_column())
    paper_date: date | None = None
    note: str = Field(default="", sa_column=text_column())
    rule_set_id: int = Field(foreign_key="rule_set.id")
    previous_id: int | None = Field(default=None, foreign_key="programme.id")
    plan_sha256: str | None = Field(default=None, sa_column=code_column(nullable=True))
    created_at: datetime = Field(sa_type=Instant)


class CalendarDay(Row, table=True):
    """A day that the public calendar gets wrong: a day off, or a Saturday worked.

    It is one in every programme: years stand side by side, and a person has one day.
    """

    __tablename__ = "calendar_day"

    day: date = Field(unique=True)
    working: bool
    note: str = Field(default="", sa_column=text_column())


class LadderStep(Row, table=True):
    """A step of the reminder ladder; see models.rules.ladder.Step for its meaning."""

    __tablename__ = "ladder_step"
    __table_args__ = (
        one_of("audience", Audience),
        one_of("firmness", Firmness),
        Index(None, "programme_id"),
    )

    programme_id: int = Field(foreign_key="programme.id")
    offset: int = Field(sa_column_kwargs={"name": "offset_days"})
    every: int | None = Field(default=None, sa_column_kwargs={"name": "every_days"})
    audience: Audience = Field(sa_column=choice_column(Audience))
    firmness: Firmness = Field(sa_column=choice_column(Firmness))
    category: str | None = Field(default=None, sa_column=code_column(nullable=True))
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    channel: str | None = Field(default=None, sa_column=code_column(nullable=True))
