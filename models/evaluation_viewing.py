"""Who looked at whose evaluation: the person whose it is may see it."""

from datetime import datetime

from sqlmodel import Field

from models.base import Row
from models.columns import Instant, code_column


class EvaluationViewing(Row, table=True):
    """A look by another than the person.

    `viewed_by_id`: None by a command at the machine. `person_id`: None of the list of everybody.
    `period`: what was looked at, such as 2022-Q1.
    """

    __tablename__ = "evaluation_viewing"

    programme_id: int = Field(foreign_key="programme.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    viewed_by_id: int | None = Field(default=None, foreign_key="person.id")
    viewed_at: datetime = Field(sa_type=Instant)
    period: str = Field(sa_column=code_column())
