"""Several tables on one sheet: where the next heading row is, and where the signatures begin."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from dondoc.services.workbook.grid import Grid, Value
from dondoc.services.workbook.headings import find_table
from dondoc.services.workbook.layout import heading_index, sheet_layouts, signature_words
from dondoc.services.workbook.sheet_table import HeadingRow, SheetTable
from dondoc.services.workbook.text import fold_heading
from models.rules.folding import fold_words

MAX_HEADING = 60
MIN_HEADINGS = 3
_DATE_LINE = re.compile(r"(?:.* )?ngay [\d ]*thang [\d ]*nam(?: [\d ]*)?")


def find_tables(grid: Grid) -> Iterator[SheetTable]:
    """The tables of a sheet from top to bottom, each with the rows down to the next headings."""
    table = find_table(grid)
    while table is not None:
        start = next((i for i, row in enumerate(table.rows) if _is_heading_row(row)), None)
        if table.kind == "programme" or start is None:
            yield table
            return
        rest = table.rows[start:]
        below = find_table(Grid(grid.name, grid.first_column, rest, hidden_rows=grid.hidden_rows))
        if below is None:
            yield table
            return
        yield _cut(table, table.rows[:start])
        table = _on(below, grid)


def _cut(table: SheetTable, rows: tuple[HeadingRow, ...]) -> SheetTable:
    return replace(table, rows=rows)


def _on(table: SheetTable, grid: Grid) -> SheetTable:
    return replace(table, grid=grid)


def _is_heading_row(row: HeadingRow) -> bool:
    """Texts alone, of which most are headings of some kind of sheet."""
    filled = [value for value in row[1] if value is not None]
    if len(filled) < MIN_HEADINGS or not all(isinstance(value, str) for value in filled):
        return False
    texts = [fold_heading(str(value)) for value in filled if len(str(value)) <= MAX_HEADING]
    known = sum(1 for text in set(texts) if text in _all_headings())
    return known >= MIN_HEADINGS and known * 2 > len(filled)


@cache
def _all_headings() -> frozenset[str]:
    layouts = sheet_layouts()
    words = {text for kind in layouts for text in heading_index(kind)}
    return frozenset(words.union(*(layout.ignored for layout in layouts.values())))


def is_signature(values: tuple[Value, ...]) -> bool:
    """Who drew up the plan, where it is sent to, the place and day: texts alone, no task."""
    filled = [value for value in values if value is not None]
    if not all(isinstance(value, str) for value in filled):
        return False
    texts = [fold_words(str(value)) for value in filled]
    return 0 < len(texts) <= 4 and _is_signed(texts[0])


def _is_signed(text: str) -> bool:
    if _DATE_LINE.fullmatch(text) or text in signature_words()["whole"]:
        return True
    return any(
        text.startswith(f"{start} ") or text == start for start in signature_words()["starts"]
    )
