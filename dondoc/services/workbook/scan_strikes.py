"""Finds struck-off cells of an .xlsx: offices strike off what was dropped and leave it standing.

And cells with a note's number small above the text, which reads as the last digit of a number.
Only files that have either are gone through; the others cost two looks for words.
"""

import zipfile
from contextlib import suppress

from dondoc.services.workbook.scan_xlsx import (
    Notes,
    XmlAttributes,
    cell_place,
    parse,
    sheet_parts,
)

_STYLES, _STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
_WORDS = (b"strike", b"superscript")
_READ_SIZE = 2**20
_OFF = ("0", "false", "none", "noStrike")


def note_strikes(archive: zipfile.ZipFile, notes: dict[str, Notes]) -> None:
    """Adds to the notes of each sheet which cells are struck off or hold raised signs."""
    parts = sheet_parts(archive)
    if not any(_stands_out(archive, part) for part in (_STYLES, _STRINGS, *parts.values())):
        return
    styles, strings = _struck_styles(archive), _Texts("si")
    with suppress(KeyError), archive.open(_STRINGS) as stream:
        parse(stream, strings.start, strings.end)
    for name, part in parts.items():
        cells = _Cells(styles, strings, notes[name])
        with suppress(KeyError), archive.open(part) as stream:
            parse(stream, cells.start, cells.end, cells.text)


def _stands_out(archive: zipfile.ZipFile, part: str) -> bool:
    before = b""
    with suppress(KeyError), archive.open(part) as stream:
        while block := stream.read(_READ_SIZE):
            if any(word in before + block for word in _WORDS):
                return True
            before = block[-max(map(len, _WORDS)) :]
    return False


def _struck_styles(archive: zipfile.ZipFile) -> set[str]:
    """The indexes of cell styles whose font is struck off."""
    fonts: list[bool] = []
    styles: list[bool] = []
    inside: list[str] = []

    def start(name: str, attrs: XmlAttributes) -> None:
        inside.append(name)
        if name == "font" and "fonts" in inside:
            fonts.append(False)
        elif name == "strike" and inside[-2:-1] == ["font"] and "fonts" in inside:
            fonts[-1] = attrs.get("val", "1") not in _OFF
        elif name == "xf" and "cellXfs" in inside:
            number = int(attrs.get("fontId", 0))
            styles.append(number < len(fonts) and fonts[number])

    def end(_: str) -> None:
        inside.pop()

    with suppress(KeyError), archive.open(_STYLES) as stream:
        parse(stream, start, end)
    return {str(number) for number, is_struck in enumerate(styles) if is_struck}


class _Texts:
    """Of each text its runs: whether they are struck off. A text of one piece has none.

    `raised`: the texts of which a run stands small above the others.
    """

    def __init__(self, whole: str) -> None:
        self.whole = whole
        self.runs: list[list[bool]] = []
        self.raised: set[int] = set()

    def start(self, name: str, attrs: XmlAttributes) -> None:
        if name == self.whole:
            self.runs.append([])
        elif name == "r" and self.runs:
            self.runs[-1].append(False)
        elif name == "strike" and self.runs and self.runs[-1]:
            self.runs[-1][-1] = attrs.get("val", "1") not in _OFF
        elif name == "vertAlign" and self.runs and self.runs[-1]:
            self.raised |= {len(self.runs) - 1} if attrs.get("val") == "superscript" else set()

    def end(self, name: str) -> None:
        """Nothing ends that was not counted when it began."""


class _Cells:
    """Goes through the cells of a sheet; addresses may be left out and follow one another."""

    def __init__(self, styles: set[str], strings: _Texts, notes: Notes) -> None:
        self.styles, self.strings, self.notes = styles, strings, notes
        self.place = (-1, -1)
        self.style, self.kind, self.index = "", "", ""
        self.inline = _Texts("is")
        self.is_filled = self.in_value = False

    def start(self, name: str, attrs: XmlAttributes) -> None:
        if name in ("row", "c"):
            self.place = cell_place(name, attrs, self.place)
        if name == "c":
            self.style, self.kind, self.index = attrs.get("s", ""), attrs.get("t", ""), ""
            self.inline, self.is_filled = _Texts("is"), False
        self.is_filled = self.is_filled or name in ("v", "is")
        self.in_value = name == "v"
        self.inline.start(name, attrs)

    def text(self, data: str) -> None:
        self.index += data if self.in_value else ""

    def end(self, name: str) -> None:
        self.in_value = False
        if name == "c" and self.is_filled:
            texts, index = self.inline, 0
            if self.kind == "s" and self.index.isdecimal():
                texts, index = self.strings, int(self.index)
            runs = texts.runs[index] if index < len(texts.runs) else []
            if index in texts.raised:
                self.notes.raised.add(self.place)
            struck = runs or [self.style in self.styles]
            if any(struck):
                (self.notes.struck if all(struck) else self.notes.struck_in_part).add(self.place)
