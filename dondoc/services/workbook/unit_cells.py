"""What stands around the name of a unit in its cell: "1. Chủ trì: Sở Y tế (1)." is "Sở Y tế"."""

import re
from functools import cache

from dondoc.services.workbook.layout import naming_words
from dondoc.services.workbook.text import clean

_MARK_BEFORE = re.compile(r"^\s*(?:[-–—•*+]+\s*|\(?\d{1,2}[.)/]\s*|\(?[a-zđ][.)]\s+)(?=[^\W\d])")
_NOTE_BEHIND = re.compile(r"\s*(?:\((?:\d{1,2}|\*+)\)|[*¹²³⁴⁵]+|[.,;:]+)$")


def unit_alone(text: str) -> str:
    """The name of a unit without what counts it, the part that it has, a footnote, a full stop.

    Several units, one to a line, stay so.
    """
    lines = (_line_alone(line) for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line)


def _line_alone(line: str) -> str:
    while (rest := _without_one(line)) != line and rest:
        line = rest
    return line


def _without_one(name: str) -> str:
    before, behind = _part_words()
    rest = before.sub("", _MARK_BEFORE.sub("", name))
    return behind.sub("", _NOTE_BEHIND.sub("", rest)).strip()


@cache
def _part_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """ "Chủ trì: Sở Y tế" and "Sở Y tế (chủ trì)", "Sở Y tế chủ trì"."""
    words = "|".join(naming_words("unit_starts")["parts"])
    before = re.compile(rf"^(?:{words})\s*[:\-–]\s*", re.IGNORECASE)
    behind = re.compile(
        rf"\s*(?:[(\[]\s*(?:{words})\s*[)\]]|[\s,–-]\s*(?:{words}))$", re.IGNORECASE
    )
    return before, behind
