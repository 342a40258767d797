"""What the secretariat finds, and what the Standing Committee judges."""

from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from models.base import Row
from models.columns import Amount, choice_column, one_of, text_column
from models.rules.evaluated_by import StepBehind, step_behind
from models.rules.evaluation import Grade
from models.rules.indicators import Basis


class Verdict(StrEnum):
    """What a verification found."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    NOT_REPORTED = "not_reported"
    CORRECTED = "corrected"


class Verification(Row, table=True):
    """A verdict on a report, or on silence; a correction is a new row, never an edit."""

    __tablename__ = "verification"
    __table_args__ = (
        one_of("verdict", Verdict),
        one_of("basis", Basis),
        Index(None, "checkpoint_id", "id"),
    )

    submission_id: int = Field(foreign_key="submission.id", unique=True)
    checkpoint_id: int = Field(foreign_key="checkpoint.id")
    report_id: int | None = Field(default=None, foreign_key="progress_report.id")
    verdict: Verdict = Field(sa_column=choice_column(Verdict))
    value: Decimal | None = Field(default=None, sa_type=Amount)
    delivered: bool | None = None
    basis: Basis = Field(default=Basis.ACTUAL, sa_column=choice_column(Basis))
    quality: Decimal | None = Field(default=None, sa_type=Amount)
    objective_cause: bool = False
    note: str = Field(default="", sa_column=text_column())


class Evaluation(Row, table=True):
    """That a checkpoint was evaluated: by a score of its own, or by a step of a round.

    A score is by a dated rule set, with everything that it was computed from. `dossier_step_id`:
    the decision about whoever leads it; `round_step_id`: the publication or lock of the round, of
    what nobody with a dossier leads. Then it has no score: points and grades are the person's.
    """

    __tablename__ = "evaluation"
    __table_args__ = (one_of("grade", Grade), Index(None, "checkpoint_id", "id"))

    submission_id: int = Field(foreign_key="submission.id", unique=True)
    checkpoint_id: int = Field(foreign_key="checkpoint.id")
    rule_set_id: int = Field(foreign_key="rule_set.id")
    met: bool | None = None
    in_time: bool
    quantity: Decimal | None = Field(default=None, sa_type=Amount)
    quality: Decimal | None = Field(default=None, sa_type=Amount)
    progress: Decimal | None = Field(default=None, sa_type=Amount)
    total: Decimal | None = Field(default=None, sa_type=Amount)
    grade: Grade | None = Field(default=None, sa_column=choice_column(Grade, nullable=True))
    dossier_step_id: int | None = None
    round_step_id: int | None = None
    note: str = Field(default="", sa_column=text_column())

    @property
    def step_behind(self) -> StepBehind | None:
        """The step of a round that stands behind it; None of one with a score of its own."""
        return step_behind(self.dossier_step_id, self.round_step_id)
