"""Indicators: one definition, shared by all units that carry it."""

from decimal import Decimal

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.columns import Amount, choice_column, code_column, one_of, text_column
from models.rules.indicators import AddsUp, Direction, Kind, Review


class Indicator(Row, table=True):
    """What is measured, how, from which source, and how it adds up across units.

    `cut_off`: when the figures are closed, in words. `cut_off_days`: working days after a
    due date until silence may be recorded; None: as the rule set says.
    """

    __tablename__ = "indicator"
    __table_args__ = (
        UniqueConstraint("programme_id", "code"),
        one_of("kind", Kind),
        one_of("direction", Direction),
        one_of("adds_up", AddsUp),
        one_of("review", Review),
    )

    programme_id: int = Field(foreign_key="programme.id")
    code: str = Field(sa_column=code_column())
    title: str = Field(sa_column=text_column())
    kind: Kind = Field(sa_column=choice_column(Kind))
    unit_of_measure: str = Field(default="", sa_column=text_column())
    direction: Direction = Field(default=Direction.HIGHER, sa_column=choice_column(Direction))
    adds_up: AddsUp = Field(default=AddsUp.NONE, sa_column=choice_column(AddsUp))
    category: str = Field(default="", sa_column=text_column())
    data_source: str = Field(default="", sa_column=text_column())
    formula: str = Field(default="", sa_column=text_column())
    cut_off: str = Field(default="", sa_column=text_column())
    cut_off_days: int | None = None
    hard: bool = False
    is_new: bool = False
    shortcoming: str = Field(default="", sa_column=text_column())
    parent_id: int | None = Field(default=None, foreign_key="indicator.id")
    share: Decimal | None = Field(default=None, sa_type=Amount)
    review: Review = Field(default=Review.ASSIGNED, sa_column=choice_column(Review))
    note: str = Field(default="", sa_column=text_column())
