"""The standard templates in Word: built from the layout data, with the tags that are filled in.

A secretary may take one, change it in Word and keep the tags.
"""

from functools import cache
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from dondoc.services.papers.layouts import Layout, PaperForm, known_layouts, lying
from dondoc.services.papers.word_styles import LINE_SIZE, add_styles, style_name
from dondoc.services.papers.word_tags import ADDRESSED, BLOCKS, CLOSING, NEW_PAGE, title_tags

_STYLE_OF = {NEW_PAGE: "section", CLOSING: "paragraph"}


@cache
def standard_template(form: PaperForm, code: str, lies: bool = False) -> bytes:
    """The file of a layout, by its form and code; `lies`: on a sheet that lies."""
    layout = next(layout for layout in known_layouts(form) if layout.code == code)
    layout = lying(form, code) if lies else layout
    document = docx.Document()
    _set_page(document, layout)
    add_styles(document, layout)
    _head(document, layout)
    _title(document, layout)
    for part, *runs in BLOCKS:
        paragraph = document.add_paragraph()
        _put(paragraph, _STYLE_OF.get(part, part), *runs)
        paragraph.paragraph_format.page_break_before = True if part == NEW_PAGE else None
        paragraph.paragraph_format.keep_with_next = True if part == CLOSING else None
    _end(document, layout)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_page(document: Document, layout: Layout) -> None:
    """The sheet, its margins, and the page number above, from the second page on."""
    page, section = layout.page, document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if page.width > page.height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(float(page.width)), Mm(float(page.height))
    section.top_margin, section.bottom_margin = (
        Mm(float(page.top.used)),
        Mm(float(page.bottom.used)),
    )
    section.left_margin, section.right_margin = (
        Mm(float(page.left.used)),
        Mm(float(page.right.used)),
    )
    section.header_distance = Mm(float(page.number_from_top))
    section.different_first_page_header_footer = True


def _number_pages(document: Document) -> None:
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.style = style_name("page_number")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        sign = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            sign.set(qn("w:fldCharType"), kind)
        else:
            sign.text = text
        run._r.append(sign)


def _head(document: Document, layout: Layout) -> None:
    """Who issues at the left, the nation or the Party at the right; below, number and day."""
    _number_pages(document)
    if document.paragraphs:
        document.paragraphs[0]._p.getparent().remove(document.paragraphs[0]._p)
    _put(document.add_paragraph(), "", "{%p if notice %}")
    _put(document.add_paragraph(), "notice", "{{ notice }}")
    _put(document.add_paragraph(), "", "{%p endif %}")
    _put(document.add_paragraph(), "", "{%p if has_head %}")
    table = _columns(document, 2, float(layout.page.head_left), float(layout.page.head_right))
    left, right = table[0]
    _fill(
        left,
        ("", "{%p if parent %}"),
        ("parent", "{{ parent }}"),
        ("", "{%p endif %}"),
        ("issuer", "{{ issuer }}", "{{ issuer_open }}"),
        ("star", "{{ star }}") if layout.words.star else ("line", "{{ issuer_line }}"),
    )
    motto = [("motto", "{{ motto }}")] if layout.words.motto else []
    _fill(right, ("nation", "{{ nation }}"), *motto, ("line", "{{ head_line }}"))
    _number_and_day(*table[1])


def _number_and_day(number: _Cell, day: _Cell) -> None:
    """Below the head; of a letter its subject stands below the number."""
    number_runs = (
        "{{ number_label }}{{ number }}",
        "{{ number_open }}",
        "{{ symbol }}",
        "{{ symbol_open }}",
    )
    _fill(
        number,
        ("number", *number_runs),
        ("", "{%p if letter_subject %}"),
        ("letter_subject", "{{ letter_subject }}"),
        ("", "{%p endif %}"),
    )
    _fill(
        day, ("place_date", "{{ place }}", "{{ place_open }}", ", {{ dated }}", "{{ dated_open }}")
    )


def _title(document: Document, layout: Layout) -> None:
    """Kind and subject or the name of an annex, whom it is for, and what it stands on."""
    after = "after_subject" if layout.words.after_subject else "line"
    below = "{{ after_subject }}" if layout.words.after_subject else "{{ subject_line }}"
    for part, text in (*title_tags(after, below), *ADDRESSED):
        paragraph = document.add_paragraph()
        _put(paragraph, part, text)
        if part == "kind":
            paragraph.paragraph_format.space_before = Pt(float(LINE_SIZE))


def _end(document: Document, layout: Layout) -> None:
    """Who gets it at the left, who signs at the right."""
    _put(document.add_paragraph(), "", "{%p if has_end %}")
    gap = document.add_paragraph()
    _put(gap, "paragraph", "")
    gap.paragraph_format.keep_with_next = True
    half = float(layout.page.body) / 2
    ((left, right),) = _columns(document, 1, half, half)
    _fill(
        left,
        ("receivers_title", "{{ receivers_title }}"),
        ("", "{%p if receivers_open %}"),
        ("receivers", "", "{{ receivers_open }}"),
        ("", "{%p endif %}"),
        ("", "{%p for receiver in receivers %}"),
        ("receivers", "{{ receiver }}"),
        ("", "{%p endfor %}"),
    )
    _fill(
        right,
        ("", "{%p if authority %}"),
        ("authority", "{{ authority }}"),
        ("", "{%p endif %}"),
        ("position", "{{ position }}", "{{ position_open }}"),
        ("signer", "{{ name }}", "{{ name_open }}"),
    )
    row = left._tc.getparent()
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    right.paragraphs[-1].paragraph_format.space_before = Mm(float(layout.page.signature_room))
    _put(document.add_paragraph(), "", "{%p endif %}")


def _columns(document: Document, rows: int, left: float, right: float) -> list[tuple[_Cell, _Cell]]:
    """Rows of two cells without lines, of fixed width and with no space beside the texts."""
    table = document.add_table(rows, 2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)
    for column, width in zip(table.columns, (left, right), strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return [(row.cells[0], row.cells[1]) for row in table.rows]


def _fill(cell: _Cell, *rows: tuple[str, ...]) -> None:
    """A paragraph a row: its part, its text, and in turn what is open and what follows."""
    for index, (part, *runs) in enumerate(rows):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        _put(paragraph, part, *runs)


def _put(paragraph: WordParagraph, part: str, *runs: str) -> None:
    """Every second run is what a person fills in, in its own colour; an article begins bold."""
    if part == "article":
        paragraph.style = style_name("paragraph")
        for index, text in enumerate(runs):
            paragraph.add_run(text).bold = index == 0
        return
    if part:
        paragraph.style = style_name(part)
    for index, text in enumerate(runs):
        if text:
            paragraph.add_run(text, style_name("open") if index % 2 else None)
