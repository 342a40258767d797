"""What stands on page one of a digest's Word file, as LibreOffice lays it out."""

from io import BytesIO

from pypdf import PdfReader

from dondoc.exports.libreoffice import pdf_of_word
from dondoc.services.papers.paper import Paper, PaperChart, PaperHeading, PaperTable, Paragraph
from dondoc.services.papers.write import FileFormat, written


def page_one(paper: Paper) -> str:
    """The words of page one, without spaces: a line may be broken anywhere."""
    pages = PdfReader(BytesIO(pdf_of_word(written(paper, FileFormat.DOCX), deadline=120))).pages
    return squeezed(pages[0].extract_text())


def first_part(paper: Paper) -> list[str]:
    """Everything that is said before the charts or the second heading, without spaces."""
    said: list[str] = []
    headings = 0
    for block in paper.blocks:
        headings += isinstance(block, PaperHeading)
        if headings == 2 or isinstance(block, PaperChart):
            break
        if isinstance(block, PaperTable):
            said += [squeezed(str(cell)) for row in block.rows for cell in row.cells]
        elif isinstance(block, PaperHeading | Paragraph):
            said.append(squeezed(block.text))
    return [text for text in said if text]


def squeezed(text: str) -> str:
    return "".join(text.split())
