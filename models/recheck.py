"""Verified results that others look at again, and what they found; no result changes by it."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.columns import Amount, Instant, code_column, text_column


class RecheckSample(Row, table=True):
    """The sample of a quarter. `share`: per cent of each unit's results; `seed`: of the chance.

    `results`: how many verified results it was drawn from. `drawn_by_id`: None at the machine.
    """

    __tablename__ = "recheck_sample"
    __table_args__ = (UniqueConstraint("programme_id", "quarter"),)

    programme_id: int = Field(foreign_key="programme.id")
    quarter: str = Field(sa_column=code_column())
    share: Decimal = Field(sa_type=Amount)
    seed: str = Field(sa_column=code_column())
    results: int
    as_of: date
    drawn_at: datetime = Field(sa_type=Instant)
    drawn_by_id: int | None = Field(default=None, foreign_key="person.id")


class Recheck(Row, table=True):
    """One result of a sample. `verification_id`: the verdict that is looked at again.

    `verifier_id`: who looks, None where nobody of another unit may; `verifier_unit_id`: theirs.
    `agrees`: None until they have answered; `value`: what they found, of a number.
    """

    __tablename__ = "recheck"
    __table_args__ = (
        UniqueConstraint("sample_id", "checkpoint_id"),
        Index(None, "verifier_id"),
        CheckConstraint("(agrees IS NULL) = (answered_at IS NULL)", name="answered_whole"),
    )

    sample_id: int = Field(foreign_key="recheck_sample.id")
    checkpoint_id: int = Field(foreign_key="checkpoint.id")
    verification_id: int = Field(foreign_key="verification.id")
    unit_id: int = Field(foreign_key="unit.id")
    verifier_id: int | None = Field(default=None, foreign_key="person.id")
    verifier_unit_id: int | None = Field(default=None, foreign_key="unit.id")
    agrees: bool | None = None
    value: Decimal | None = Field(default=None, sa_type=Amount)
    reason: str = Field(default="", sa_column=text_column())
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
