"""Finds failed formulas and percent cells in the XML of an .xlsx, which calamine leaves out.

Calamine gives '' for a failed formula, and no number formats; and it lays out the whole rectangle
between the first and the last cell, so that two far cells ask for terabytes. This module finds
failed formulas, percent-formatted cells and far cells in one pass.
"""

import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from dondoc.services.workbook.grid import a1
from dondoc.services.workbook.number_formats import said_by_format
from dondoc.services.workbook.problem import PlanFileError

_REF = re.compile(r"([A-Z]+)(\d+)")
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
MAX_NOTES = 200_000
MAX_COLUMNS = 16_384

XmlAttributes = dict[str, str]


@dataclass
class Notes:
    """Zero-based (row, column) of failed formulas and percent cells, and the used rectangle."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)
    date_parts: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    struck_in_part: set[tuple[int, int]] = field(default_factory=set)
    comments: set[tuple[int, int]] = field(default_factory=set)
    raised: set[tuple[int, int]] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    rows: tuple[int, int] | None = None
    columns: tuple[int, int] | None = None

    def use(self, row: int, column: int) -> None:
        first, last = self.rows or (row, row)
        left, right = self.columns or (column, column)
        self.rows = (min(first, row), max(last, row))
        self.columns = (min(left, column), max(right, column))

    def style(self, row: int, column: int, shows: str | None) -> None:
        """What the cell's format shows: "percent", "quarter", "month", "year", or nothing of note;
        and after a line break what it adds.
        """
        shows, _, said = (shows or "").partition("\n")
        if said and len(self.formats) < MAX_NOTES:
            self.formats[row, column] = said
        if shows == "percent" and len(self.percents) < MAX_NOTES:
            self.percents.add((row, column))
        elif shows in ("quarter", "month", "year") and len(self.date_parts) < MAX_NOTES:
            self.date_parts[row, column] = shows

    def refuse_if_far(self, sheet: str, max_cells: int) -> None:
        if self.rows and self.columns:
            height = self.rows[1] - self.rows[0] + 1
            width = self.columns[1] - self.columns[0] + 1
            if height * width > max_cells:
                cell = a1(self.rows[1], self.columns[1])
                raise PlanFileError("plan.file.far_cell", sheet=sheet, cell=cell)


def column_number(text: str) -> int:
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_place(name: str, attrs: XmlAttributes, before: tuple[int, int]) -> tuple[int, int]:
    """Where a row or a cell is that comes after `before`, which may leave out its address."""
    if name == "row":
        return int(attrs.get("r", before[0] + 2)) - 1, -1
    match = _REF.fullmatch(attrs.get("r", ""))
    return before[0], column_number(match[1]) if match else before[1] + 1


def local(name: str) -> str:
    return name.rpartition(":")[2]


def parse(
    stream: Any,
    start: Callable[[str, XmlAttributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Element names come without their prefix. A document type (entity bombs) is refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise ValueError("document type")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attrs: start(local(name), attrs)
    if end is not None:
        parser.EndElementHandler = lambda name: end(local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    parser.ParseFile(stream)


def is_percent_format(code: str) -> bool:
    """Whether a number format multiplies by a hundred; a quoted "%" is only a text."""
    return "%" in _QUOTED.sub("", code)


def date_part(code: str) -> str | None:
    """What a date format shows where it shows no day: "month" ("mm/yyyy"), "year", or None."""
    letters = set(_QUOTED.sub("", code.split(";", maxsplit=1)[0]).casefold()) & set("ymdhs")
    shows = {frozenset("ym"): "month", frozenset("m"): "month", frozenset("y"): "year"}
    return shows.get(frozenset(letters))


def shown_by(code: str) -> str | None:
    """What a format shows, as `Notes.style` takes it; None where it is nothing of note."""
    shows, said = "percent" if is_percent_format(code) else date_part(code), said_by_format(code)
    return f"{shows or ''}\n{said}" if said else shows


def scan_xlsx(archive: zipfile.ZipFile) -> dict[str, Notes]:
    styles = cell_styles(archive)
    notes = {}
    for name, part in sheet_parts(archive).items():
        notes[name] = Notes()
        with suppress(KeyError), archive.open(part) as stream:
            scan_sheet(stream, styles, notes[name])
    return notes


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> its part in the zip, through the workbook's relations."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(name: str, attrs: XmlAttributes) -> None:
        if name == "Relationship" and attrs.get("Type", "").endswith("/worksheet"):
            target = attrs.get("Target", "")
            targets[attrs.get("Id", "")] = (
                target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            )

    def sheet(name: str, attrs: XmlAttributes) -> None:
        if name == "sheet":
            ids = [v for k, v in attrs.items() if local(k) == "id" and ":" in k]
            sheets[attrs.get("name", "")] = ids[0] if ids else ""

    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        parse(stream, relation)
    with archive.open("xl/workbook.xml") as stream:
        parse(stream, sheet)
    return {name: targets[ref] for name, ref in sheets.items() if ref in targets}


def cell_styles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Index of a cell style -> "percent", "month" or "year", where its number format shows one."""
    formats = {"9": "percent", "10": "percent", "17": "month"}
    styles: list[str] = []
    inside: list[str] = []

    def start(name: str, attrs: XmlAttributes) -> None:
        code = attrs.get("formatCode", "")
        if name == "numFmt" and (shows := shown_by(code)):
            formats[attrs.get("numFmtId", "")] = shows
        elif name == "cellXfs":
            inside.append(name)
        elif name == "xf" and inside:
            styles.append(attrs.get("numFmtId", "0"))

    def end(name: str) -> None:
        if name == "cellXfs":
            inside.clear()

    with suppress(KeyError), archive.open("xl/styles.xml") as stream:
        parse(stream, start, end)
    return {str(i): formats[number] for i, number in enumerate(styles) if number in formats}


def scan_sheet(stream: Any, styles: dict[str, str], notes: Notes) -> None:
    cells = _Cells(styles, notes)
    parse(stream, cells.start, cells.end, cells.text)


class _Cells:
    """Reads the cells of a sheet one after the other, and notes what is remarkable about them.

    Addresses may be left out of rows and cells; then they follow one another.
    """

    def __init__(self, styles: dict[str, str], notes: Notes) -> None:
        self.styles, self.notes = styles, notes
        self.row = self.column = -1
        self.failed = self.in_value = self.is_text = False
        self.words: list[str] = []
        self.formula: list[str] | None = None

    def start(self, name: str, attrs: XmlAttributes) -> None:
        if name in ("row", "c"):
            self.row, self.column = cell_place(name, attrs, (self.row, self.column))
        if name in ("row", "col") and attrs.get("hidden") in ("1", "true"):
            self.hide(name, attrs)
        if name == "c":
            self.failed, self.is_text = attrs.get("t") == "e", attrs.get("t") == "str"
            self.formula = None
            self.notes.style(self.row, self.column, self.styles.get(attrs.get("s", "")))
        elif name in ("v", "is"):
            self.notes.use(self.row, self.column)
            self.in_value = self.failed or self.formula is not None
            self.words.clear()
        elif name == "f":
            self.formula, self.in_value = [], True
            self.words.clear()

    def hide(self, name: str, attrs: XmlAttributes) -> None:
        if name == "row":
            self.notes.hidden_rows.add(self.row)
            return
        first, last = int(attrs.get("min", 1)) - 1, int(attrs.get("max", 1))
        self.notes.hidden_columns.update(range(first, min(last, first + MAX_COLUMNS)))

    def end(self, name: str) -> None:
        if self.in_value and name == "f":
            self.formula = self.words.copy()
        elif self.in_value and name == "v":
            if self.failed:
                self.notes.errors[self.row, self.column] = "".join(self.words)
            elif self.words:
                self.formula = None
        elif name == "c" and self.formula is not None and not self.is_text:
            # A program wrote the formula and nobody has worked it out yet.
            self.notes.errors[self.row, self.column] = f"={''.join(self.formula)}"
        self.in_value = self.in_value and name not in ("f", "v")

    def text(self, data: str) -> None:
        if self.in_value:
            self.words.append(data)
