"""A plain table as an Excel workbook: what is seen on the screen, to sort and to send on."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dondoc.exports.cells import STARTS_FORMULA
from models.rules.checkpoints import HANOI
from models.rules.texts import without_unseen

Cell = str | int | Decimal | date | datetime | None

_WIDEST, _MAX_LENGTH = 60, 32_767
"""Characters of a column, and of a cell: more Excel does not open."""
_DAY, _MOMENT = "dd/mm/yyyy", "hh:mm dd/mm/yyyy"
_FIRST = date(1900, 3, 1)
"""Excel's calendar has a 29/2/1900; what lies before is written as text."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_A4 = 9
PAGE_NUMBERS = "&C&P/&N"
_TITLE = {"bold": True, "font_size": 14}
_ABOUT = {"italic": True}
_ALIGNED = {"valign": "top", "text_wrap": True}


HEADINGS_ROW = 2
"""Where the headings stand, counted from 0: below the title and what it is of."""


@dataclass(frozen=True)
class TableTitle:
    """What stands over a table. `about`: of which day or moment it is."""

    title: str
    about: str


@dataclass(frozen=True)
class TableSheet:
    """A sheet of a workbook: its title, its headings, and its rows."""

    title: TableTitle
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def write_table(
    path: Path, title: TableTitle, headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    """Writes one sheet with a title, a date, and a frozen, filterable heading."""
    write_tables(path, [TableSheet(title, headings, rows)])


def write_tables(path: Path, sheets: Iterable[TableSheet]) -> None:
    """Writes a workbook of such sheets, one after the other; no two titles may be alike.

    It prints as wide as one A4 page, lying, with the headings on each and numbered pages.

    Text stays text, whatever it says; numbers, days and moments are real ones, in Viet Nam's
    time, so that they sort and filter. The rows may be made one by one: none is held.
    """
    with Workbook(str(path), {"constant_memory": True}) as workbook:
        for each in sheets:
            _sheet(workbook, each)


def _sheet(workbook: Workbook, of: TableSheet) -> None:
    sheet = workbook.add_worksheet(_title(of.title.title))
    _head(workbook, sheet, of.title)
    table = _Table(workbook, sheet, len(of.headings))
    table.head(of.headings)
    last = HEADINGS_ROW
    for last, row in enumerate(of.rows, start=HEADINGS_ROW + 1):
        for column, value in enumerate(row):
            table.write(last, column, value)
    sheet.freeze_panes(HEADINGS_ROW + 1, 0)
    sheet.autofilter(HEADINGS_ROW, 0, last, len(of.headings) - 1)
    table.fit()
    _set_up_page(sheet)


def _head(workbook: Workbook, sheet: Worksheet, title: TableTitle) -> None:
    """Not wrapped: they run on over the empty cells beside them."""
    for row, text, style in ((0, title.title, _TITLE), (1, title.about, _ABOUT)):
        sheet.write_string(row, 0, _ILLEGAL.sub("", text), workbook.add_format(style))


def _set_up_page(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(HEADINGS_ROW)
    sheet.set_footer(PAGE_NUMBERS)


class _Table:
    """Cells of a sheet, and how wide its columns must be."""

    def __init__(self, workbook: Workbook, sheet: Worksheet, columns: int) -> None:
        self.sheet, self.widths = sheet, [0] * columns
        self.bold, self.plain = _texts(workbook, bold=True), _texts(workbook, bold=False)
        self.day = workbook.add_format({**_ALIGNED, "num_format": _DAY})
        self.moment = workbook.add_format({**_ALIGNED, "num_format": _MOMENT})

    def head(self, headings: Sequence[str]) -> None:
        for column, text in enumerate(headings):
            self._text(HEADINGS_ROW, column, text, self.bold)

    def write(self, row: int, column: int, value: Cell) -> None:
        match value:
            case None | "":
                return
            case str():
                self._text(row, column, value, self.plain)
            case datetime():
                self._moment(row, column, value.astimezone(HANOI))
            case date():
                self._day(row, column, value)
            case Decimal() if not value.is_finite():
                self._text(row, column, str(value), self.plain)
            case _:
                self.sheet.write_number(row, column, value, self.plain[0])
                self._widen(column, len(f"{value:f}" if isinstance(value, Decimal) else str(value)))

    def fit(self) -> None:
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, min(width + 2, _WIDEST))

    def _text(self, row: int, column: int, text: str, formats: tuple[Format, Format]) -> None:
        """A name that begins with "=" must never run as a formula."""
        clean = _ILLEGAL.sub("", without_unseen(text))[:_MAX_LENGTH]
        if clean:
            style = formats[clean.startswith(STARTS_FORMULA)]
            self.sheet.write_string(row, column, clean, style)
            self._widen(column, max(map(len, clean.splitlines() or [""])))

    def _day(self, row: int, column: int, value: date) -> None:
        if value < _FIRST:
            self._text(row, column, f"{value:%d/%m/%Y}", self.plain)
        else:
            self.sheet.write_datetime(row, column, value, self.day)
            self._widen(column, len(_DAY))

    def _moment(self, row: int, column: int, here: datetime) -> None:
        """A workbook knows no zones, and the minute is enough."""
        if here.date() < _FIRST:
            self._text(row, column, f"{here:%H:%M %d/%m/%Y}", self.plain)
        else:
            plain = here.replace(second=0, microsecond=0, tzinfo=None)
            self.sheet.write_datetime(row, column, plain, self.moment)
            self._widen(column, len(_MOMENT))

    def _widen(self, column: int, width: int) -> None:
        self.widths[column] = max(self.widths[column], width)


def _texts(workbook: Workbook, *, bold: bool) -> tuple[Format, Format]:
    """For text as it is, and for text that stays one however it is edited afterwards."""
    properties = {**_ALIGNED, "bold": bold}
    return workbook.add_format(properties), workbook.add_format(
        {**properties, "quote_prefix": True}
    )


def _title(text: str) -> str:
    """As a sheet may be called."""
    return _NOT_IN_TITLES.sub(" ", text)[:31].strip("' ") or "1"
