"""A returned paper against the rules of its layout: page, parts, body, typeface, page numbers."""

from collections.abc import Iterator
from decimal import Decimal

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import Section
from docx.text.paragraph import Paragraph

from dondoc.exports.ragged import has_long_word
from dondoc.i18n import translator
from dondoc.services.papers.layouts import Allowed, CellLayout, Layout
from dondoc.services.papers.returned.finding import FindingSort, PaperFinding, beginning
from dondoc.services.papers.returned.shapes import (
    ParagraphShape,
    is_open,
    paragraphs_of,
    shape_of,
    sizes_of,
    style_names,
)
from dondoc.services.papers.word_styles import style_name

_EMU_PER_MM = 36000
_SLACK = Decimal("0.6")
"""Millimetres and points that programs round away."""
_ALIGNED = {
    "left": (WD_ALIGN_PARAGRAPH.LEFT, None),
    "center": (WD_ALIGN_PARAGRAPH.CENTER,),
    "justify": (WD_ALIGN_PARAGRAPH.JUSTIFY,),
}


def layout_findings(document: Document, layout: Layout) -> Iterator[PaperFinding]:
    """What the rule does not allow, a part of the paper after the other, each once."""
    known: set[tuple[str, str]] = set()
    for finding in _all(document, layout):
        name = (finding.place, finding.text(translator("vi")))
        if name not in known:
            known.add(name)
            yield finding


def _all(document: Document, layout: Layout) -> Iterator[PaperFinding]:
    for section in document.sections:
        yield from _page(section, layout)
    yield from _page_number(document)
    parts = {style_name(part): part for part in (*layout.cells, "paragraph")}
    names = style_names(document)
    for paragraph in paragraphs_of(document):
        part = parts.get(names.get(paragraph._p.style, ""))
        if part == "paragraph":
            yield from _body(paragraph, layout)
        elif part is not None:
            yield from _cell(paragraph, part, layout.cells[part])
        yield from _typefaces(paragraph, layout)


def _wrong(place: str, key: str, **params: object) -> PaperFinding:
    return PaperFinding(FindingSort.LAYOUT, place, key, params)


def _place(name: str) -> str:
    return translator("vi")(f"papers.check.place.{name}")


def _page(section: Section, layout: Layout) -> Iterator[PaperFinding]:
    """The sheet, upright or lying, and its margins where it stands upright."""
    page = layout.page
    wide, high = _mm(section.page_width), _mm(section.page_height)
    if not _near(min(wide, high), page.width) or not _near(max(wide, high), page.height):
        yield _wrong(_place("page"), "sheet", found=f"{wide:.0f} x {high:.0f}")
    if wide > high:
        return
    for side in ("top", "bottom", "left", "right"):
        allowed: Allowed = getattr(page, side)
        found = _mm(getattr(section, f"{side}_margin"))
        if not _within(found, allowed):
            yield _wrong(_place(side), "millimetres", found=_shown(found), **_bounds(allowed))


def _page_number(document: Document) -> Iterator[PaperFinding]:
    first = document.sections[0]
    if "PAGE" not in first.header._element.xml:
        yield _wrong(_place("page_number"), "no_page_number")
    elif not first.different_first_page_header_footer:
        yield _wrong(_place("page_number"), "page_number_on_first")


def _cell(paragraph: Paragraph, part: str, cell: CellLayout) -> Iterator[PaperFinding]:
    if not paragraph.text.strip():
        return
    place = f"{style_name(part)} («{beginning(paragraph.text)}»)"
    yield from _size(paragraph, place, cell.size)
    shape = shape_of(paragraph)
    for name in ("bold", "italic"):
        if getattr(shape, name) != getattr(cell, name):
            yield _wrong(place, f"{name}.{'wanted' if getattr(cell, name) else 'unwanted'}")
    if not _is_aligned(paragraph, shape, cell.align):
        yield _wrong(place, f"align.{cell.align}")
    if (
        cell.capitals
        and not is_open(paragraph)
        and paragraph.text != paragraph.text.upper()
        and part != "position"
    ):
        yield _wrong(place, "capitals")


def _body(paragraph: Paragraph, layout: Layout) -> Iterator[PaperFinding]:
    if not paragraph.text.strip():
        return
    place = f"«{beginning(paragraph.text)}»"
    yield from _size(paragraph, place, layout.body.size)
    shape = shape_of(paragraph)
    if not _is_aligned(paragraph, shape, "justify"):
        yield _wrong(place, "align.justify")
    if not _within(_mm(shape.indent), layout.body.indent):
        bounds = _bounds(layout.body.indent)
        yield _wrong(place, "indent", found=_shown(_mm(shape.indent)), **bounds)
    if shape.space_before is not None and not _within(
        Decimal(str(shape.space_before)), layout.body.space_before
    ):
        bounds = _bounds(layout.body.space_before)
        yield _wrong(
            place, "space_before", found=_shown(Decimal(str(shape.space_before))), **bounds
        )
    yield from _line(place, shape, layout)


def _is_aligned(paragraph: Paragraph, shape: ParagraphShape, wanted: str) -> bool:
    """A justified paragraph may stand at the left where a word would stretch its lines."""
    is_ragged = wanted == "justify" and has_long_word(paragraph.text)
    return is_ragged or shape.align in _ALIGNED[wanted]


def _line(place: str, shape: ParagraphShape, layout: Layout) -> Iterator[PaperFinding]:
    """The pitch of lines, where it is told in the same measure as the rule's."""
    rule = layout.body.line
    if shape.line is None or shape.line_in_points is (rule.rule == "multiple"):
        return
    found = Decimal(str(round(shape.line, 2)))
    if not _within(found, rule, Decimal("0.03")):
        yield _wrong(place, "line", found=_shown(found), **_bounds(rule))


def _size(paragraph: Paragraph, place: str, allowed: Allowed) -> Iterator[PaperFinding]:
    for size in sizes_of(paragraph):
        if not _within(Decimal(str(size)), allowed, Decimal("0.1")):
            yield _wrong(place, "points", found=_shown(Decimal(str(size))), **_bounds(allowed))


def _typefaces(paragraph: Paragraph, layout: Layout) -> Iterator[PaperFinding]:
    for run in paragraph.runs:
        name = run.font.name
        if name and name not in layout.typefaces and run.text.strip():
            place = f"«{beginning(paragraph.text)}»"
            yield _wrong(place, "typeface", found=name, wanted=layout.typefaces[0])


def _mm(length: int | None) -> Decimal:
    return Decimal(length or 0) / _EMU_PER_MM


def _near(length: Decimal, wanted: Decimal) -> bool:
    return abs(length - wanted) <= 1


def _within(number: Decimal, allowed: Allowed, slack: Decimal = _SLACK) -> bool:
    """Within the bounds of the rule; what is our own choice has none."""
    low, high = allowed.least, allowed.most
    return (low is None or number >= low - slack) and (high is None or number <= high + slack)


def _shown(value: Decimal) -> str:
    return f"{float(round(value, 1)):g}".replace(".", ",")


def _bounds(allowed: Allowed) -> dict[str, str]:
    low, high = allowed.least, allowed.most
    if low == high and low is not None:
        return {"wanted": _shown(low)}
    if high is None:
        return {"wanted": f"≥ {_shown(low)}" if low is not None else "–"}
    return {"wanted": f"{_shown(low)}–{_shown(high)}" if low is not None else f"≤ {_shown(high)}"}
