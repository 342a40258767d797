"""Columns that hold something and are not read: units side by side, and cells below no heading."""

from collections.abc import Iterator
from decimal import Decimal

from dondoc.services.workbook.amounts import AmountError, parse_amount
from dondoc.services.workbook.grid import Value, a1
from dondoc.services.workbook.named_wrongly import names_unit
from dondoc.services.workbook.problem import Findings, Severity
from dondoc.services.workbook.row_marks import level_of_row
from dondoc.services.workbook.sheet_table import HEADING_DEPTH, Heading, SheetTable


def report_units_in_columns(table: SheetTable, findings: Findings) -> None:
    """A column for each unit, each with its own target, beside what all of them have."""
    columns = [heading for heading, _ in table.unknown]
    units = [heading for heading in columns if names_unit(heading.text)]
    if len(units) < 2:
        units = _shares_of_target(table, columns)
    if units:
        found = "; ".join(f"“{' '.join(heading.text.split())}”" for heading in units[:3])
        cell = a1(units[0].row, units[0].column)
        findings.add("error", table.grid.name, cell, "plan.error.units_in_columns", found=found)


def _shares_of_target(table: SheetTable, columns: list[Heading]) -> list[Heading]:
    """Those that add up to the target in every row: shares of units or of months."""
    target = table.headings.get("target")
    if target is None or len(columns) < 2:
        return []
    rows = [(_number(table, v, target), [_number(table, v, c) for c in columns])
            for _, v in table.rows]  # fmt: skip
    whole = [(total, parts) for total, parts in rows if total and None not in parts]
    adds_up = all(sum(map(Decimal, filter(None, parts))) == total for total, parts in whole)
    return columns if whole and adds_up else []


def _number(table: SheetTable, values: tuple[Value, ...], heading: Heading) -> Decimal | None:
    offset = heading.column - table.grid.first_column
    try:
        return parse_amount(values[offset] if offset < len(values) else None)
    except AmountError:
        return None


def report_below_no_heading(table: SheetTable, findings: Findings, *, is_csv: bool) -> None:
    """A cell beside the table is said; in a text table it shows that the columns have shifted."""
    for row, column in _below_no_heading(table):
        severity: Severity = "error" if is_csv else "warning"
        key = "plan.error.shifted_columns" if is_csv else "plan.warn.no_heading"
        findings.add(severity, table.grid.name, a1(row, column), key)


def _below_no_heading(table: SheetTable) -> Iterator[tuple[int, int]]:
    """The first cell of each column that no heading stands over, in rows that hold something.

    A column that only counts the rows needs no heading.
    """
    depth = range(table.heading_row - HEADING_DEPTH + 1, table.heading_row + 1)
    over = [values for row, values in table.grid.rows if row in depth]
    headed = {offset for values in over for offset, v in enumerate(values) if v is not None}
    told: set[int] = set()
    for row, values in table.rows:
        filled = {offset for offset, value in enumerate(values) if value is not None}
        for offset in sorted(filled - headed - told) if len(filled & headed) > 1 else ():
            if level_of_row(values[offset], "") is None or offset > min(headed):
                told.add(offset)
                yield row, table.grid.first_column + offset
