"""Finds failed formulas, percent and merged cells in an .ods file (OpenDocument 1.3, part 3,
tables): calamine gives none of them.
"""

import zipfile
from contextlib import suppress
from datetime import date

from dondoc.services.workbook.date_formats import part_shown
from dondoc.services.workbook.number_formats import said_by_text
from dondoc.services.workbook.scan_xlsx import (
    MAX_COLUMNS,
    MAX_NOTES,
    Notes,
    XmlAttributes,
    parse,
)

_NUMBERS = ("float", "percentage", "currency")


def scan_ods(archive: zipfile.ZipFile) -> dict[str, Notes]:
    """Rows and cells carry how often they repeat; a repeated blank reaches to the sheet's end."""
    scanner = OdsScanner()
    with archive.open("content.xml") as stream:
        parse(stream, scanner.start, scanner.end, scanner.text)
    return scanner.sheets


class OdsScanner:
    """Follows the position in content.xml; covered cells count as cells."""

    def __init__(self) -> None:
        self.sheets: dict[str, Notes] = {}
        self.notes = Notes()
        self.row = self.column = 0
        self.row_repeat = self.cell_repeat = 1
        self.value_type = self.style = ""
        self.left = 0
        self.struck: set[str] = set()
        self.raised: set[str] = set()
        self.number = self.day = ""
        self.failed = self.is_struck = False
        self.words: list[str] = []

    def start(self, name: str, attrs: XmlAttributes) -> None:
        if name in ("style", "text-properties", "span"):
            self._note_style(name, attrs)
        elif name == "table":
            self.left = 0
            self.notes = self.sheets.setdefault(attrs.get("table:name", ""), Notes())
            self.row = 0
        elif name == "table-row":
            self.column = 0
            self.row_repeat = int(attrs.get("table:number-rows-repeated", 1))
            if attrs.get("table:visibility", "visible") != "visible":
                last = self.row + min(self.row_repeat, 10_000)
                self.notes.hidden_rows.update(range(self.row, last))
        elif name == "annotation":
            self.notes.comments.add((self.row, self.column))
        elif name == "table-column":
            repeat = min(int(attrs.get("table:number-columns-repeated", 1)), MAX_COLUMNS)
            if attrs.get("table:visibility", "visible") != "visible":
                self.notes.hidden_columns.update(range(self.left, self.left + repeat))
            self.left += repeat
        elif name in ("table-cell", "covered-table-cell"):
            self.is_struck = attrs.get("table:style-name", "") in self.struck
            self.cell_repeat = int(attrs.get("table:number-columns-repeated", 1))
            self.value_type = attrs.get("office:value-type", "")
            self.number = attrs.get("office:value", "")
            self.day = attrs.get("office:date-value", "")[:10]
            self.failed = attrs.get("calcext:value-type") == "error"
            self.words.clear()
            self._note_merged(attrs)

    def _note_merged(self, attrs: XmlAttributes) -> None:
        height, width = (
            int(attrs.get(f"table:number-{side}-spanned", 1)) for side in ("rows", "columns")
        )
        if height * width > 1 and len(self.notes.merged) < MAX_NOTES:
            last = (self.row + height - 1, self.column + width - 1)
            self.notes.merged.append(((self.row, self.column), last))

    def _note_style(self, name: str, attrs: XmlAttributes) -> None:
        if name == "style":
            self.style = attrs.get("style:name", "")
        elif name == "span" and attrs.get("text:style-name", "") in self.raised:
            self.notes.raised.add((self.row, self.column))
        if attrs.get("style:text-line-through-style", "none") != "none":
            self.struck.add(self.style)
        if attrs.get("style:text-position", "").startswith("super"):
            self.raised.add(self.style)

    def text(self, data: str) -> None:
        if self.failed or self.value_type in ("date", *_NUMBERS):
            self.words.append(data)

    def end(self, name: str) -> None:
        if name == "annotation":  # its words are not the cell's
            self.words.clear()
        elif name == "table-row":
            self.row += self.row_repeat
        elif name in ("table-cell", "covered-table-cell"):
            self.close_cell()
            self.column += self.cell_repeat
            self.failed = False

    def close_cell(self) -> None:
        if not self.value_type:
            return
        self.notes.use(self.row, self.column)
        self.notes.use(self.row + self.row_repeat - 1, self.column + self.cell_repeat - 1)
        places = [(self.row, self.column + i) for i in range(min(self.cell_repeat, 100))]
        if self.is_struck:
            self.notes.struck.update(places)
        if self.failed:
            self.notes.errors.update(dict.fromkeys(places, "".join(self.words).strip()))
        elif self.value_type == "date":
            with suppress(ValueError):  # no day: the reader of the cells says so
                shows = part_shown("".join(self.words), date.fromisoformat(self.day))
                for place in places:
                    self.notes.style(*place, shows)
        elif self.value_type in _NUMBERS:
            self._note_number(places)

    def _note_number(self, places: list[tuple[int, int]]) -> None:
        hundred = 100 if self.value_type == "percentage" else 1
        text = "".join(self.words)
        said = said_by_text(text, float(self.number or 0) * hundred)
        if not said and hundred == 1 and text.rstrip().endswith("%"):
            said = "%"
        shows = "percent" if self.value_type == "percentage" else ""
        for place in places:
            self.notes.style(*place, f"{shows}\n{said}")
