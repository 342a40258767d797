"""What a person calls a row of a table: by the words that stand in it, never by its measure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

_NUMBERED = re.compile(r"[IVXLC]+\.?")
"""Sections are counted in Roman numerals, which have letters and are no name."""


def row_name(row: Sequence[str], table: Mapping[str, Any]) -> str:
    """The first words of a row; where another row begins with the same, those that follow, too.

    A number in the table's order, a day or an amount names nothing.
    """
    words = _words(row)
    alike = [_words(each)[:1] for each in table["rows"]].count(words[:1]) > 1
    return " – ".join(words[: 2 if alike else 1]) or next(filter(None, row), "")


def _words(row: Sequence[str]) -> list[str]:
    """Its cells that are read as words, in their order."""
    return [cell for cell in row if _is_words(cell)]


def _is_words(cell: str) -> bool:
    """Whether it begins with a word, or has one beside its number, as "2 trạm y tế"."""
    return bool(re.search(r"[^\W\d_]", cell)) and not _NUMBERED.fullmatch(cell)
