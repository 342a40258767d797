"""Where a table goes on on the next page in Word and in PDF: what stays with the row beside it."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from example_paper import example_paper
from pypdf import PdfReader

from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.paper import Paper, PaperColumn, PaperRow, PaperTable
from dondoc.services.papers.pdf import paper_pdf
from dondoc.services.papers.tall_rows import spans
from dondoc.services.papers.word import paper_docx

GROUP, SUM, LINE = "NHÓM HAI", "TỔNG CỘNG", "Xã"


def paper_with(rows: int) -> Paper:
    lines = [PaperRow((f"{LINE} {n}", str(n))) for n in range(rows)]
    lines.insert(rows - 6, PaperRow((GROUP, "9"), "group"))
    lines.append(PaperRow((SUM, "9"), "total"))
    columns = (PaperColumn("Đơn vị"), PaperColumn("Số mốc", is_number=True))
    return replace(example_paper(), blocks=(PaperTable("Theo đơn vị", columns, tuple(lines)),))


def test_in_word_they_are_kept_with_it() -> None:
    document = docx.Document(BytesIO(paper_docx(paper_with(20))))
    (table,) = (each for each in document.tables if len(each.rows) > 20)
    kept = [
        row.cells[0].text
        for row in table.rows
        if all(
            cell.paragraphs[0]._p.find(f".//{qn('w:keepNext')}") is not None for cell in row.cells
        )
    ]
    assert kept == [GROUP, f"{LINE} 19"]


@pytest.mark.parametrize("form", PaperForm)
def test_in_the_pdf_they_are_kept_with_it(form: PaperForm) -> None:
    """Wherever the page happens to end: a sum stood alone on the last page, and a group's name
    was the last line of one.
    """
    for rows in range(36, 54):
        paper = replace(paper_with(rows), form=form)
        pages = [page.extract_text().split("\n") for page in PdfReader(pdf_of(paper)).pages]
        for page in pages:
            lines = [line for line in page if line.startswith((LINE, GROUP, SUM))]
            if lines:
                assert not lines[-1].startswith(GROUP) and not lines[0].startswith(SUM), rows
        said = " ".join(" ".join(page) for page in pages)
        assert all(f"{LINE} {n} " in said for n in range(rows)) and GROUP in said and SUM in said


@pytest.mark.parametrize(
    ("kinds", "words", "held"),
    [
        (("line", "line", "total"), 1, [1, 2, 0]),
        (("group", "line", "total"), 1, [3, 0, 0]),
        (("group", "line", "group", "line", "line", "total"), 1, [2, 0, 2, 0, 2, 0]),
        (("group", "group", "group", "line"), 1, [3, 0, 0, 1]),
        (("line", "group"), 1, [1, 1]),
        # What is high is held by nothing: it would not fit on the page with another one.
        (("group", "line"), 400, [1, 1]),
    ],
)
def test_few_short_rows_are_kept_together(
    kinds: tuple[str, ...], words: int, held: list[int]
) -> None:
    rows = [("chữ " * words, "1")] * len(kinds)
    assert spans(rows, kinds, (60.0, 20.0), 12) == held


def pdf_of(paper: Paper) -> BytesIO:
    return BytesIO(paper_pdf(paper))
