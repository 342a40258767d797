"""Columns of the twelve months, of which the quarters are made: "T1 | T2 | ... | T12"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dondoc.services.workbook.amounts import AmountError, Style, parse_amount
from dondoc.services.workbook.bounds import read_amount
from dondoc.services.workbook.grid import CellError, Value, a1, shown
from dondoc.services.workbook.heading_cells import QUARTER_KEYS
from dondoc.services.workbook.problem import Findings
from dondoc.services.workbook.sheet_table import Heading, SheetTable
from dondoc.services.workbook.text import fold_heading

_MONTH = re.compile(r"(?:thang|t|th)[ .]?0?(\d{1,2})")
_QUARTERS = range(0, 12, 3)
_Amounts = Sequence[Decimal | None]


@dataclass(frozen=True)
class MonthsUnclear(CellError):
    """Stands in the first quarter of a row of whose months no quarters can be made."""

    @property
    def problem(self) -> str:
        return "plan.error.months_unclear"


def with_months_as_quarters(table: SheetTable, findings: Findings) -> SheetTable:
    """The table with its months headed as quarters, which is said once; `quarters_of` reads them.

    Beside columns of quarters the months are not read.
    """
    months = _months(table)
    if not months or "target" not in table.headings:
        return table
    found = f"{_line(months[0])}–{_line(months[-1])}"
    has_quarters = QUARTER_KEYS & set(table.headings)
    key = "plan.warn.months_not_read" if has_quarters else "plan.warn.months_as_quarters"
    cell = a1(months[0].row, months[0].column)
    findings.add("warning", table.grid.name, cell, key, found=found)
    rest = tuple(pair for pair in table.unknown if pair[0] not in months)
    if has_quarters:
        return replace(table, unknown=rest)
    quarters = {
        f"q{i // 3 + 1}": replace(months[i], text=f"{_line(months[i])}–{_line(months[i + 2])}")
        for i in _QUARTERS
    }
    return replace(
        table, headings={**table.headings, **quarters}, unknown=rest, months=tuple(months)
    )


def _months(table: SheetTable) -> list[Heading]:
    """The headings of all twelve, in their order; [] where one is wanting or stands twice."""
    found = [
        (int(match[1]), heading)
        for heading, _ in table.unknown
        if (match := _MONTH.fullmatch(fold_heading(heading.text)))
    ]
    found.sort(key=lambda month: month[0])
    return [heading for _, heading in found] if [n for n, _ in found] == [*range(1, 13)] else []


def quarters_of(
    table: SheetTable, values: tuple[Value, ...], style: Style | None
) -> tuple[Value, ...]:
    """The row with the numbers of its quarters in the first month of each.

    Months that add up to the year's target are added up; where the last of them is the target,
    the last of each quarter counts. Of other numbers, and of words, nobody could say what is meant.
    """
    first = table.grid.first_column
    offsets = [heading.column - first for heading in table.months]
    row = [*values, *[None] * (max(offsets, default=0) + 1 - len(values))]
    cells = [row[offset] for offset in offsets]
    if not any(shown(cell) for cell in cells):
        return values
    for offset in offsets:
        row[offset] = None
    try:
        amounts = [parse_amount(cell, style) for cell in cells]
        target = read_amount(row[table.headings["target"].column - first], style).number
    except AmountError:
        amounts, target = [], None
    way = _way_to(target, amounts)
    if way is None:
        row[offsets[0]] = MonthsUnclear("; ".join(filter(None, map(shown, cells))))
        return tuple(row)
    for i in _QUARTERS:
        row[offsets[i]] = way(cells[i : i + 3], amounts[i : i + 3])
    return tuple(row)


def _way_to(
    target: Decimal | None, amounts: _Amounts
) -> Callable[[Sequence[Value], _Amounts], Value] | None:
    """How the months of a quarter make its number; None where they do not lead to the target."""
    given = [amount for amount in amounts if amount is not None]
    if not given or target is None:
        return None
    if sum(given) == target:
        return _added_up
    return _last_one if given[-1] == target else None


def _added_up(_: Sequence[Value], amounts: _Amounts) -> Value:
    given = [amount for amount in amounts if amount is not None]
    return float(sum(given)) if given else None


def _last_one(cells: Sequence[Value], amounts: _Amounts) -> Value:
    given = [cell for cell, amount in zip(cells, amounts, strict=True) if amount is not None]
    return given[-1] if given else None


def _line(heading: Heading) -> str:
    return " ".join(heading.text.split())
