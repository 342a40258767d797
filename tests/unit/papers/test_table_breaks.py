"""Where a table goes on on the next page: no group's name ends a page, no sum stands alone."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import docx
from docx.oxml.ns import qn
from example_paper import example_paper
from pypdf import PdfReader

from dondoc.services.papers.paper import Paper, PaperColumn, PaperRow, PaperTable
from dondoc.services.papers.pdf import paper_pdf
from dondoc.services.papers.word import paper_docx

GROUP, SUM, LINE = "NHÓM HAI", "TỔNG CỘNG", "Xã"
A_PAGE = range(36, 60)
"""So many rows that each place of a page is the last one once."""


def paper_with(rows: int) -> Paper:
    lines = [PaperRow((f"{LINE} {n}", str(n))) for n in range(rows)]
    lines.insert(rows - 6, PaperRow((GROUP, "9"), "group"))
    lines.append(PaperRow((SUM, "9"), "total"))
    columns = (PaperColumn("Đơn vị"), PaperColumn("Số mốc", is_number=True))
    return replace(example_paper(), blocks=(PaperTable("Theo đơn vị", columns, tuple(lines)),))


def badly_broken(content: bytes) -> Iterator[str]:
    for page in PdfReader(BytesIO(content)).pages:
        lines = [line.strip() for line in page.extract_text().splitlines()]
        for place, line in enumerate(lines):
            after = any(each.startswith(LINE) for each in lines[place:])
            if line.startswith(GROUP) and not after:
                yield line
            if line.startswith(SUM) and not any(each.startswith(LINE) for each in lines):
                yield line


def test_in_pdf_a_name_of_a_group_and_a_sum_have_a_row_beside_them() -> None:
    assert [
        (n, *found) for n in A_PAGE if (found := [*badly_broken(paper_pdf(paper_with(n)))])
    ] == []


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
