"""The words of a Word file as they are read on paper: accepted changes in, refused ones out.

python-docx passes by what was put in while changes are tracked, what lies in a content control, in
a text box, a footnote or a header; people read all of it.
"""

from collections.abc import Iterator

from docx.document import Document
from lxml import etree

from dondoc.services.papers.returned.shapes import style_names
from dondoc.services.papers.wording import clean

_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLDER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = frozenset({f"{_WORDS}del", f"{_WORDS}moveFrom", _OLDER})
_BOX = f"{_WORDS}txbxContent"
_SPACES = frozenset({f"{_WORDS}tab", f"{_WORDS}br", f"{_WORDS}cr"})
_BESIDE = ("header", "footer", "footnotes", "endnotes")


def body_texts(document: Document) -> list[str]:
    """The paragraphs of the body that stand in no table, without empty ones."""
    body = document.element.body
    found = (text_of(each) for each in _within(body, f"{_WORDS}p", {f"{_WORDS}tbl", _BOX}))
    return [text for text in found if text]


def grids_of(document: Document) -> list[list[list[str]]]:
    """Each table of the body as rows of texts; a cell over several columns stands in each."""
    tables = _within(document.element.body, f"{_WORDS}tbl", {_BOX})
    return [[_row(row) for row in _within(table, f"{_WORDS}tr", {_BOX})] for table in tables]


def styles_in(document: Document, table: int) -> set[str]:
    """The names of the styles of a table's paragraphs; `table`: which of them."""
    names = style_names(document)
    tables = list(_within(document.element.body, f"{_WORDS}tbl", {_BOX}))
    return {
        names.get(each.get(f"{_WORDS}val"), "") for each in tables[table].iter(f"{_WORDS}pStyle")
    }


def texts_beside(document: Document) -> list[str]:
    """What stands in headers, footers, notes and text boxes; page numbers are left out."""
    roots = [document.element.body, *_parts_beside(document)]
    found: list[str] = []
    for root in roots:
        boxes = [root] if root is not roots[0] else list(_living(root, _BOX))
        for box in boxes:
            texts = (text_of(each, fields=False) for each in _living(box, f"{_WORDS}p"))
            found += (text for text in texts if text)
    return found


def is_tracked(document: Document) -> bool:
    """Whether it holds changes that nobody has accepted or refused."""
    return any(
        next(document.element.body.iter(f"{_WORDS}{tag}"), None) is not None
        for tag in ("ins", "del", "moveFrom", "moveTo")
    )


def text_of(paragraph: etree._Element, *, fields: bool = True) -> str:
    """The text of a paragraph. `fields`: also what a field has come to, such as a page number."""
    return clean("".join(_words_in(paragraph, fields)))


def _words_in(paragraph: etree._Element, fields: bool) -> Iterator[str]:
    depth = 0
    for node in _within(paragraph, None, {_BOX, *_GONE}):
        if node.tag == f"{_WORDS}fldChar":
            kind = node.get(f"{_WORDS}fldCharType")
            depth += {"begin": 1, "end": -1}.get(str(kind), 0)
        elif depth and not fields:
            continue
        elif node.tag == f"{_WORDS}t":
            yield node.text or ""
        elif node.tag in _SPACES:
            yield " "


def _within(
    root: etree._Element, tag: str | None, closed: set[str] | frozenset[str]
) -> Iterator[etree._Element]:
    """What lies in it, in the order of the text; nothing in what is `closed`, or in what was found.

    `tag`: of what is looked for; None for everything.
    """
    waiting = list(reversed(root))
    while waiting:
        node = waiting.pop()
        if node.tag == tag or tag is None:
            yield node
            if tag is not None:
                continue
        if node.tag not in closed and node.tag not in _GONE:
            waiting += reversed(node)


def _living(root: etree._Element, tag: str) -> Iterator[etree._Element]:
    return _within(root, tag, frozenset())


def _row(row: etree._Element) -> list[str]:
    cells: list[str] = []
    for cell in _within(row, f"{_WORDS}tc", {_BOX}):
        words = " ".join(text_of(each) for each in _within(cell, f"{_WORDS}p", {_BOX}))
        span = cell.find(f"{_WORDS}tcPr/{_WORDS}gridSpan")
        wide = str(span.get(f"{_WORDS}val")) if span is not None else "1"
        cells += [clean(words)] * (int(wide) if wide.isdecimal() and len(wide) < 3 else 1)
    return cells


def _parts_beside(document: Document) -> Iterator[etree._Element]:
    for part in document.part.package.iter_parts():
        name = str(part.partname).rsplit("/", 1)[-1]
        if name.startswith(_BESIDE) and name.endswith(".xml"):
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
            yield etree.fromstring(part.blob, parser)
