"""The styles of a standard template: a part of the paper each, to be changed in Word."""

from decimal import Decimal
from functools import cache

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from dondoc.i18n import translator
from dondoc.services.papers.layouts import BodyLayout, CellLayout, Layout, TableLayout

OPEN_COLOUR = RGBColor(0x0B, 0x4F, 0x9E)
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")
_ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_SPACING = {
    "multiple": WD_LINE_SPACING.MULTIPLE,
    "at_least": WD_LINE_SPACING.AT_LEAST,
    "exact": WD_LINE_SPACING.EXACTLY,
}
_IN_BODY = {"section", "clause", "point", "grounds"}


@cache
def style_name(part: str) -> str:
    """What the style of a part is called in Word."""
    return translator("vi")(f"papers.style.{part}")


def add_styles(document: Document, layout: Layout) -> None:
    """Gives the document a style for each part of the paper."""
    _set_base(document, layout)
    for part, cell in layout.cells.items():
        style = _styled(document, part, cell)
        if part in _IN_BODY:
            _as_body(style, layout.body)
        style.paragraph_format.keep_with_next = part in {"section", "clause", "kind"}
    _as_body(_plain(document, "paragraph", layout.body.size.used), layout.body)
    notice = _plain(document, "notice", layout.table.size.used)
    notice.font.bold, notice.paragraph_format.space_after = True, Pt(float(LINE_SIZE))
    _add_lines(document)
    _add_tables(document, layout)
    style = document.styles.add_style(style_name("open"), WD_STYLE_TYPE.CHARACTER)
    style.font.color.rgb = OPEN_COLOUR


def _set_base(document: Document, layout: Layout) -> None:
    """The typeface for every script, since Word takes another where only one is named."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = layout.typefaces[0], Pt(float(layout.body.size.used))
    fonts = normal.element.rPr.rFonts
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), layout.typefaces[0])
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.rPr.append(language)
    space = normal.paragraph_format
    space.space_before = space.space_after = Pt(0)
    space.line_spacing = 1


def _plain(document: Document, part: str, size: Decimal, align: str = "center") -> ParagraphStyle:
    style = document.styles.add_style(style_name(part), WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles["Normal"]
    style.font.size = Pt(float(size))
    style.paragraph_format.alignment = _ALIGNED[align]
    return style


def _styled(document: Document, part: str, cell: CellLayout) -> ParagraphStyle:
    style = _plain(document, part, cell.size.used, cell.align)
    font = style.font
    font.bold, font.italic, font.underline = cell.bold, cell.italic, cell.underlined
    if cell.colour:
        font.color.rgb = RGBColor.from_string(cell.colour)
    style.paragraph_format.space_before = Pt(float(cell.space_before))
    return style


def _as_body(style: ParagraphStyle, body: BodyLayout) -> None:
    space = style.paragraph_format
    space.alignment = _ALIGNED[body.align]
    space.first_line_indent = Mm(float(body.indent.used))
    space.space_before = Pt(float(body.space_before.used))
    used = float(body.line.used)
    space.line_spacing = used if body.line.rule == "multiple" else Pt(used)
    space.line_spacing_rule = _SPACING[body.line.rule]


def _add_lines(document: Document) -> None:
    """A line below a text is a row of small underscores: as long as it is told to be."""
    style = _plain(document, "line", LINE_SIZE)
    style.font.bold = True
    style.paragraph_format.space_after = Pt(float(LINE_SIZE))
    style.paragraph_format.line_spacing = Pt(float(LINE_SIZE))
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    gap = _plain(document, "gap", LINE_SIZE).paragraph_format
    gap.line_spacing, gap.line_spacing_rule = GAP, WD_LINE_SPACING.EXACTLY


LINE_SIZE = Decimal(6)
"""Points of the underscores that a line is made of: half of it each."""
GAP = Pt(3)
"""An empty line where two tables may not touch: page one has no room for more."""


def _add_tables(document: Document, layout: Layout) -> None:
    table, size = layout.table, layout.table.size.used
    _plain(document, "table_head", size).font.bold = True
    _plain(document, "table_text", size, "left")
    _plain(document, "table_number", size, "right")
    _plain(document, "table_unit", table.unit_size, "right").font.italic = True
    _plain(document, "table_after", table.unit_size, "left").font.italic = True
    for part in ("table_head", "table_unit", "gap"):
        document.styles[style_name(part)].paragraph_format.keep_with_next = True
    style = document.styles.add_style(style_name("table"), WD_STYLE_TYPE.TABLE)
    style.element.append(_table_properties(layout.table))


def _table_properties(table: TableLayout) -> BaseOxmlElement:
    """Thin lines around every cell (in eighths of a point), and the space around texts (twips)."""
    properties, borders = OxmlElement("w:tblPr"), OxmlElement("w:tblBorders")
    for side in _BORDERS:
        line = OxmlElement(f"w:{side}")
        width = f"{round(table.rule * 8)}"
        for name, value in (("val", "single"), ("sz", width), ("space", "0")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        space = table.padding if side in {"left", "right"} else table.padding_above
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), f"{Mm(float(space)).twips}")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.extend((borders, margins))
    return properties
