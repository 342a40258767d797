"""Discipline of people and units, and concluded degradation, as evaluations count them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, choice_column, one_of, text_column
from models.rules.discipline import DisciplineKind


class DisciplineRecord(Row, table=True):
    """One paper on one person or one unit: its number, its day, the body that signed it.

    What somebody did stands in the paper alone: it is not asked for here. `taken_back_why`: the
    reason of one that was recorded wrongly or annulled; it counts no more, and stays to be read.
    """

    __tablename__ = "discipline_record"
    __table_args__ = (
        one_of("kind", DisciplineKind),
        CheckConstraint("person_id IS NOT NULL OR unit_id IS NOT NULL", name="on_somebody"),
    )

    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    kind: DisciplineKind = Field(sa_column=choice_column(DisciplineKind))
    paper_number: str = Field(sa_column=text_column())
    paper_body: str = Field(sa_column=text_column())
    signed_on: date
    effective_on: date
    recorded_at: datetime = Field(sa_type=Instant)
    recorded_by_id: int = Field(foreign_key="person.id")
    taken_back_at: datetime | None = Field(default=None, sa_type=Instant)
    taken_back_by_id: int | None = Field(default=None, foreign_key="person.id")
    taken_back_why: str = Field(default="", sa_column=text_column())
