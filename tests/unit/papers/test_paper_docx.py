"""The Word file, measured against the layout data."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.text.paragraph import Paragraph as WordParagraph
from example_paper import GIVEN, HOSTILE, LETTERS, example_paper

from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.paper import Paper, Paragraph
from dondoc.services.papers.word import paper_docx
from dondoc.services.papers.word_styles import style_name

ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def opened(paper: Paper) -> Document:
    return docx.Document(BytesIO(paper_docx(paper)))


def paragraphs(document: Document) -> list[WordParagraph]:
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]


def millimetres(length: int | None) -> float:
    assert length is not None
    return length / 36000


def test_who_signs_never_stands_alone_on_a_page() -> None:
    """The last words, and the empty line below them, go along to the page of the signature."""
    paper = replace(example_paper(), blocks=(Paragraph("Đầu"), Paragraph("Cuối")))
    first, last, empty = opened(paper).paragraphs[-3:]
    kept = [each.paragraph_format.keep_with_next for each in (first, last, empty)]
    assert (first.text, last.text, empty.text) == ("Đầu", "Cuối", "")
    assert kept == [None, True, True]


@pytest.mark.parametrize("form", PaperForm)
def test_the_page_is_as_the_rule_wants_it(form: PaperForm) -> None:
    paper = example_paper(form, **GIVEN)
    page, section = paper.layout.page, opened(paper).sections[0]
    measured = (
        section.page_width, section.page_height,
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin,
    )  # fmt: skip
    sides = (page.top, page.bottom, page.left, page.right)
    wanted = [page.width, page.height, *(side.used for side in sides)]
    assert [millimetres(length) for length in measured] == pytest.approx(
        [float(length) for length in wanted], abs=0.1
    )
    assert section.different_first_page_header_footer  # no number on page 1
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


@pytest.mark.parametrize("form", PaperForm)
def test_each_part_has_the_size_and_form_of_the_rule(form: PaperForm) -> None:
    paper = example_paper(form, **GIVEN)
    by_style = {paragraph.style.name: paragraph for paragraph in paragraphs(opened(paper))}
    looked_at = 0
    for part, cell in paper.layout.cells.items():
        if style_name(part) in by_style:
            looked_at += 1
            style = by_style[style_name(part)].style
            assert style.font.size.pt == float(cell.size.used), part
            assert (style.font.bold, style.font.italic) == (cell.bold, cell.italic), part
            assert style.paragraph_format.alignment == ALIGNED[cell.align], part
    assert looked_at >= 11


@pytest.mark.parametrize("form", PaperForm)
def test_the_body_is_justified_indented_and_spaced(form: PaperForm) -> None:
    paper = example_paper(form)
    body = paper.layout.body
    style = next(each for each in opened(paper).styles if each.name == style_name("paragraph"))
    space = style.paragraph_format
    assert space.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert millimetres(space.first_line_indent) == pytest.approx(float(body.indent.used), abs=0.1)
    assert space.space_before.pt == float(body.space_before.used)
    pitch = space.line_spacing
    used = pitch if isinstance(pitch, float) else pitch.pt
    assert used == pytest.approx(float(body.line.used))


def test_the_head_is_in_two_columns() -> None:
    paper = example_paper(**GIVEN)
    head = opened(paper).tables[0]
    assert [round(millimetres(column.width)) for column in head.columns] == [65, 100]
    assert head.cell(0, 0).text.splitlines()[:2] == ["TỈNH ỦY VĨNH PHÚC", "VĂN PHÒNG"]
    assert head.cell(0, 1).text.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do")
    assert head.cell(1, 1).text == "Vĩnh Phúc, ngày 05 tháng 02 năm 2022"


def test_what_is_open_has_a_style_of_its_own() -> None:
    runs = [run for paragraph in paragraphs(opened(example_paper())) for run in paragraph.runs]
    texts = [run.text for run in runs if run.style.name == style_name("open") and run.text]
    assert "ngày …… tháng …… năm ……" in texts and "(họ và tên)" in texts
    given = [run for each in paragraphs(opened(example_paper(**GIVEN))) for run in each.runs]
    assert not [run for run in given if run.style.name == style_name("open") and run.text]


def test_letters_and_hostile_texts_come_out_as_they_are() -> None:
    paper = example_paper(names=(LETTERS, *HOSTILE), subject_note=HOSTILE[1], **GIVEN)
    document = opened(paper)
    table = document.tables[1]
    assert [table.cell(row, 1).text for row in range(1, len(HOSTILE) + 2)] == [LETTERS, *HOSTILE]
    assert " ".join((LETTERS, *HOSTILE)) in [each.text for each in document.paragraphs]
    assert HOSTILE[1] in [each.text for each in document.paragraphs]


def test_a_table_repeats_its_head_and_breaks_no_row() -> None:
    rows = opened(example_paper()).tables[1].rows
    assert "w:tblHeader" in rows[0]._tr.xml and "w:tblHeader" not in rows[1]._tr.xml
    assert all("w:cantSplit" in row._tr.xml for row in rows)


def test_the_file_says_what_it_is_and_the_same_paper_is_the_same_file() -> None:
    paper = example_paper(**GIVEN)
    about = opened(paper).core_properties
    assert about.title == "BÁO CÁO tình hình thực hiện chỉ tiêu quý II năm 2022"
    assert about.author == "VĂN PHÒNG" and about.comments == ""
    assert f"{about.created:%d/%m/%Y}" == "05/02/2022"
