"""A sheet as it was read: cells with their true addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from dondoc.services.workbook.text import clean


@dataclass(frozen=True)
class CellError:
    """A formula without a value: `text` is what the sheet shows, "#DIV/0!", or the formula."""

    text: str

    @property
    def problem(self) -> str:
        """What is wrong: it failed, or no program has worked it out yet."""
        computed = not self.text.startswith("=")
        return "plan.error.formula" if computed else "plan.error.formula_not_computed"


@dataclass(frozen=True)
class Percent:
    """A number whose cell is formatted as a percentage: 0.95 is shown as 95%."""

    value: float


DatePeriod = Literal["quarter", "month", "year"]


@dataclass(frozen=True)
class DatePart:
    """A date whose cell shows only its quarter, its month ("06/2026") or its year: the day is the
    spreadsheet's own.
    """

    day: date
    part: DatePeriod


Value = None | str | bool | int | float | date | datetime | CellError | Percent | DatePart


def column_letters(column: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """The address of a cell from its zero-based row and column."""
    return f"{column_letters(column)}{row + 1}"


@dataclass(frozen=True)
class Grid:
    """`rows` holds (zero-based row, values from column `first_column` on); empty rows are left out.

    Blank cells are None. `hidden_rows`: zero-based, hidden by hand or by a filter. The cells that
    are `struck` off, whole or `struck_in_part`, and those with `comments`, by row and column; with
    a note's number `raised` above the text, with a number merged over rows below, filled from the
    cell merged over them from above, merged over cells beside them, and with `formats` that add
    words or divide (`number_formats`).
    """

    name: str
    first_column: int
    rows: tuple[tuple[int, tuple[Value, ...]], ...]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()
    struck_in_part: frozenset[tuple[int, int]] = frozenset()
    comments: frozenset[tuple[int, int]] = frozenset()
    raised: frozenset[tuple[int, int]] = frozenset()
    merged_numbers: frozenset[tuple[int, int]] = frozenset()
    merged_down: frozenset[tuple[int, int]] = frozenset()
    merged_across: frozenset[tuple[int, int]] = frozenset()
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)


def shown(value: Value) -> str:
    """A cell's content as a person sees it; used in messages and for text columns."""
    match value:
        case None:
            text = ""
        case CellError():
            text = value.text
        case Percent():
            text = f"{value.value * 100:.15g}%"
        case DatePart(part="quarter"):
            text = f"Q{(value.day.month + 2) // 3}/{value.day.year}"
        case DatePart():
            text = value.day.strftime("%m/%Y" if value.part == "month" else "%Y")
        case datetime():
            text = value.strftime("%d/%m/%Y %H:%M").removesuffix(" 00:00")
        case date():
            text = value.strftime("%d/%m/%Y")
        case float():
            text = f"{value:.15g}"
        case _:
            text = clean(str(value))
    return text
