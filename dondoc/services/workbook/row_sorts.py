"""What a row below the headings is, where it is no task: a total, a note, the title of a group."""

import re
from dataclasses import replace
from datetime import date

from dondoc.services.workbook.grid import Value, shown
from dondoc.services.workbook.layout import as_above_words, note_words, total_words
from dondoc.services.workbook.sheet_table import Heading, SheetTable
from models.rules.folding import fold, fold_words

_PART = r"(?:[ivx]+|[a-h]|\d+|muc|phan|nhom|bieu|chuong|linh vuc|cac muc|cac phan|cac nhom|va)"
_COUNTED = r"\d+ (?:chi tieu|nhiem vu|san pham|muc|viec)"
_OF_PARTS = re.compile(rf" (?:{_COUNTED}|{_PART}(?: {_PART})*)")
_NUMBER_BEFORE = re.compile(
    r"(?:(?i:phần|mục|chương) )?\(?(?:[IVXLC]+|[A-ZĐ]|[a-zđ](?=\))|\d+(?:\.\d+)*) ?[-.):/]+ ?"
    r"(?=[^\W\d])|\d+(?:\.\d+)+ (?=[^\W\d])"
)
_PAGE = re.compile(r"(?:trang|page) \d+(?: ?/ ?\d+)?")
_MARKS_AROUND = " -–."
_OF_WORDS = frozenset(
    ("indicator_code", "name", "unit_of_measure", "category", "data_source", "formula",
     "responsible", "lead_unit", "coordinating", "deadline", "note")
)  # fmt: skip


def is_total(text: str) -> bool:
    """Whether it names a row of totals: alone, or with the parts that it adds ("Cộng (I+II)")."""
    folded = fold_words(text)
    if folded in total_words():
        return True
    rests = (folded.removeprefix(word) for word in total_words() if folded.startswith(word))
    return any(_OF_PARTS.fullmatch(rest) for rest in rests)


def is_note(text: str) -> bool:
    """Whether it begins as a remark on the table does: "Ghi chú: ...", "(*) ...", or is a page."""
    plain = fold(text.casefold())
    is_marked = plain.startswith(("*", "(*", "¹", "²", "³")) or _PAGE.fullmatch(plain)
    return bool(is_marked) or any(
        f"{fold_words(plain)} ".startswith(f"{word} ") for word in note_words()
    )


def without_number(title: str) -> str:
    """The title of a group without what counts it: "I. KINH TẾ" is "KINH TẾ"."""
    number = _NUMBER_BEFORE.match(title)
    return title[number.end() :].strip() if number else title


def named_beside(table: SheetTable, values: tuple[Value, ...]) -> SheetTable | None:
    """The table as read where a row's only text stands left of the column of names.

    So do the titles of groups that go over the whole width. None where it is no such row.
    """
    name = table.headings.get("name")
    filled = [(offset, shown(value)) for offset, value in enumerate(values) if shown(value)]
    if table.kind != "flat" or name is None or len(filled) != 1:
        return None
    column, text = table.grid.first_column + filled[0][0], filled[0][1]
    is_read = column in {heading.column for heading in table.headings.values()}
    if is_read or column > name.column or sum(map(str.isalpha, text)) < 2:
        return None
    headings = {**table.headings, "name": Heading(name.row, column, name.text)}
    return replace(table, headings=headings)


def without_zeros(table: SheetTable, values: tuple[Value, ...]) -> tuple[Value, ...]:
    """The row without the 0 of formulas that point at empty cells, where words or days belong.

    Empty where it holds nothing else.
    """
    if table.kind != "flat":
        return values
    first = table.grid.first_column
    words = {h.column - first for key, h in table.headings.items() if key in _OF_WORDS}
    read = {heading.column - first for heading in table.headings.values()}
    held = [values[c] for c in read if 0 <= c < len(values) and values[c] is not None]
    if held and all(map(_is_zero, held)):
        return ()
    return tuple(None if i in words and _is_zero(v) else v for i, v in enumerate(values))


def _is_zero(value: Value) -> bool:
    """As a date it is the last of 1899, or the one before; as a time it is midnight."""
    if isinstance(value, str):
        return value == "00:00:00"
    if isinstance(value, date):
        return value.year < 1901
    return isinstance(value, int | float) and not isinstance(value, bool) and value == 0


class ValuesAbove:
    """The last value of each column, for cells that say "as above": "nt", "như trên", a quote."""

    def __init__(self, columns: list[int]) -> None:
        self.columns = columns
        self.last: dict[int, Value] = {}

    def filled_in(self, values: tuple[Value, ...]) -> tuple[Value, ...]:
        """The row with what "as above" means; a mark below nothing stays as it is."""
        row = list(values)
        for column in self.columns:
            if 0 <= column < len(row):
                if _is_as_above(row[column]):
                    row[column] = self.last.get(column, row[column])
                elif row[column] is not None:
                    self.last[column] = row[column]
        return tuple(row)


def _is_as_above(value: Value) -> bool:
    return isinstance(value, str) and value.casefold().strip(_MARKS_AROUND) in as_above_words()
