"""Submissions: what people record, one row an act, committed at once."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, choice_column, code_column, one_of, text_column
from models.rules.checkpoints import Act
from models.rules.roles import Role


class SubmissionState(StrEnum):
    """Whether the advance flow has dealt with a submission."""

    PENDING = "pending"
    APPLIED = "applied"
    REFUSED = "refused"


_PENDING = text("state = 'pending'")


class Submission(Row, table=True):
    """One act by one person on one checkpoint.

    What it says (a value, a verdict, a score) stands in the report, verification or evaluation
    of the same submission. `roles` are those that the actor had at that moment, joined by
    commas. `confirmed`: the actor was told what it does, and meant it all the same.
    `request_key`: the same act sent twice is one submission; `request_digest`: of what it said, so
    that another act under the same key is told from it.
    """

    __tablename__ = "submission"
    __table_args__ = (
        one_of("act", Act),
        one_of("state", SubmissionState),
        Index("ix_submission_pending", "id", sqlite_where=_PENDING, postgresql_where=_PENDING),
        Index(
            "ix_submission_waiting_for",
            "checkpoint_id",
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        Index(None, "checkpoint_id", "id"),
    )

    checkpoint_id: int = Field(foreign_key="checkpoint.id")
    act: Act = Field(sa_column=choice_column(Act))
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    on_behalf_of_id: int | None = Field(default=None, foreign_key="person.id")
    roles: str = Field(default="", sa_column=text_column())
    recorded_at: datetime = Field(sa_type=Instant)
    reason: str = Field(default="", sa_column=text_column())
    new_due_on: date | None = None
    confirmed: bool = False
    request_key: str | None = Field(default=None, sa_column=code_column(nullable=True, unique=True))
    request_digest: str | None = Field(default=None, sa_column=code_column(nullable=True))
    state: SubmissionState = Field(
        default=SubmissionState.PENDING, sa_column=choice_column(SubmissionState)
    )
    applied_at: datetime | None = Field(default=None, sa_type=Instant)
    refusal: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))

    @property
    def role_set(self) -> frozenset[Role]:
        """The actor's roles at the moment of recording."""
        return frozenset(Role(role) for role in self.roles.split(",") if role)


class SubmissionEvidence(Row, table=True):
    """A file that shows why more time is asked for, under the name that its sender gave it.

    Those of a report and of an objective cause hang on what their submissions say.
    """

    __tablename__ = "submission_evidence"
    __table_args__ = (UniqueConstraint("submission_id", "file_id"),)

    submission_id: int = Field(foreign_key="submission.id")
    file_id: int = Field(foreign_key="evidence_file.id", index=True)
    filename: str = Field(sa_column=text_column())
