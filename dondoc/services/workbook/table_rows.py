"""Goes through the rows of a recognised sheet."""

import re
from collections.abc import Iterator
from dataclasses import replace

from dondoc.services.workbook.amounts import Style, style_hint
from dondoc.services.workbook.by_rule import NUMBER_KEYS, report_thousands
from dondoc.services.workbook.cell_looks import report_looks
from dondoc.services.workbook.grid import Value, a1, shown
from dondoc.services.workbook.heading_units import unit_above, unit_of_heading
from dondoc.services.workbook.month_columns import quarters_of
from dondoc.services.workbook.problem import Findings
from dondoc.services.workbook.row_marks import level_of_row, numbers_column
from dondoc.services.workbook.row_reader import SheetRow
from dondoc.services.workbook.row_sorts import (
    ValuesAbove,
    is_note,
    is_total,
    named_beside,
    without_zeros,
)
from dondoc.services.workbook.sheet_table import SheetTable
from dondoc.services.workbook.table_parts import MIN_HEADINGS, is_signature

_COLUMN_NUMBER = re.compile(
    r"[(\[]? ?(\d{1,2}|[A-Za-z]) ?[)\]]?(?: ?=[\d ()\[\]A-Za-z+*/:x%,.-]+)?"
)
"""How a column is numbered, with what it is worked out from where that is said."""


def sheet_rows(
    table: SheetTable, findings: Findings, year: int | None = None
) -> Iterator[SheetRow]:
    """The rows below the headings; notes and column numbers between them are passed over.

    A row with one filled cell where more are required is a note, a signature or a slip: it is
    passed over with a warning, and so is a row of totals: they are worked out here.
    """
    columns = [h.column - table.grid.first_column for h in table.headings.values()]
    units = unit_of_heading(table), unit_above(table)
    style, above, counted = sheet_style(table), ValuesAbove(columns), numbers_column(table)
    reported_by_rule: set[str] = set()
    for position, (number, found) in enumerate(table.rows):
        values = without_zeros(table, found)
        beside = named_beside(table, values)
        filled = [text for text in (shown(values[c]) for c in columns if c < len(values)) if text]
        if beside is None and (not filled or (position == 0 and _numbers_columns(filled))):
            continue
        row = SheetRow(beside or table, number, values, findings, style, year)
        row.heading_unit, row.table_unit = units
        if (said := _passed_over(row, filled)) is None:
            report_looks(row)
            report_thousands(row, reported_by_rule)
            read = quarters_of(table, above.filled_in(values), style)
            yield replace(row, values=read, level=_level(row, counted))
            continue
        key, words = said
        cell = a1(number, _first_filled(table, values))
        findings.add("warning", table.grid.name, cell, key, **words)
        if key == "plan.warn.signature_block":
            return


def _level(row: SheetRow, counted: int | None) -> int | None:
    offset = -1 if counted is None else counted - row.table.grid.first_column
    number = row.values[offset] if 0 <= offset < len(row.values) else None
    return level_of_row(number, shown(row.value("name"))) if row.has("name") else None


def _passed_over(row: SheetRow, filled: list[str]) -> tuple[str, dict[str, str]] | None:
    """Why the row is not read, and what is named of it; None for a row that is."""
    table, values = row.table, row.values
    first = shown(values[_first_filled(table, values) - table.grid.first_column])
    if (key := _taken_out(row)) is not None:
        return key, {"rows": str(row.number + 1)}
    if is_signature(values) and not _goes_on(table, row.number):
        return "plan.warn.signature_block", {"found": first}
    title = shown(row.value("name")) if table.kind == "flat" else ""
    for text in filter(is_total, (first, title)):
        return "plan.warn.total_row", {"found": text}
    alone = filled[0] if len(filled) == 1 else ""
    if alone and len(table.layout.required) > 1:
        return "plan.warn.note_row", {"found": alone}
    if len(filled) <= 1 and is_note(title):
        return "plan.warn.note_row", {"found": title}
    return None


def _goes_on(table: SheetTable, number: int) -> bool:
    """Whether tasks follow, as they do below "Bí thư" where that is the title of a group."""
    columns = [h.column - table.grid.first_column for h in table.headings.values()]
    return any(
        sum(1 for c in columns if c < len(values) and values[c] is not None) >= MIN_HEADINGS
        and not is_signature(values)
        for row, values in table.rows
        if row > number
    )


def _taken_out(row: SheetRow) -> str | None:
    if row.number in row.table.grid.hidden_rows:
        return "plan.warn.hidden_row"
    return "plan.warn.struck_row" if _is_struck_off(row) else None


def _is_struck_off(row: SheetRow) -> bool:
    """Whether its title is struck off; in a sheet without titles all that it holds."""
    struck, columns = row.table.grid.struck, row.table.headings
    keys = ["name"] if row.table.kind == "flat" else [k for k in columns if shown(row.value(k))]
    places = [(row.number, columns[key].column) for key in keys if key in columns]
    return bool(struck) and bool(places) and struck.issuperset(places)


def _first_filled(table: SheetTable, values: tuple[Value, ...]) -> int:
    return table.grid.first_column + next(i for i, v in enumerate(values) if shown(v))


def _numbers_columns(filled: list[str]) -> bool:
    """The row "(1) (2) (3)" or "A B 1 2=3+4" that official tables put below their headings."""
    found = [_COLUMN_NUMBER.fullmatch(text) for text in filled]
    numbers = {number[1] for number in found if number}
    return len(filled) > 2 and len(numbers) == len(filled)


def sheet_style(table: SheetTable) -> Style | None:
    """How the sheet writes numbers: its plain cases tell, else headings all in English.

    "1.5" below Vietnamese headings leaves it open what "1.500" is.
    """
    used = [table.headings[k] for k in NUMBER_KEYS if k in table.headings]
    columns = [heading.column - table.grid.first_column for heading in used]
    cells = [v[c] for _, v in table.rows for c in columns if 0 <= c < len(v)]
    if not table.is_english and _writes(cells, "en"):
        return "unsure"
    is_english = table.is_english and not _writes(cells, "vi")
    return style_hint(cells) or ("en" if is_english else None)


def _writes(cells: list[Value], style: Style) -> bool:
    """Whether any text can be read in that style alone, such as decimals in spite of headings."""
    return any(isinstance(c, str) and style_hint([c]) == style for c in cells)
