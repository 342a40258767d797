"""Rule sets of evaluation of an office's own: every version that was loaded, and what became of it.

Rows are only ever added: a trigger refuses anything else, so that whoever was judged by a version
finds it as it was.
"""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, choice_column, code_column, one_of, text_column
from models.rules.own_rules import OwnRulesStep


class OwnRuleSet(Row, table=True):
    """One version. `content`: the text of its TOML file; `sha256`: of that text."""

    __tablename__ = "own_rule_set"
    __table_args__ = (UniqueConstraint("code", "version"),)

    code: str = Field(sa_column=code_column())
    version: int
    filename: str = Field(sa_column=text_column())
    content: str = Field(sa_column=text_column())
    sha256: str = Field(sa_column=code_column())
    loaded_at: datetime = Field(sa_type=Instant)
    loaded_by_id: int = Field(foreign_key="person.id")


class OwnRuleSetStep(Row, table=True):
    """What became of a version: tried on a period, put in force from a day, ended with a day.

    `day`: the first in force, or the last; None of a trial. `paper`, `paper_date`: by which it
    was decided. `period`: on which it was tried, such as 2022-Q1; '' of the others.
    """

    __tablename__ = "own_rule_set_step"
    __table_args__ = (one_of("kind", OwnRulesStep), Index(None, "rule_set_id", "id"))

    rule_set_id: int = Field(foreign_key="own_rule_set.id")
    kind: OwnRulesStep = Field(sa_column=choice_column(OwnRulesStep))
    at: datetime = Field(sa_type=Instant)
    by_id: int = Field(foreign_key="person.id")
    day: date | None = None
    paper: str = Field(default="", sa_column=text_column())
    paper_date: date | None = None
    reason: str = Field(default="", sa_column=text_column())
    period: str = Field(default="", sa_column=code_column())
