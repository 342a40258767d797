"""A returned Word file, checked: which paper it is a copy of, and all that is wrong with it."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from docx.document import Document
from lxml import etree

from dondoc.services.papers.layouts import Layout, PaperForm
from dondoc.services.papers.returned.figure_check import all_text, figure_findings
from dondoc.services.papers.returned.finding import FindingSort, PaperFinding, beginning
from dondoc.services.papers.returned.layout_check import layout_findings
from dondoc.services.papers.returned.shapes import is_open, paragraphs_of
from dondoc.services.papers.wording import spelled

_WORD = re.compile(r"\w+")
_MARK = re.compile(r"(\w+)=(\S+)")
MAX_FINDINGS = 200
_PROPERTIES, MAX_PROPERTIES = "docProps/core.xml", 100_000
_BROKEN = (zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError)


@dataclass(frozen=True)
class PaperMarks:
    """What a file says that it was made of. `parts`: the rest, by name."""

    kind: str
    form: PaperForm
    day: date
    parts: Mapping[str, str]

    def number(self, name: str) -> int | None:
        """A key among the parts; None where there is none, or no key."""
        text = self.parts.get(name, "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None


def marks_of(content: bytes) -> PaperMarks | None:
    """The marks in the file's properties; None where they were lost, or say nothing readable.

    Only the properties are read: they say which paper it is to be compared with.
    """
    said = _keywords(content)
    if not said.startswith("dondoc "):
        return None
    parts = dict(_MARK.findall(said))
    try:
        form, day = PaperForm(parts.get("form", "")), date.fromisoformat(parts.get("day", ""))
    except ValueError:
        return None
    return PaperMarks(parts.get("kind", ""), form, day, parts)


def _keywords(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive, archive.open(_PROPERTIES) as part:
            root = etree.fromstring(part.read(MAX_PROPERTIES), _parser())
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, *_BROKEN):
        return ""
    return root.findtext("{*}keywords") or ""


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def findings_of(
    document: Document, layout: Layout, context: Mapping[str, Any] | None
) -> list[PaperFinding]:
    """Figures first, then the layout, the spelling of tones, and what is still open.

    `context`: of the paper that it was made as (`context_of`); None where that is not known, so
    that no figure is compared.
    """
    found = [
        *(figure_findings(document, context, layout) if context is not None else ()),
        *layout_findings(document, layout),
        *_spelling(document, layout, context),
        *_open(document),
    ]
    return found[:MAX_FINDINGS]


def _spelling(
    document: Document, layout: Layout, context: Mapping[str, Any] | None
) -> Iterator[PaperFinding]:
    """Words of the body with the tone on the other vowel; names as they are known are left."""
    said = all_text({**context, "own_words": ()}) if context is not None else ""
    names = set(_WORD.findall(said))
    for paragraph in document.paragraphs:
        for word in dict.fromkeys(_WORD.findall(paragraph.text)):
            right = spelled(word, layout.spelling)
            if right != word and word not in names:
                place = f"«{beginning(paragraph.text)}»"
                params = {"found": word, "wanted": right}
                yield PaperFinding(FindingSort.SPELLING, place, "spelling", params)


def _open(document: Document) -> Iterator[PaperFinding]:
    """Where a person still has to write."""
    for paragraph in paragraphs_of(document):
        if is_open(paragraph):
            yield PaperFinding(FindingSort.OPEN, f"«{beginning(paragraph.text)}»", "open")
