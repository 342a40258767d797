"""What stands in a cell of a rule set's workbook, as a file would hold it."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dondoc.services.evaluation.rule_sets import sheet_words as words
from dondoc.services.evaluation.rule_sets.parameter_kinds import CellKind, ParameterKind
from dondoc.services.evaluation.rule_sets.values import GRADES, NO_BOUND
from dondoc.services.workbook.amounts import AmountError, parse_amount
from dondoc.services.workbook.days import DayError, parse_day
from dondoc.services.workbook.grid import CellError, DatePart, Value, shown
from dondoc.services.workbook.text import split_list

_DECIMALS = re.compile(r"\d+,\d+")
"""Of any length: amounts of a plan have four decimals at the most, parameters need not."""


class WrongCellError(ValueError):
    """A cell cannot be taken: the kind of problem, its text, and what may stand there."""

    def __init__(self, kind: str, value: str, allowed: str = "") -> None:
        super().__init__(kind)
        self.kind, self.value, self.allowed = kind, value, allowed


def parameter_value(kind: ParameterKind, cell: Value) -> Any:
    """The value of a parameter. Raises WrongCellError."""
    _refuse_formula(cell)
    text = words.folded(shown(cell))
    match kind.cell:
        case CellKind.CHOICE:
            return _one_of(words.choices_by_words(kind.key), text, shown(cell),
                           words.allowed(kind, "vi"))  # fmt: skip
        case CellKind.BANDS:
            return {grade: amount_value(part) for grade, part in _by_grade(shown(cell)).items()}
        case CellKind.NEEDS:
            return {grade: _needs(part) for grade, part in _by_grade(shown(cell)).items()}
    if text in words.no_bounds(kind.key):
        return NO_BOUND
    return amount_value(cell) if kind.cell is CellKind.AMOUNT else whole_number(cell)


def basis_value(cell: Value) -> Any:
    """How sure a parameter is. Raises WrongCellError."""
    return _named("basis", shown(cell))


def subjects_value(cell: Value) -> list[Any]:
    """Whom a rule set judges. Raises WrongCellError."""
    return [_named("subjects", part) for part in split_list(shown(cell).replace(",", ";"))]


def whole_number(cell: Value) -> int:
    """A whole number. Raises WrongCellError."""
    amount = amount_value(cell, "cell_whole")
    if amount != amount.to_integral_value():
        raise WrongCellError("cell_whole", shown(cell))
    return int(amount)


def day_value(cell: Value) -> Any:
    """A day. Raises WrongCellError for anything else, a month or a year among it."""
    try:
        day = None if isinstance(cell, DatePart) else parse_day(cell)
    except DayError:
        day = None
    if day is None:
        raise WrongCellError("cell_day", shown(cell))
    return day


def text_value(cell: Value) -> str:
    """A text as it stands there. Raises WrongCellError for a formula without a value."""
    _refuse_formula(cell)
    return shown(cell)


def _refuse_formula(cell: Value) -> None:
    if isinstance(cell, CellError):
        raise WrongCellError("cell_formula", cell.text)


def amount_value(cell: Value, kind: str = "cell_amount") -> Decimal:
    """A number, exact, however many decimals it is written with. Raises WrongCellError."""
    _refuse_formula(cell)
    if isinstance(cell, str) and _DECIMALS.fullmatch(cell.strip()):
        return Decimal(cell.strip().replace(",", "."))
    try:
        amount = parse_amount(cell, "vi")
    except AmountError:
        amount = None
    if amount is None:
        raise WrongCellError(kind, shown(cell))
    return amount


def _by_grade(text: str) -> Mapping[Any, str]:
    """What stands behind each grade, a line each. Raises WrongCellError."""
    found: dict[Any, str] = {}
    for line in filter(None, text.split(words.LINE)):
        name, colon, rest = line.partition(words.AFTER_GRADE.strip())
        grade = words.enumerated("grades").get(words.folded(name))
        if not colon or grade is None or grade in found:
            grades = tuple(words.of_grade(each, "vi") for each in GRADES)
            raise WrongCellError("cell_grades", line, "; ".join(grades))
        found[grade] = rest.strip()
    return found


def _needs(text: str) -> list[Any]:
    parts = split_list(text)
    return [] if parts == (words.NOTHING,) else [_named("needs", part) for part in parts]


def _named(name: str, text: str) -> Any:
    known = words.enumerated(name)
    return _one_of(known, words.folded(text), text, tuple(known))


def _one_of(known: Mapping[str, Any], text: str, shown_text: str, allowed: tuple[str, ...]) -> Any:
    if text not in known:
        raise WrongCellError("choice", shown_text, "; ".join(allowed))
    return known[text].value
