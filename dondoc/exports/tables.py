"""A plain table as an Excel workbook: what is seen on the screen, to sort and to send on."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from dondoc.exports.cells import put_text

_WIDEST = 60


def write_table(
    path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    """Writes one sheet with a frozen, filterable heading. Every cell is text, whatever it says."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # a new workbook has one sheet
    sheet.title = title[:31]
    widths = [len(heading) for heading in headings]
    for number, row in enumerate([headings, *rows], start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(row=number, column=column)
            put_text(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            widths[column - 1] = max(widths[column - 1], *map(len, text.splitlines() or [""]))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = min(width + 2, _WIDEST)
        sheet.cell(row=1, column=column).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.save(path)
