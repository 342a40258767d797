"""A paper in one of its forms; what does not add up is written in none."""

from enum import StrEnum

from dondoc.errors import BadInput
from dondoc.exports.docx import TemplateFaultError
from dondoc.exports.libreoffice import ConversionError, pdf_of_word
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.pdf import paper_pdf
from dondoc.services.papers.sums import check_sums
from dondoc.services.papers.word import paper_docx
from dondoc.services.papers.workbook import paper_xlsx


class FileFormat(StrEnum):
    """How a paper is written, by the ending of its file."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


def written(paper: Paper, file_format: FileFormat, own: bytes | None = None) -> bytes:
    """The file. `own`: the office's template for Word, of which the PDF is made by LibreOffice.

    Raises BadInput where parts do not add up to their total, where the template fails, and for a
    PDF of it where LibreOffice is not installed.
    """
    check_sums(paper)
    if file_format is FileFormat.XLSX:
        return paper_xlsx(paper)
    if own is None:
        return paper_docx(paper) if file_format is FileFormat.DOCX else paper_pdf(paper)
    try:
        content = paper_docx(paper, own)
    except TemplateFaultError as error:
        raise BadInput("papers.error.template", what=error.message, line=error.line) from error
    return content if file_format is FileFormat.DOCX else _converted(content)


def _converted(content: bytes) -> bytes:
    try:
        return pdf_of_word(content)
    except ConversionError as error:
        raise BadInput(f"papers.error.libreoffice.{error.why}") from error
