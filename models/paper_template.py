"""Templates of papers that an office edited in Word, with all that were in use before."""

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, code_column, text_column


class PaperTemplate(Row, table=True):
    """A Word file that papers of one form are filled into, from its upload until it is retired.

    `form`: state or party. Of those that are not retired the latest is in use.
    """

    __tablename__ = "paper_template"
    __table_args__ = (Index(None, "form"),)

    form: str = Field(sa_column=code_column())
    filename: str = Field(sa_column=text_column())
    sha256: str = Field(sa_column=code_column())
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    uploaded_at: datetime = Field(sa_type=Instant)
    uploaded_by_id: int = Field(foreign_key="person.id")
    retired_at: datetime | None = Field(default=None, sa_type=Instant)
    retired_by_id: int | None = None
