"""Digests as they were compiled, so that what was said can be read again."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, code_column


class Digest(Row, table=True):
    """The figures of one period as of a day: of all units, of one, or of one official's work.

    `quarter`: the period, 2022-Q1, 2022-H1 or 2022. `person_id`: the only official, if any.
    `compiled_by_id`: who compiled it on a page; None where a run or a command did.
    """

    __tablename__ = "digest"
    __table_args__ = (Index(None, "programme_id", "quarter", "as_of"),)

    programme_id: int = Field(foreign_key="programme.id")
    quarter: str = Field(sa_column=code_column())
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    person_id: int | None = None
    as_of: date
    compiled_at: datetime = Field(sa_type=Instant)
    compiled_by_id: int | None = None
    figures: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    figures_sha256: str = Field(sa_column=code_column())
