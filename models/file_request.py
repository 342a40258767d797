"""Requests of people about what is kept about them, and what became of each."""

from datetime import date, datetime

from sqlalchemy import Index
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
from models.rules.file_requests import FileRequestKind, RequestClock, RequestStepKind


class FileRequest(Row, table=True):
    """A person asks that something kept about them is corrected, restricted or deleted.

    `about`: which kind of data. Its words are sealed: the person and whoever answers read them,
    and the ledger covers `words_mark`, their fingerprint. `terms`: the clock that was in force.
    """

    __tablename__ = "file_request"
    __table_args__ = (one_of("kind", FileRequestKind), Index(None, "person_id", "id"))

    person_id: int = Field(foreign_key="person.id")
    kind: FileRequestKind = Field(sa_column=choice_column(FileRequestKind))
    about: str = Field(sa_column=code_column())
    wrong: str = Field(sa_column=sealed_column())
    why: str = Field(sa_column=sealed_column())
    words_mark: str = Field(sa_column=code_column())
    evidence_id: int | None = Field(default=None, foreign_key="evidence_file.id", index=True)
    evidence_name: str = Field(default="", sa_column=sealed_column())
    terms: str = Field(sa_column=text_column())
    asked_at: datetime = Field(sa_type=Instant)
    answer_by: date
    carry_out_by: date

    @property
    def clock(self) -> RequestClock:
        """The days that the office keeps."""
        return RequestClock(self.answer_by, self.carry_out_by)


class FileRequestStep(Row, table=True):
    """What became of a request: who answered it, carried it out or took it back, and why."""

    __tablename__ = "file_request_step"
    __table_args__ = (one_of("kind", RequestStepKind), Index(None, "request_id", "id"))

    request_id: int = Field(foreign_key="file_request.id")
    kind: RequestStepKind = Field(sa_column=choice_column(RequestStepKind))
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)
    words: str = Field(default="", sa_column=sealed_column())
    words_mark: str = Field(default="", sa_column=code_column())
