"""How rows are counted, and so which stand below others: "A", "I", "1", "1.1", "a", "-", "+"."""

import re

from dondoc.services.workbook.grid import Value, shown
from dondoc.services.workbook.layout import numbering_headings
from dondoc.services.workbook.sheet_table import HEADING_DEPTH, SheetTable
from dondoc.services.workbook.text import fold_heading

_LETTER, ROMAN, _NUMBER, _SMALL_LETTER, LINE, _PLUS = 1, 2, 3, 6, 7, 8
SMALLEST_GROUP = _SMALL_LETTER - 1
"""Groups of tasks are counted by letters, Roman and other numbers, seldom by less."""
_AROUND = " .):(/-–"
_BEFORE_TITLE = re.compile(
    r"(?:(?i:phần|mục|chương) )?\(?(?P<counted>[IVX]+|[A-ZĐ]|[a-zđ](?=\))|\d+(?:\.\d+)*)"
    r"(?: ?[-.):/]+ ?| (?<=\.\d ))(?=[^\W\d])|(?P<bullet>[-–•*+]) ?(?=[^\W\d])"
)


def numbers_column(table: SheetTable) -> int | None:
    """The column headed "TT" and the like, which counts the rows; None where there is none."""
    rows = range(table.heading_row - HEADING_DEPTH + 1, table.heading_row + 1)
    for row, values in table.grid.rows:
        for offset, value in enumerate(values) if row in rows else ():
            if isinstance(value, str) and fold_heading(value) in numbering_headings():
                return table.grid.first_column + offset
    return None


def level_of_row(counted: Value, title: str) -> int | None:
    """How far below others a row stands, told by its own number or by the one before its title.

    None for a row that is not counted.
    """
    level = _level(shown(counted))
    if level is None and (before := _BEFORE_TITLE.match(title)):
        level = _level(before["counted"] or before["bullet"])
    return level


def _level(mark: str) -> int | None:
    bare = mark.strip(_AROUND)
    if mark.strip() and not bare:
        return LINE
    if bare in ("+", "*", "•"):
        return _PLUS if bare == "+" else LINE
    if re.fullmatch(r"[IVX]+", bare):
        return ROMAN
    if re.fullmatch(r"\d+(?:\.\d+)*", bare):
        return min(_NUMBER + bare.count("."), _SMALL_LETTER - 1)
    if len(bare) == 1 and bare.isalpha():
        return _LETTER if bare.isupper() else _SMALL_LETTER
    return None
