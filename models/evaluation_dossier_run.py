"""The whole dossier of a unit in an evaluation, as it is made in the background."""

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, code_column, text_column


class EvaluationDossierRun(Row, table=True):
    """All papers of a unit that are being made, and then the file of them.

    `form`: whose rules they follow; `done` of `in_all` people; `beat_at`: in real time, when
    whoever is at work last said so. `content`: None until it is made, and again once a newer one
    is, or it is old: points are kept no longer than they are fetched. `error`: what is said where
    it failed.
    """

    __tablename__ = "evaluation_dossier_run"
    __table_args__ = (Index(None, "round_id", "unit_id"),)

    round_id: int = Field(foreign_key="evaluation_round.id")
    unit_id: int = Field(foreign_key="unit.id")
    form: str = Field(sa_column=code_column())
    person_id: int = Field(foreign_key="person.id")
    begun_at: datetime = Field(sa_type=Instant)
    beat_at: datetime = Field(sa_type=Instant)
    done: int = 0
    in_all: int = 0
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    error: str = Field(default="", sa_column=text_column())
    content: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
