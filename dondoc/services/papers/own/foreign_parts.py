"""What a template must not bring along: parts that are fetched from elsewhere or run when opened.

LibreOffice opens what is filled in, so nothing that it would fetch or start may pass.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

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


def has_foreign_parts(content: bytes) -> bool:
    """Whether something in a Word file is fetched from elsewhere, or run, when it is opened."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return any(_is_foreign(name, archive.read(name)) for name in archive.namelist())


def _is_foreign(name: str, part: bytes) -> bool:
    try:
        if name.lower().endswith(".rels"):
            return any(_leads_out(link) for link in _parsed(part).iter("{*}Relationship"))
        return bool(_FIELDS.search(part)) and _fetches(_parsed(part))
    except etree.XMLSyntaxError:
        return True


def _parsed(part: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(part, parser)


def _leads_out(link: etree._Element) -> bool:
    kind = (link.get("Type") or "").rsplit("/", 1)[-1]
    outside = (link.get("TargetMode") or "Internal").strip() != "Internal"
    return kind not in _LINKS or (outside and kind != "hyperlink")


def _fetches(root: etree._Element) -> bool:
    if _FETCHING.search(_PRESSED.sub(" ", "".join(_instructions(root)))):
        return True
    drawn = (node for node in root.iter() if str(node.tag).startswith(f"{{{_SHAPES}"))
    return any(
        _ELSEWHERE.match(value)
        for node in drawn
        for name, value in node.attrib.items()
        if str(name).rsplit("}", 1)[-1] in {"src", "href"}
    )


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
