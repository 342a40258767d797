"""Where a table of a Word file goes on on the next page: what stays with the row beside it."""

from dataclasses import replace
from io import BytesIO

import docx
from docx.oxml.ns import qn
from example_paper import example_paper

from dondoc.services.papers.paper import Paper, PaperColumn, PaperRow, PaperTable
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
