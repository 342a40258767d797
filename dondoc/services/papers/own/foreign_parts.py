"""What a template must not bring along: parts that are fetched from elsewhere or run when opened.

LibreOffice opens what is filled in, so nothing that it would fetch or start may pass.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from lxml import etree

from dondoc.services.papers.returned.finding import beginning

_LINKS = frozenset({
    "officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail",
    "styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "font", "theme",
    "numbering", "footnotes", "endnotes", "header", "footer", "image", "hyperlink", "customXml",
    "customXmlProps", "comments", "commentsExtended", "commentsIds", "commentsExtensible",
    "people", "glossaryDocument", "printerSettings", "classificationlabels", "intelligence",
    "documenttasks", "hdphoto",
})  # fmt: skip
"""What a part of a Word file may lead to, by the end of its relationship's type."""
_FETCHING = re.compile(
    r"\b(?:INCLUDE\w*|DDE\w*|LINK|IMPORT|DATABASE|MACROBUTTON|RD|CONTROL|EMBED)\b", re.IGNORECASE
)
"""Fields that read another file or run something; HYPERLINK only waits to be pressed."""
_PRESSED = re.compile(r'\bHYPERLINK\s+"[^"\n]*"', re.IGNORECASE)
"""With its address, in which any word may stand: a field within it would begin a line."""
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
_SHAPES = "urn:schemas-microsoft-com:"
_FIELDS = re.compile(rb"instrText|fldSimple|urn:schemas-microsoft-com:")


class ForeignPart(NamedTuple):
    """`what`: a key, `papers.template.fault.<what>`; `name`: what is fetched or run, as the file
    says it; `kind`: of the link, or the part of the file in which it stands.
    """

    what: str
    name: str
    kind: str


def foreign_parts(content: bytes) -> list[ForeignPart]:
    """What in a Word file is fetched from elsewhere, or run, when it is opened, each named once."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        found = (each for name in archive.namelist() for each in _foreign(name, archive.read(name)))
        return list(dict.fromkeys(found))


def _foreign(name: str, part: bytes) -> Iterator[ForeignPart]:
    try:
        if name.lower().endswith(".rels"):
            for link in _parsed(part).iter("{*}Relationship"):
                yield from _led_out(link)
        elif _FIELDS.search(part):
            yield from _fetched(_parsed(part), name)
    except etree.XMLSyntaxError:
        yield ForeignPart("foreign_unread", name, "")


def _parsed(part: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(part, parser)


def _led_out(link: etree._Element) -> Iterator[ForeignPart]:
    kind = (link.get("Type") or "").rsplit("/", 1)[-1]
    target = beginning(link.get("Target") or "–")
    if (link.get("TargetMode") or "Internal").strip() != "Internal":
        if kind != "hyperlink":
            yield ForeignPart("foreign_link", target, kind)
    elif kind not in _LINKS:
        yield ForeignPart("foreign_part", target, kind)


def _fetched(root: etree._Element, part: str) -> Iterator[ForeignPart]:
    for field in _PRESSED.sub(" ", "".join(_instructions(root))).splitlines():
        if _FETCHING.search(field):
            yield ForeignPart("foreign_field", beginning(field), part)
    drawn = (node for node in root.iter() if str(node.tag).startswith(f"{{{_SHAPES}"))
    for node in drawn:
        for name, value in node.attrib.items():
            named = str(name).rsplit("}", 1)[-1]
            if named in {"src", "href"} and _ELSEWHERE.match(str(value)):
                yield ForeignPart("foreign_link", beginning(str(value)), named)


def _instructions(root: etree._Element) -> Iterator[str]:
    """What fields do, in the order of the text: Word joins what stands in several runs."""
    for node in root.iter("{*}instrText", "{*}fldChar", "{*}fldSimple"):
        tag = str(node.tag).rsplit("}", 1)[-1]
        if tag == "instrText":
            yield node.text or ""
        elif tag == "fldChar":
            yield "\n"
        else:
            yield f" {' '.join(map(str, node.attrib.values()))} "
