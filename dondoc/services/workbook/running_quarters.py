"""Quarters told by what is reached at their end ("Đến hết quý I", "6 tháng", "Cả năm"), and those
below a title that speaks of results.
"""

import re
from dataclasses import replace

from dondoc.services.workbook.grid import shown
from dondoc.services.workbook.heading_cells import QUARTER_KEYS
from dondoc.services.workbook.sheet_table import HEADING_DEPTH, Heading, SheetTable
from dondoc.services.workbook.text import fold_heading

_UNTIL = re.compile(r"\b(?:den|het|luy ke|6 thang|9 thang)\b")
_OF_RESULTS = ("ket qua ", "thuc hien ", "th ", "da thuc hien ", "uoc ")
_WHOLE_YEAR = frozenset({"ca nam", "12 thang"})


def with_plain_quarters(table: SheetTable) -> SheetTable:
    """Of "Quý II" and "6 tháng" side by side the quarter itself is read; the other is not."""
    headings, repeated, unknown = dict(table.headings), [], list(table.unknown)
    keys = {heading: key for key, heading in table.headings.items() if key in QUARTER_KEYS}
    for first, second in table.repeated:
        key = keys.get(first)
        if key is None or _is_until(first) == _is_until(second):
            repeated.append((first, second))
            continue
        plain, other = (second, first) if _is_until(first) else (first, second)
        headings[key] = plain
        keys[plain] = key
        unknown.append((other, None))
    return replace(table, headings=headings, repeated=tuple(repeated), unknown=tuple(unknown))


def with_year_end(table: SheetTable) -> SheetTable:
    """Where the quarters go on adding up and the last is wanting, the year's number is its own.

    "Cả năm" behind them is the last quarter where the year's target has a column already.
    """
    target = table.headings.get("target")
    first = [h for key, h in table.headings.items() if key in QUARTER_KEYS - {"q4"}]
    if target is None or "q4" in table.headings or not any(map(_is_until, first)):
        return table
    twice = [pair for pair in table.repeated if _is_year_behind(pair, target, first)]
    repeated = tuple(pair for pair in table.repeated if pair not in twice)
    last = twice[0][1] if len(twice) == 1 else target
    return replace(
        table,
        headings={**table.headings, "q4": last},
        repeated=repeated if len(twice) == 1 else table.repeated,
    )


def title_of_results(table: SheetTable) -> Heading | None:
    """ "Kết quả thực hiện" over the quarters: what was done, and no plan, as it seems."""
    quarters = [h for key, h in table.headings.items() if key in QUARTER_KEYS]
    name = table.headings.get("name")
    if table.kind != "flat" or not quarters or name is None:
        return None
    first = min(quarters, key=lambda heading: heading.column)
    above = range(first.row - HEADING_DEPTH + 1, first.row)
    for row, values in reversed(table.grid.rows):
        columns = range(name.column + 1, first.column + 1) if row in above else range(0)
        for column in reversed(columns):
            offset = column - table.grid.first_column
            if text := shown(values[offset] if offset < len(values) else None):
                is_result = f"{fold_heading(text)} ".startswith(_OF_RESULTS)
                return Heading(row, column, text) if is_result else None
    return None


def _is_year_behind(pair: tuple[Heading, Heading], target: Heading, first: list[Heading]) -> bool:
    is_whole = fold_heading(pair[1].text) in _WHOLE_YEAR
    return pair[0] is target and is_whole and pair[1].column > max(h.column for h in first)


def _is_until(heading: Heading) -> bool:
    return _UNTIL.search(fold_heading(heading.text)) is not None
