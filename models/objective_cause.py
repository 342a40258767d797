"""What was said of objective causes, a row an act, and the files that show it."""

from datetime import date

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.columns import choice_column, one_of, text_column
from models.rules.objective_causes import Deduction, ShortfallKind


class CauseStatement(Row, table=True):
    """What one act says of the objective cause of a failed review or a lateness.

    Who says it, when and why stands in its submission. `number`: which failed review or lateness
    of the checkpoint it is, from 1. `since`: when it happened or began, where that is said.
    """

    __tablename__ = "cause_statement"
    __table_args__ = (one_of("kind", ShortfallKind), Index(None, "checkpoint_id", "id"))

    submission_id: int = Field(foreign_key="submission.id", unique=True)
    checkpoint_id: int = Field(foreign_key="checkpoint.id")
    kind: ShortfallKind = Field(sa_column=choice_column(ShortfallKind))
    number: int
    since: date | None = None

    @property
    def deduction(self) -> Deduction:
        """What it is about."""
        return Deduction(self.kind, self.number)


class CauseEvidence(Row, table=True):
    """A file attached to a statement under the name that its sender gave it."""

    __tablename__ = "cause_evidence"
    __table_args__ = (UniqueConstraint("statement_id", "file_id"),)

    statement_id: int = Field(foreign_key="cause_statement.id")
    file_id: int = Field(foreign_key="evidence_file.id", index=True)
    filename: str = Field(sa_column=text_column())
