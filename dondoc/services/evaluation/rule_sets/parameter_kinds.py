"""What each parameter of a rule set may hold, read from the schema alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from dondoc.services.evaluation.rule_sets.schema import EvaluationRules


class CellKind(StrEnum):
    """How a value stands in a cell of a workbook."""

    CHOICE = "choice"
    AMOUNT = "amount"
    WHOLE = "whole"
    BANDS = "bands"
    NEEDS = "needs"


_TABLES = (CellKind.BANDS, CellKind.NEEDS)
"""Parameters whose names say what they hold."""


@dataclass(frozen=True)
class ParameterKind:
    """`choices`: of a choice, () otherwise; `takes_none`: whether it may say that there is none."""

    group: str
    name: str
    cell: CellKind
    choices: tuple[StrEnum, ...]
    takes_none: bool

    @property
    def key(self) -> str:
        """As a workbook names it: deductions.denominator."""
        return f"{self.group}.{self.name}"


@cache
def parameter_kinds() -> Mapping[str, ParameterKind]:
    """All parameters by their keys, in the order of a file."""
    found = {}
    for group, field in EvaluationRules.model_fields.items():
        model = field.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            for name, parameter in model.model_fields.items():
                kind = _kind(group, name, parameter.annotation)
                found[kind.key] = kind
    return found


def _kind(group: str, name: str, parameter: Any) -> ParameterKind:
    value = parameter.model_fields["value"].annotation
    if isinstance(value, type) and issubclass(value, StrEnum):
        return ParameterKind(group, name, CellKind.CHOICE, tuple(value), takes_none=False)
    if name in _TABLES:
        return ParameterKind(group, name, CellKind(name), (), takes_none=False)
    inner = get_args(value)
    kinds = {each for part in (value, *inner) for each in (part, *get_args(part))}
    cell = CellKind.AMOUNT if Decimal in kinds else CellKind.WHOLE
    return ParameterKind(group, name, cell, (), takes_none=type(None) in inner)
