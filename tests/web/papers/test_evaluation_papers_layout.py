"""How papers of an evaluation stand on their pages, in PDF and as another program shows Word."""

from io import BytesIO

import pytest
from evaluation_papers import Held, held, made
from needs import missing
from pypdf import PdfReader

from dondoc.exports.libreoffice import pdf_of_word, program
from dondoc.services.papers.context import context_of
from dondoc.services.papers.text_width import width_mm
from dondoc.services.papers.write import FileFormat, written
from models.rules.evaluation_course.papers import EvaluationPaperKind

Kind = EvaluationPaperKind
__all__ = ["held"]


@pytest.mark.slow
@pytest.mark.parametrize("kind", Kind)
def test_word_s_own_pages_tear_no_signature_from_the_text_above(held: Held, kind: Kind) -> None:
    """LibreOffice makes pages of the Word file: who signs stands with the words above."""
    if program() is None:
        missing("LibreOffice")
    paper = made(held, kind)
    reader = PdfReader(BytesIO(pdf_of_word(written(paper, FileFormat.DOCX))))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    body = context_of(paper)["blocks"]
    signed = [place for place, block in enumerate(body) if block["sort"] == "signatures"]
    for place in signed:
        above = body[place - 1]["text"][-25:]
        wanted = body[place]["places"][-1]["position"].split()[0]
        assert any(above in page and wanted in page[page.index(above) :] for page in pages)
    assert all(pages)
    lying = {round(float(page.mediabox.width)) for page in reader.pages}
    assert lying == {842 if paper.lies else 595}


@pytest.mark.parametrize("kind", Kind)
def test_in_pdf_who_signs_stands_with_the_words_above(held: Held, kind: Kind) -> None:
    paper = made(held, kind)
    reader = PdfReader(BytesIO(written(paper, FileFormat.PDF)))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    body = context_of(paper)["blocks"]
    for place, block in enumerate(body):
        if block["sort"] == "signatures":
            above, position = body[place - 1]["text"], block["places"][-1]["position"]
            assert any(above[-25:] in page and position in page for page in pages)


@pytest.mark.parametrize("kind", [Kind.WORK, Kind.SUMMARY, Kind.FORM_335, Kind.MINUTES])
def test_no_word_of_a_table_is_broken_and_columns_fill_the_page(held: Held, kind: Kind) -> None:
    paper = made(held, kind)
    for block in context_of(paper)["blocks"]:
        if block["sort"] != "table":
            continue
        room = float(paper.layout.page.body)
        assert sum(block["widths"]) == pytest.approx(room, abs=0.5)
        cells = [block["columns"], *block["rows"]]
        for column, width in enumerate(block["widths"]):
            longest = max((word for row in cells for word in row[column].split()), key=len)
            assert width_mm(longest, block["size"]) <= width + 0.1, (longest, width)
