"""A paper in one of its forms; what does not add up is written in none."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from dondoc.errors import BadInput
from dondoc.exports.docx import TemplateFaultError
from dondoc.exports.libreoffice import ConversionError, pdf_of_word, pdfs_of_words, program
from dondoc.exports.pdf import picture_of_pdf
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.pdf import paper_pdf, preview_png, shortened
from dondoc.services.papers.sums import check_sums
from dondoc.services.papers.word import paper_docx, takes_own
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
    if own is None or not _takes(paper, own):
        return paper_docx(paper) if file_format is FileFormat.DOCX else paper_pdf(paper)
    content = _filled(paper, own)
    return content if file_format is FileFormat.DOCX else _converted([content])[0]


def written_pdfs(papers: Sequence[Paper], own: bytes | None = None) -> Iterator[bytes]:
    """The PDF of each paper; those of the office's template are made by LibreOffice at once.

    Raises as `written` does.
    """
    if own is None:
        yield from (written(paper, FileFormat.PDF) for paper in papers)
        return
    for paper in papers:
        check_sums(paper)
    yield from _converted([_filled(paper, own) for paper in papers])


def preview(paper: Paper, own: bytes | None = None) -> bytes:
    """Page one as a PNG, by the office's template where it has one and LibreOffice is installed.

    Else by the standard one. Raises BadInput where the template fails.
    """
    if own is None or not _takes(paper, own) or program() is None:
        return preview_png(paper)
    try:
        return picture_of_pdf(pdf_of_word(_filled(shortened(paper), own)))
    except ConversionError:
        return preview_png(paper)


def _takes(paper: Paper, own: bytes) -> bool:
    try:
        return takes_own(paper, own)
    except TemplateFaultError as error:
        raise BadInput("papers.error.template", what=error.message, line=error.line) from error


def _filled(paper: Paper, own: bytes) -> bytes:
    try:
        return paper_docx(paper, own)
    except TemplateFaultError as error:
        raise BadInput("papers.error.template", what=error.message, line=error.line) from error


def _converted(contents: Sequence[bytes]) -> list[bytes]:
    try:
        return pdfs_of_words(contents)
    except ConversionError as error:
        raise BadInput(f"papers.error.libreoffice.{error.why}") from error
