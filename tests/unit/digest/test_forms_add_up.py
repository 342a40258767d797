"""For any work: each form holds every cell of every table, and a workbook's sums are its totals."""

import re
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from lxml import html
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader
from random_digest import AS_OF, digests

from dondoc.rendering.written_number import WrittenNumber
from dondoc.services.digest.render import render_digest
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder, digest_paper
from dondoc.services.papers.paper import PaperTable
from dondoc.services.papers.write import FileFormat, written

ORDER = PaperOrder(PaperForm.PARTY, AS_OF, has_codes=True)
"""With the codes of the plan, as the page has them."""
SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large]
_RANGE = re.compile(r"([A-Z]+)(\d+)(?::[A-Z]+(\d+))?")


@given(digests())
@settings(max_examples=5, deadline=None, suppress_health_check=SLOW_TO_DRAW)
def test_the_workbook_has_each_number_and_its_sums_give_the_totals(figures: DigestFigures) -> None:
    paper = digest_paper(figures, ORDER)
    sheets = load_workbook(BytesIO(written(paper, FileFormat.XLSX))).worksheets
    assert len(sheets) == max(1, len(paper.tables))
    for table, sheet in zip(paper.tables, sheets, strict=bool(paper.tables)):
        first = first_row(table, sheet)
        for place, row in enumerate(table.rows):
            for column, cell in enumerate(row.cells, 1):
                if isinstance(cell, WrittenNumber):
                    found = value_of(sheet, first + place, column)
                    assert abs(found - cell.value) < Decimal("1e-9"), (table.title, cell)
        assert any(row.kind == "total" for row in table.rows) <= has_sums(sheet), table.title


def first_row(table: PaperTable, sheet: Worksheet) -> int:
    """The row below the headings."""
    headings = [column.words for column in table.columns]
    for row in sheet.iter_rows():
        if [cell.value for cell in row[: len(headings)]] == headings:
            return int(row[0].row) + 1
    raise AssertionError(table.title)


def has_sums(sheet: Worksheet) -> bool:
    return any(str(cell.value).startswith("=SUM(") for row in sheet.iter_rows() for cell in row)


def value_of(sheet: Worksheet, row: int, column: int) -> Decimal:
    """What a cell comes to: a number, or the sum of others."""
    held = sheet.cell(row, column).value
    if not str(held).startswith("=SUM("):
        return Decimal(str(held))
    rows = [
        number
        for _, begin, end in _RANGE.findall(str(held))
        for number in range(int(begin), int(end or begin) + 1)
    ]
    assert all(one < other for one, other in pairwise(rows)) and row not in rows
    texts = (sheet.cell(number, column).value for number in rows)
    parts = [n for n, text in zip(rows, texts, strict=True) if not is_words(text)]
    return sum((value_of(sheet, number, column) for number in parts), Decimal(0))


def is_words(value: object) -> bool:
    """A dash adds nothing."""
    return isinstance(value, str) and not value.startswith("=")


@given(digests())
@settings(max_examples=3, deadline=None, suppress_health_check=SLOW_TO_DRAW)
def test_the_page_has_each_row_and_the_pdf_each_number(figures: DigestFigures) -> None:
    paper, page = digest_paper(figures, ORDER), html.fromstring(render_digest(figures)[0])
    rows = {
        tuple(squeezed(cell.text_content()) for cell in row.xpath("./th|./td"))[1:]
        for row in page.xpath("//tr")
    }
    pdf = PdfReader(BytesIO(written(paper, FileFormat.PDF)))
    said = squeezed(" ".join(sheet.extract_text() for sheet in pdf.pages))
    for table in paper.tables:
        for row in table.rows:
            assert tuple(map(squeezed, row.cells))[1:] in rows, (table.title, row)
            numbers = (cell for cell in row.cells if isinstance(cell, WrittenNumber))
            assert all(squeezed(number) in said for number in numbers), (table.title, row)


def squeezed(text: str) -> str:
    return "".join(text.split())
