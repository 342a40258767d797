"""What people keep for themselves: drafts of reports and evaluations, comments, saved views."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, choice_column, code_column, one_of, text_column
from models.rules.evaluation_course.dossiers import DossierAct


class ReportDraft(Row, table=True):
    """What a person has typed of a report and not sent yet: the form's fields as typed."""

    __tablename__ = "report_draft"
    __table_args__ = (UniqueConstraint("person_id", "checkpoint_id"),)

    person_id: int = Field(foreign_key="person.id")
    checkpoint_id: int = Field(foreign_key="checkpoint.id", index=True)
    typed: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    saved_at: datetime = Field(sa_type=Instant)


class EvaluationDraft(Row, table=True):
    """What a person has typed of a step of an evaluation and not taken yet: the fields as typed.

    `form`: the opened form that brought it.
    """

    __tablename__ = "evaluation_draft"
    __table_args__ = (
        UniqueConstraint("person_id", "dossier_id", "act"),
        one_of("act", DossierAct),
    )

    person_id: int = Field(foreign_key="person.id")
    dossier_id: int = Field(foreign_key="evaluation_dossier.id", index=True)
    act: DossierAct = Field(sa_column=choice_column(DossierAct))
    form: str = Field(sa_column=code_column())
    typed: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    saved_at: datetime = Field(sa_type=Instant)


class Comment(Row, table=True):
    """A remark on an assignment; it is added, never changed."""

    __tablename__ = "comment"
    __table_args__ = (Index(None, "assignment_id", "id"),)

    assignment_id: int = Field(foreign_key="assignment.id")
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)
    text: str = Field(sa_column=text_column())


class SavedView(Row, table=True):
    """A list as a person wants to see it again: its page and the query of its address."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "page", "name"),)

    person_id: int = Field(foreign_key="person.id")
    page: str = Field(sa_column=code_column())
    name: str = Field(sa_column=code_column())
    query: str = Field(default="", sa_column=text_column())
