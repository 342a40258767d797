"""Days on which somebody was away with a good reason, as evaluations count them."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, choice_column, one_of, text_column
from models.rules.absences import AbsenceReason


class EvaluationAbsence(Row, table=True):
    """An absence from its first day to its last, both included.

    `paper`: the decision or note that shows it. `taken_back_why`: the reason of one that was
    recorded wrongly; it counts no more, and stays to be read.
    """

    __tablename__ = "evaluation_absence"
    __table_args__ = (one_of("reason", AbsenceReason), Index(None, "person_id", "first_on"))

    person_id: int = Field(foreign_key="person.id")
    first_on: date
    last_on: date
    reason: AbsenceReason = Field(sa_column=choice_column(AbsenceReason))
    paper: str = Field(default="", sa_column=text_column())
    recorded_at: datetime = Field(sa_type=Instant)
    recorded_by_id: int = Field(foreign_key="person.id")
    taken_back_at: datetime | None = Field(default=None, sa_type=Instant)
    taken_back_by_id: int | None = Field(default=None, foreign_key="person.id")
    taken_back_why: str = Field(default="", sa_column=text_column())
