"""The unit of measure that a table's headings say: "Kế hoạch (triệu đồng)", "ĐVT: Triệu đồng"."""

import re
from unicodedata import normalize

from dondoc.services.workbook.grid import shown
from dondoc.services.workbook.layout import measure_words
from dondoc.services.workbook.sheet_table import SheetTable
from dondoc.services.workbook.text import spelled_alike
from models.rules.folding import fold_words

_IN_BRACKETS = re.compile(r"[(\[](?:ĐVT|Đơn vị(?: tính)?)? ?:? ?([^()\[\]]+)[)\]]", re.IGNORECASE)
_ABOVE = re.compile(r"\(?(ĐVT|Đơn vị tính|Đơn vị) ?: ?([^()]{1,30}?)\.?\)?", re.IGNORECASE)


def unit_of_heading(table: SheetTable, key: str = "target") -> str | None:
    """What stands in brackets in a column's heading, where it measures something."""
    heading = table.headings.get(key)
    found = _IN_BRACKETS.search(" ".join(heading.text.split())) if heading else None
    return found[1].strip() if found and _measures(found[1]) else None


def unit_of_title(title: str) -> str | None:
    """What stands in brackets behind a title, where it measures something: "Tỷ lệ đúng hạn (%)"."""
    found = re.search(r"[(\[]([^()\[\]]+)[)\]]$", title)
    return found[1].strip() if found and _measures(found[1]) else None


def unit_above(table: SheetTable) -> str | None:
    """What is said above the headings for the whole table, nearest to them.

    "Đơn vị: Sở Nội vụ" names who is to do it.
    """
    for row, values in reversed(table.grid.rows):
        for text in map(shown, values if row < table.heading_row else ()):
            match = _ABOVE.fullmatch(" ".join(text.split()))
            if match and (match[1].casefold() != "đơn vị" or _measures(match[2])):
                return match[2].strip()
    return None


def is_same_unit(one: str, other: str) -> bool:
    """Whether both are one unit, however it is written."""
    if one.strip().casefold() == other.strip().casefold():
        return True
    plain = [normalize("NFKC", text) for text in (one, other)]  # "m²" is "m2"
    folded = [spelled_alike(fold_words(text)) for text in plain]
    return folded[0] == folded[1] != ""


def _measures(text: str) -> bool:
    first = fold_words(text).split()[:1]
    return text.strip()[:1] in "%‰" or (bool(first) and first[0] in measure_words())
