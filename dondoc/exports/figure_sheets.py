"""Tables of a paper as a workbook that calculates: real numbers, and sums as formulas."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from dondoc.exports.cells import STARTS_FORMULA
from dondoc.rendering.written_number import WrittenNumber
from models.rules.texts import without_unseen

_A4 = 9
_MM_PER_INCH = 25.4
_MAX_LENGTH = 32_767
_LONGEST_NAME = 31
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_NUMBER_OF_ROW = re.compile(r"[1-9]\d{0,6}")
"""In the first column: as text, rows would be sorted 1, 10, 2."""
_MM_PER_CHARACTER = 2.0
"""About how wide a figure is at 11 points: Excel measures columns in figures."""

_BESIDE = 3
"""Figures that a number may have more than it is printed with (100.0% for 100%), and some room."""
_LINE = 15
"""Points of a line of text at 11 points."""


@dataclass(frozen=True)
class FigureSheet:
    """A table. `above`: lines over it; `sums`: by (row, column) the rows that it is the sum of,
    counted from 0 within `rows`; `strong`: rows of totals; `widths`: millimetres; `across`: by a
    column the columns of the same row that it is the sum of, rounded as it is printed; `lines`: how
    many each row needs, and `head_lines`: the headings.
    """

    name: str
    above: tuple[str, ...]
    headings: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    sums: dict[tuple[int, int], tuple[int, ...]]
    strong: frozenset[int]
    widths: tuple[float, ...]
    across: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    lines: Sequence[int] = ()
    head_lines: int = 1


@dataclass(frozen=True)
class SheetMargins:
    """Of the printed page, in millimetres."""

    left: float
    right: float
    top: float
    bottom: float


def figure_workbook(sheets: Sequence[FigureSheet], margins: SheetMargins, title: str) -> bytes:
    """A sheet a table, A4 lying, one page in width, the heading repeated on every page."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": _clean(title)[:255]})
        formats = _Formats(workbook)
        names: set[str] = set()
        for sheet in sheets:
            written = workbook.add_worksheet(_name(sheet.name, names))
            _set_page(written, margins, head=len(sheet.above))
            _write(written, sheet, formats)
    return file.getvalue()


class _Formats:
    """Text, whole and broken numbers and percentages, each plain and strong."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._known: dict[tuple[str, bool, bool], Format] = {}
        self.title = workbook.add_format({"bold": True, "font_size": 13})
        self.above = workbook.add_format({"italic": True})
        self.heading = workbook.add_format(
            {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        )

    def cell(self, number: str, *, strong: bool, quoted: bool = False) -> Format:
        """`number`: how a number is shown, '' for text; `quoted`: text that stays text."""
        key = (number, strong, quoted)
        if key not in self._known:
            shape = {"border": 1, "valign": "top", "bold": strong, "quote_prefix": quoted}
            shape |= {"num_format": number} if number else {"text_wrap": True}
            self._known[key] = self._workbook.add_format(shape)
        return self._known[key]


def _set_page(sheet: Worksheet, margins: SheetMargins, *, head: int) -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sides = (margins.left, margins.right, margins.top, margins.bottom)
    sheet.set_margins(*(side / _MM_PER_INCH for side in sides))
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 0)
    sheet.set_footer("&C&P/&N")


def _write(sheet: Worksheet, table: FigureSheet, formats: _Formats) -> None:
    head = len(table.above)
    for row, text in enumerate(table.above):
        sheet.write_string(row, 0, _clean(text), formats.title if row == 0 else formats.above)
    for column, (text, width) in enumerate(zip(table.headings, table.widths, strict=True)):
        sheet.write_string(head, column, _clean(text), formats.heading)
        numbers = [row[column] for row in table.rows if isinstance(row[column], WrittenNumber)]
        sheet.set_column(column, column, column_characters(width, numbers))
    for row, lines in enumerate((table.head_lines, *table.lines), start=head):
        if lines > 1:  # not every program finds out by itself, as LibreOffice when it converts
            sheet.set_row(row, lines * _LINE)
    for index, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            strong, parts = index in table.strong, table.sums.get((index, column))
            place = (head + 1 + index, column)
            if not isinstance(cell, WrittenNumber):
                _write_text(sheet, place, cell, formats, strong=strong)
                continue
            shape = formats.cell(_shown_as(cell), strong=strong)
            if parts:
                cells_added = _added(parts, column, head + 1)
                sheet.write_formula(*place, f"=SUM({cells_added})", shape, float(cell.value))
            elif formula := _formula_across(cells, table.across.get(column, ()), cell, place[0]):
                sheet.write_formula(*place, formula, shape, float(cell.value))
            else:
                sheet.write_number(*place, cell.value, shape)


def column_characters(width: float, numbers: Sequence[str]) -> float:
    """How wide a column of some millimetres is for Excel, which shows ### for a number that does
    not fit, words before it included.
    """
    longest = max((len(number) + _BESIDE for number in numbers), default=0)
    return max(6.0, width / _MM_PER_CHARACTER, longest)


def _formula_across(
    cells: Sequence[str], parts: Sequence[int], total: WrittenNumber, row: int
) -> str:
    """The sum of cells of a row; '' where rounding makes another number of them than is printed."""
    added = [cells[part] for part in parts]
    if not parts or not all(isinstance(cell, WrittenNumber) for cell in added):
        return ""
    made = sum((cell.value for cell in added if isinstance(cell, WrittenNumber)), Decimal(0))
    digit = total.last_digit or Decimal(1)
    if made.quantize(digit, ROUND_HALF_UP) != total.value:
        return ""
    places = ",".join(xl_rowcol_to_cell(row, part) for part in parts)
    exponent = digit.as_tuple().exponent
    return f"=ROUND(SUM({places}),{-exponent if isinstance(exponent, int) else 0})"


def _write_text(
    sheet: Worksheet, place: tuple[int, int], text: str, formats: _Formats, *, strong: bool
) -> None:
    """A day is a day and can be sorted, and so is the number of a row; a name that begins with "="
    never runs as a formula.
    """
    clean = _clean(text)
    if day := _day(clean):
        sheet.write_datetime(*place, day, formats.cell("dd/mm/yyyy", strong=strong))
        return
    if place[1] == 0 and _NUMBER_OF_ROW.fullmatch(clean):
        sheet.write_number(*place, int(clean), formats.cell("0", strong=strong))
        return
    quoted = clean.startswith(STARTS_FORMULA)
    sheet.write_string(*place, clean, formats.cell("", strong=strong, quoted=quoted))


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    with suppress(ValueError):
        return date(*map(int, reversed(found.groups())))
    return None


def _shown_as(number: WrittenNumber) -> str:
    if number.is_percent:
        said = number.words_before.replace('"', "")
        return f'"{said}"0.0%' if said else "0.0%"
    whole = number.value == number.value.to_integral_value()
    return "#,##0" if whole else f"#,##0.{'0' * min(6, _places(number.value))}"


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(1, -exponent) if isinstance(exponent, int) else 1


def _added(parts: tuple[int, ...], column: int, first: int) -> str:
    """What a sum adds: rows that follow each other as one range, others one by one."""
    ranges: list[list[int]] = []
    for part in parts:
        if ranges and part == ranges[-1][1] + 1:
            ranges[-1][1] = part
        else:
            ranges.append([part, part])
    return ",".join(
        xl_rowcol_to_cell(first + begin, column)
        if begin == end
        else f"{xl_rowcol_to_cell(first + begin, column)}:{xl_rowcol_to_cell(first + end, column)}"
        for begin, end in ranges
    )


def _clean(text: str) -> str:
    return _ILLEGAL.sub("", without_unseen(text))[:_MAX_LENGTH]


def _name(text: str, taken: set[str]) -> str:
    """As a sheet may be called, and as no other is."""
    plain = _NOT_IN_TITLES.sub(" ", _clean(text)).strip("' ")
    if len(plain) > _LONGEST_NAME:
        # With what follows, to see whether a word would be cut.
        plain = plain[: _LONGEST_NAME + 1].rpartition(" ")[0] or plain[:_LONGEST_NAME]
        if plain.count("(") > plain.count(")"):  # what stands in brackets is whole, or left out
            plain = plain[: plain.rindex("(")]
    plain = plain.rstrip("',;: ") or "1"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[:27]} {number}"
    taken.add(name.casefold())
    return name
