"""The general criteria, which make 30 of 100 points: proposed from a file, fixed by the office."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.rule_sets.schema import Text
from dondoc.services.evaluation.rule_sets.shipped import GENERAL_CRITERIA
from dondoc.services.evaluation.rule_sets.values import Choice, HowSure, Points, StrictTable
from models.columns import AMOUNT_PLACES

MAX_CRITERIA = 20


class Criterion(StrictTable):
    """A general criterion: at most so many points, and how sure its title and points are.

    `basis`: of the title; `points_basis`: of the points.
    """

    title: Text
    most: Annotated[Points, Field(gt=0, decimal_places=AMOUNT_PLACES)]
    basis: Annotated[HowSure, Choice]
    points_basis: Annotated[HowSure, Choice]
    source: Text


_FILE = TypeAdapter(dict[str, list[Criterion]])


@cache
def _shipped() -> Mapping[str, Sequence[Criterion]]:
    path = files("dondoc.data").joinpath("evaluation", GENERAL_CRITERIA)
    return _FILE.validate_python(tomllib.loads(path.read_text("utf-8"), parse_float=Decimal))


def proposed_criteria(rules_code: str, most: Decimal) -> tuple[Criterion, ...]:
    """The criteria of a rule set as they are shipped; of an unknown one a single one of all points.

    `most`: the most general points of the rule set; none where it knows none.
    """
    if not most:
        return ()
    known = tuple(_shipped().get(rules_code, ()))
    return known if sum_of(known) == most else (_whole(most),)


def _whole(most: Decimal) -> Criterion:
    return Criterion(
        title="Tiêu chí chung", most=most, basis=HowSure.UNKNOWN, points_basis=HowSure.UNKNOWN,
        source="–",
    )  # fmt: skip


def sum_of(criteria: Sequence[Criterion]) -> Decimal:
    """The points that all of them give at most."""
    return sum((each.most for each in criteria), Decimal(0))


def criteria_faults(criteria: Sequence[Criterion], most: Decimal) -> Iterator[FieldError]:
    """Where there are far too many, or they do not sum to the most points: said at the first."""
    if len(criteria) > MAX_CRITERIA:
        yield FieldError("most-0", "evaluation.round.error.too_many_criteria", most=MAX_CRITERIA)
    if (found := sum_of(criteria)) != most:
        yield FieldError("most-0", "evaluation.round.error.criteria_sum", found=found, wanted=most)


def kept_criteria(criteria: Sequence[Criterion]) -> list[dict[str, Any]]:
    """As a round keeps them: with numbers from 1, points as text."""
    return [
        {"number": number, **each.model_dump(mode="json"), "most": f"{each.most.normalize():f}"}
        for number, each in enumerate(criteria, 1)
    ]
