"""A plain table as an Excel workbook: what is seen on the screen, to sort and to send on."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from dondoc.exports.cells import put_text
from models.rules.checkpoints import HANOI

Cell = str | int | Decimal | date | datetime | None

_WIDEST = 60
_DAY, _MOMENT = "dd/mm/yyyy", "hh:mm dd/mm/yyyy"


def write_table(
    path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    """Writes one sheet with a frozen, filterable heading.

    Text stays text, whatever it says; numbers, days and moments are real ones, in Viet Nam's
    time, so that they sort and filter.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # a new workbook has one sheet
    sheet.title = title[:31]
    widths = [len(heading) for heading in headings]
    top = Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate([headings, *rows], start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(row=number, column=column)
            cell.alignment = top
            shown = _put(cell, text)
            widths[column - 1] = max(widths[column - 1], *map(len, shown.splitlines() or [""]))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = min(width + 2, _WIDEST)
        sheet.cell(row=1, column=column).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.save(path)


def _put(cell: Any, value: Cell) -> str:
    """Fills a cell; gives what it will look like."""
    if isinstance(value, datetime):
        # A workbook knows no zones.
        cell.value = value.astimezone(HANOI).replace(tzinfo=None, second=0, microsecond=0)
        cell.number_format = _MOMENT
        return _MOMENT
    if isinstance(value, date):
        cell.value, cell.number_format = value, _DAY
        return _DAY
    if isinstance(value, int | Decimal):
        cell.value = value
        return str(value)
    put_text(cell, value or "")
    return value or ""
