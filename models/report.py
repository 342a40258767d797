"""Progress reports with their difficulties and proposals, and the evidence attached."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.columns import Amount, Instant, choice_column, code_column, one_of, text_column
from models.rules.indicators import Basis


class ProgressReport(Row, table=True):
    """What an official says of a checkpoint. `final`: an interim update moves no stage."""

    __tablename__ = "progress_report"
    __table_args__ = (one_of("basis", Basis), Index(None, "checkpoint_id", "id"))

    submission_id: int = Field(foreign_key="submission.id", unique=True)
    checkpoint_id: int = Field(foreign_key="checkpoint.id")
    final: bool = True
    value: Decimal | None = Field(default=None, sa_type=Amount)
    delivered: bool | None = None
    basis: Basis = Field(default=Basis.ACTUAL, sa_column=choice_column(Basis))
    value_as_of: date | None = None
    narrative: str = Field(default="", sa_column=text_column())


class Difficulty(Row, table=True):
    """A difficulty and what is proposed, routed to the unit that can remove it."""

    __tablename__ = "difficulty"

    report_id: int = Field(foreign_key="progress_report.id", index=True)
    difficulty: str = Field(default="", sa_column=text_column())
    proposal: str = Field(default="", sa_column=text_column())
    remover_unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    objective: bool = False
    resolved_at: datetime | None = Field(default=None, sa_type=Instant)
    resolution: str = Field(default="", sa_column=text_column())


class EvidenceFile(Row, table=True):
    """A file, stored once however often it is attached."""

    __tablename__ = "evidence_file"

    sha256: str = Field(sa_column=code_column(unique=True))
    size: int
    content_type: str = Field(sa_column=text_column())
    stored_at: datetime = Field(sa_type=Instant)


class ReportEvidence(Row, table=True):
    """A file attached to a report under the name that its sender gave it."""

    __tablename__ = "report_evidence"
    __table_args__ = (UniqueConstraint("report_id", "file_id"),)

    report_id: int = Field(foreign_key="progress_report.id")
    file_id: int = Field(foreign_key="evidence_file.id", index=True)
    filename: str = Field(sa_column=text_column())
