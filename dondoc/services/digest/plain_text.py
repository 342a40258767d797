"""Tables in plain text: aligned columns, long words of a cell on further lines."""

import textwrap
from collections.abc import Sequence

from dondoc.services.digest.tables import DigestColumn, DigestRow, DigestTable
from models.rules.texts import composed_letters

WIDEST, HEADING, WHOLE, GAP = 34, 10, 132, "  "


def aligned(table: DigestTable) -> str:
    """The table with its head ruled off; totals are ruled off as well."""
    widths = _widths(table)
    rule = "-" * (sum(widths) + len(GAP) * (len(widths) - 1))
    head = _lines([column.heading for column in table.columns], table.columns, widths)
    out = [*head, rule]
    for row in table.rows:
        if row.kind != "line" and out[-1] != rule:
            out.append(rule)
        out += _lines(_with_notes(row), table.columns, widths)
    return "\n".join(out)


def _with_notes(row: DigestRow) -> list[str]:
    notes = f" [{'; '.join(row.notes)}]" if row.notes else ""
    return [row.cells[0] + notes, *row.cells[1:]]


def _widths(table: DigestTable) -> list[int]:
    """As wide as the widest cell, within bounds: numbers are never broken, words may be."""
    widths = []
    for index, column in enumerate(table.columns):
        cells = [composed_letters(_with_notes(row)[index]) for row in table.rows]
        longest = max((len(cell) for cell in cells), default=0)
        heading = composed_letters(column.heading)
        word = max((len(word) for word in heading.split()), default=0)
        least = max(word, min(len(heading), HEADING))
        widest = longest if column.is_number else min(WIDEST, longest)
        widths.append(max(least, widest))
    _shrink(widths, table.columns)
    return widths


def _shrink(widths: list[int], columns: Sequence[DigestColumn]) -> None:
    """Narrows the widest columns of words until the table fits a page of text."""
    words = [index for index, column in enumerate(columns) if not column.is_number]
    while words and sum(widths) + len(GAP) * len(widths) > WHOLE:
        widest = max(words, key=lambda index: widths[index])
        if widths[widest] <= 12:
            return
        widths[widest] -= 1


def _lines(
    cells: Sequence[str], columns: Sequence[DigestColumn], widths: Sequence[int]
) -> list[str]:
    sized = zip(cells, widths, strict=True)
    broken = [textwrap.wrap(composed_letters(cell), width) or [""] for cell, width in sized]
    height = max(len(lines) for lines in broken)
    out = []
    for line in range(height):
        parts = [
            _padded(lines[line] if line < len(lines) else "", column, width)
            for lines, column, width in zip(broken, columns, widths, strict=True)
        ]
        out.append(GAP.join(parts).rstrip())
    return out


def _padded(text: str, column: DigestColumn, width: int) -> str:
    return text.rjust(width) if column.is_number else text.ljust(width)


def wrapped(text: str, width: int = 88) -> str:
    """A paragraph in lines of a width that reads well."""
    indent = "  " if text.startswith("- ") else ""
    return textwrap.fill(composed_letters(text), width, subsequent_indent=indent)
