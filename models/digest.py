"""Digests as they were compiled, so that what was said can be read again."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, choice_column, code_column, one_of, text_column
from models.rules.digest_life import DigestStepKind


class Digest(Row, table=True):
    """The figures of one period as of a day: of all units, of one, or of one official's work.

    `quarter`: the period, 2022-Q1, 2022-H1 or 2022. `person_id`: the only official, if any.
    `compiled_by_id`: who compiled it on a page; None where a run or a command did.
    """

    __tablename__ = "digest"
    __table_args__ = (Index(None, "programme_id", "quarter", "as_of"),)

    programme_id: int = Field(foreign_key="programme.id")
    quarter: str = Field(sa_column=code_column())
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    person_id: int | None = None
    as_of: date
    compiled_at: datetime = Field(sa_type=Instant)
    compiled_by_id: int | None = None
    figures: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    figures_sha256: str = Field(sa_column=code_column())


class UnitDigest(Row, table=True):
    """What the digest of all units says of one of them, out of the same reading."""

    __tablename__ = "unit_digest"
    __table_args__ = (UniqueConstraint("digest_id", "unit_id"),)

    digest_id: int = Field(foreign_key="digest.id")
    unit_id: int = Field(foreign_key="unit.id")
    figures: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    figures_sha256: str = Field(sa_column=code_column())


class DigestStep(Row, table=True):
    """A step of a digest's life: approved, issued or reopened; by whom, when, and why.

    Rows are only ever added.
    """

    __tablename__ = "digest_step"
    __table_args__ = (one_of("kind", DigestStepKind),)

    digest_id: int = Field(foreign_key="digest.id", index=True)
    kind: DigestStepKind = Field(sa_column=choice_column(DigestStepKind))
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)
    reason: str = Field(default="", sa_column=text_column())


class DigestRemark(Row, table=True):
    """What somebody remarked upon a digest; open until it is answered, whichever digest follows."""

    __tablename__ = "digest_remark"

    digest_id: int = Field(foreign_key="digest.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)
    text: str = Field(sa_column=text_column())
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    answer: str = Field(default="", sa_column=text_column())


class DigestPaper(Row, table=True):
    """A paper as it goes out with letters: the same bytes for everybody and at every attempt.

    `unit_id`: of one unit's part; None for the whole. `form`: whose rules it follows, '' where
    that was not noted yet; `template_id`: of the office's own template, None for the standard one.
    """

    __tablename__ = "digest_paper"
    __table_args__ = (Index("ix_digest_paper_of", "digest_id", "unit_id"),)

    digest_id: int = Field(foreign_key="digest.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    form: str = Field(default="", sa_column=code_column(server_default=""))
    template_id: int | None = None
    file_name: str = Field(sa_column=text_column())
    sha256: str = Field(sa_column=code_column())
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class DigestRun(Row, table=True):
    """A digest that is being drawn up or issued in the background, for the page that waits.

    `kind`: compile or issue; `done` of `in_all` units; `beat_at`: in real time, when whoever is at
    work last said so. `outcome`: how it ended; `error`: what is said where it failed.
    """

    __tablename__ = "digest_run"
    __table_args__ = (Index(None, "kind", "subject"),)

    kind: str = Field(sa_column=code_column())
    subject: str = Field(sa_column=code_column())
    person_id: int = Field(foreign_key="person.id")
    begun_at: datetime = Field(sa_type=Instant)
    beat_at: datetime = Field(sa_type=Instant)
    done: int = 0
    in_all: int = 0
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    digest_id: int | None = None
    outcome: str = Field(default="", sa_column=code_column())
    error: str = Field(default="", sa_column=text_column())
