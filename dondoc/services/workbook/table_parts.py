"""Several tables on one sheet: where the next heading row is, and where the signatures begin."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

from dondoc.services.workbook.grid import Grid, Value
from dondoc.services.workbook.headings import find_table
from dondoc.services.workbook.layout import (
    heading_index,
    numbering_headings,
    sheet_layouts,
    signature_words,
)
from dondoc.services.workbook.sheet_table import HEADING_DEPTH, HeadingRow, SheetTable
from dondoc.services.workbook.text import fold_heading
from models.rules.folding import fold_words

MAX_HEADING = 60
MIN_HEADINGS = 3
_DATE_IN_FIGURES = re.compile(r"[^,\d]{2,40}, ngày \d{1,2}[/.-]\d{1,2}[/.-]\d{4}\.?", re.IGNORECASE)
_DATE_LINE = re.compile(r"(?:.* )?ngay [\d ]*thang [\d ]*nam(?: [\d ]*)?")


def find_tables(grid: Grid) -> Iterator[SheetTable]:
    """The tables of a sheet from top to bottom, each with the rows down to the next headings.

    Headings that are of no kind of plan are kept with the table that comes after or before them.
    """
    whole = find_table(grid)
    if whole is None or whole.kind == "programme":
        yield from (whole,) if whole else ()
        return
    last: SheetTable | None = None
    unread: list[HeadingRow] = []
    is_flat = whole.kind == "flat"
    for rows in _parts(grid, is_flat=is_flat):
        is_whole = len(rows) == len(grid.rows)
        table = whole if is_whole else find_table(replace(grid, rows=rows))
        if table is None:
            unread += [row for row in rows if _is_heading_row(row, is_flat=is_flat)][:1]
            continue
        if last is not None:
            yield last
        last = replace(table, grid=grid, unread=tuple(unread))
        unread = []
    yield whole if last is None else replace(last, unread=(*last.unread, *unread))


def _parts(grid: Grid, *, is_flat: bool) -> Iterator[tuple[HeadingRow, ...]]:
    """The rows of a sheet, divided where headings begin; what stands above the first goes along."""
    rows = grid.rows
    headings = [i for i, row in enumerate(rows) if _is_heading_row(row, is_flat=is_flat)]
    starts = [b for a, b in pairwise(headings) if not _go_on(rows[a : b + 1])]
    first = headings[0] if headings else 0
    above = find_table(replace(grid, rows=rows[:first])) if first else None
    bounds = [0, *((first,) if above else ()), *starts, len(rows)]
    yield from (rows[a:b] for a, b in pairwise(bounds))


def _go_on(rows: tuple[HeadingRow, ...]) -> bool:
    """Whether headings at both ends are of one table: no number stands between them."""
    texts = all(value is None or isinstance(value, str) for _, row in rows for value in row)
    return texts and rows[-1][0] - rows[0][0] < HEADING_DEPTH


def _is_heading_row(row: HeadingRow, *, is_flat: bool) -> bool:
    """Texts alone, of which the first heads what counts the rows, or most are known headings.

    In a sheet with codes "TT" may be one of them.
    """
    filled = [value for value in row[1] if value is not None]
    if len(filled) < MIN_HEADINGS or not all(isinstance(value, str) for value in filled):
        return False
    texts = [fold_heading(str(value)) for value in filled if len(str(value)) <= MAX_HEADING]
    known = sum(1 for text in set(texts) if text in _all_headings())
    counts = is_flat and texts[:1] and texts[0] in numbering_headings()
    return bool(counts) or (known >= MIN_HEADINGS and known * 2 > len(filled))


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
    if not 0 < len(texts) <= 4:
        return False
    place_and_day = " ".join(str(filled[0]).split())
    return _is_signed(texts[0]) or _DATE_IN_FIGURES.fullmatch(place_and_day) is not None


def _is_signed(text: str) -> bool:
    if _DATE_LINE.fullmatch(text) or text in signature_words()["whole"]:
        return True
    return any(
        text.startswith(f"{start} ") or text == start for start in signature_words()["starts"]
    )
