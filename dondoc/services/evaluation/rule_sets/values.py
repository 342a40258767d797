"""Kinds of values that a rule set's file may hold: amounts, decimals, bands, needs."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from models.rules.evaluation import Grade
from models.rules.scoring.parameters import Need

NO_BOUND = "none"
"""How a file says that there is no such bound: a parameter that is left out is refused."""

GRADES = tuple(grade for grade in Grade if grade is not Grade.NOT_COMPLETED)


class StrictTable(BaseModel):
    """A table of a file: nothing unknown in it, and nothing taken for what it is not."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class HowSure(StrEnum):
    """What a parameter rests on.

    The rule's own words; those who apply it; one of the ways in which it is read; or nothing that
    was seen.
    """

    RULE = "rule"
    SECONDARY = "secondary"
    READING = "reading"
    UNKNOWN = "unknown"


def _amount(value: Any) -> Any:
    """Whole numbers are amounts too; true is none."""
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _or_none(value: Any) -> Any:
    return None if value == NO_BOUND else value


def _ordered(bands: Mapping[Grade, Decimal]) -> Mapping[Grade, Decimal]:
    if set(bands) != set(GRADES):
        raise PydanticCustomError("bands_incomplete", "bands for other grades than there are")
    least = [bands[grade] for grade in GRADES]
    if any(better <= worse for better, worse in pairwise(least)):
        raise PydanticCustomError("bands_not_descending", "bands that do not descend")
    return bands


def _of_grades(needs: Mapping[Grade, tuple[Need, ...]]) -> Mapping[Grade, tuple[Need, ...]]:
    if set(needs) != set(GRADES):
        raise PydanticCustomError("bands_incomplete", "needs for other grades than there are")
    return needs


_Exact = Annotated[Decimal, Field(max_digits=50)]
"""Scores are exact fractions: 1e-999999 would be one of a million digits."""

Amount = Annotated[_Exact, BeforeValidator(_amount)]
Points = Annotated[Amount, Field(ge=0, le=100)]
Percent = Annotated[Amount, Field(ge=0, le=100)]
PercentMost = Annotated[Amount, Field(ge=100, le=1000)]
PercentOrNone = Annotated[
    Annotated[_Exact, Field(ge=0, le=100)] | None,
    BeforeValidator(lambda value: _or_none(_amount(value))),
]
Coefficient = Annotated[
    Annotated[_Exact, Field(gt=0, le=100000)] | None,
    BeforeValidator(lambda value: _or_none(_amount(value))),
]
Places = Annotated[int, Field(ge=0, le=6)]
PlacesOrNone = Annotated[Places | None, BeforeValidator(_or_none)]
MonthsOrNone = Annotated[Annotated[int, Field(ge=0, le=12)] | None, BeforeValidator(_or_none)]
CountOfTasks = Annotated[int, Field(ge=0, le=1000)]
Choice = Field(strict=False)
"""A choice is written by its name, which is a text in the file."""

_GradeName = Annotated[Grade, Choice]
BandsTable = Annotated[dict[_GradeName, Points], AfterValidator(_ordered)]
NeedsTable = Annotated[
    dict[_GradeName, Annotated[tuple[Annotated[Need, Choice], ...], Choice]],
    AfterValidator(_of_grades),
]
