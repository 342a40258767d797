"""A heading merged over columns whose own titles, in the row below it, are no known headings:
"Quý I" over "KH | TH", "Thời gian trình" over "BTV | BCH".
"""

from dataclasses import replace

from dondoc.services.workbook.grid import Value, shown
from dondoc.services.workbook.heading_cells import heading_cells
from dondoc.services.workbook.sheet_table import Heading, SheetTable
from models.rules.folding import fold_words

_OF_THE_PLAN = frozenset({"kh", "ke hoach", "giao", "ke hoach giao", "chi tieu", "muc tieu"})
HeadingParts = dict[int, list[Heading]]


def with_split_headings(table: SheetTable) -> SheetTable:
    """The table with the row of such titles read as headings, as it was where there is none.

    Of "KH | TH" the plan is read; which of other titles is meant nobody can say (`split`).
    """
    if not table.rows or table.rows[0][0] != table.heading_row + 1:
        return table
    number, values = table.rows[0]
    parts = _parts(table, number, values)
    if not any(len(some) > 1 for some in parts.values()):
        return table
    headings, unknown, split = dict(table.headings), list(table.unknown), list(table.split)
    keys = {heading.column: key for key, heading in headings.items()}
    for column, some in parts.items():
        plan = [part for part in some if fold_words(part.text) in _OF_THE_PLAN]
        key = keys.get(column)
        read = plan[0] if key and len(plan) == 1 else None
        if read and key:
            headings[key] = replace(read, text=f"{headings[key].text} - {read.text}")
        elif key:
            split.append((headings[key], tuple(some)))
        unknown += [(part, None) for part in some if part is not read and (read or not key)]
    return replace(
        table,
        headings=headings,
        unknown=tuple(unknown),
        split=tuple(split),
        heading_row=number,
        rows=table.rows[1:],
    )


def _parts(table: SheetTable, number: int, values: tuple[Value, ...]) -> HeadingParts:
    """The titles of a row by the column of the heading over them; {} where it is no such row.

    Headings merged down over it stand in it again.
    """
    grid = table.grid
    position = next(i for i, (row, _) in enumerate(grid.rows) if row == table.heading_row)
    over = heading_cells(grid, position)
    parts: HeadingParts = {}
    for offset, value in enumerate(values):
        column, text = grid.first_column + offset, shown(value)
        own = over.get(column)
        if value is None or (own and fold_words(own.text) == fold_words(text)):
            continue
        left = [c for c in over if c <= column]
        if not isinstance(value, str) or not left:
            return {}
        parts.setdefault(max(left), []).append(Heading(number, column, text))
    return parts if all(len(some) > 1 for some in parts.values()) else {}
