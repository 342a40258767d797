"""How the workbook looks: titles, headings, widths, borders, printing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

FONT = "Times New Roman"
HEADER_ROW = 4
A4_WIDTH = 200  # wider tables go on A3, or nobody could read them
_THIN = Side(style="thin", color="FF8A8A8A")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
HEADER_FILL = PatternFill("solid", fgColor="FFDCE6F1")


@dataclass(frozen=True)
class SheetColumn:
    """`centred`: short codes and marks stand in the middle of their cell."""

    heading: str
    width: int
    centred: bool = False


@dataclass(frozen=True)
class Table:
    """One sheet: `rows` have one value for each column; "" and None are blank."""

    name: str
    title: str
    subtitle: str
    columns: tuple[SheetColumn, ...]
    rows: list[list[Any]]


def add_sheet(book: Workbook, table: Table) -> None:
    """Appends a sheet with its title, one heading row and the bordered rows."""
    sheet = book.create_sheet(table.name)
    _titles(sheet, table)
    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
        _heading(sheet, number, column.heading)
    for place, row in enumerate(table.rows, start=HEADER_ROW + 1):
        for number, (column, value) in enumerate(zip(table.columns, row, strict=True), start=1):
            _cell(sheet, place, number, value, column.centred)
        sheet.row_dimensions[place].height = 3 + 14.5 * _lines(table.columns, row)
    _view(sheet, table)


def _lines(columns: tuple[SheetColumn, ...], row: list[Any]) -> int:
    """How many lines the fullest cell needs: viewers do not all fit rows to wrapped text."""
    texts = (str(value) if isinstance(value, str | int) else "" for value in row)
    return max(
        ceil(len(text) * 0.82 / column.width) or 1
        for text, column in zip(texts, columns, strict=True)
    )


def _titles(sheet: Worksheet, table: Table) -> None:
    last = max(len(table.columns), 2)
    lines = (
        (table.title, Font(FONT, 14, bold=True)),
        (table.subtitle, Font(FONT, 11, italic=True)),
    )
    for row, (text, font) in enumerate(lines, start=1):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        cell = sheet.cell(row, 1, text)
        cell.font = font
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.row_dimensions[row].height = 24 if row == 1 else 32


def _heading(sheet: Worksheet, number: int, text: str) -> None:
    cell = sheet.cell(HEADER_ROW, number, text)
    cell.font = Font(FONT, 11, bold=True)
    cell.fill, cell.border = HEADER_FILL, BOX
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _cell(sheet: Worksheet, row: int, number: int, value: Any, centred: bool) -> None:
    cell = sheet.cell(row, number, None if value == "" else value)
    cell.font, cell.border = Font(FONT, 11), BOX
    amount = isinstance(value, int | Decimal | float)
    across = "right" if amount and not centred else "center" if centred else "left"
    indent = 1 if across == "right" else 0
    cell.alignment = Alignment(across, vertical="center", wrap_text=True, indent=indent)
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    elif amount and not centred:
        cell.number_format = "#,##0" if value == int(value) else "#,##0.0"


def _view(sheet: Worksheet, table: Table) -> None:
    """The headings stay in sight on the screen and on every printed page."""
    last = get_column_letter(len(table.columns))
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    if len(table.rows) > 12:
        sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}{HEADER_ROW + len(table.rows)}"
    sheet.row_dimensions[HEADER_ROW].height = 34
    sheet.page_setup.orientation = "landscape"
    wide = sum(column.width for column in table.columns) > A4_WIDTH
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3 if wide else sheet.PAPERSIZE_A4
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.8, footer=0.4)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.oddFooter.center.text = "Trang &P/&N"
