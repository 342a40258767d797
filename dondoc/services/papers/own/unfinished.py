"""What Word keeps of people's work on a template: changes that nobody accepted, and comments.

They would stand in every paper on it, with the name of whoever made them: what was struck out
beside what took its place, in Word and in PDF.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

_CHANGES = re.compile(r"<w:(?:ins|del|moveFrom|moveTo|cellIns|cellDel|cellMerge|\w+PrChange)[ />]")
_COMMENTS = re.compile(r"<w:commentReference[ />]")
_SORTS = (("tracked", _CHANGES), ("commented", _COMMENTS))
_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]+>")


def unfinished(content: bytes) -> Iterator[tuple[str, str]]:
    """`tracked` and `commented`, as far as there are such, and the first paragraph with one."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [
            archive.read(name).decode("utf-8", "replace")
            for name in archive.namelist()
            if _PARTS.fullmatch(name)
        ]
    for sort, pattern in _SORTS:
        first = next((_paragraph(part, found.start())
                      for part in parts if (found := pattern.search(part))), None)  # fmt: skip
        if first is not None:
            yield sort, first


def _paragraph(part: str, place: int) -> str:
    """The words of the paragraph around a place; of a row or section those that follow it."""
    begin = part.rfind("<w:p>", 0, place), part.rfind("<w:p ", 0, place)
    found = _PARAGRAPH.search(part, max(*begin, 0))
    return " ".join(_MARKUP.sub("", found[0]).split())[:120] if found else ""
