"""A paper in one of its forms; what does not add up is written in none."""

from enum import StrEnum

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


_WRITERS = {
    FileFormat.DOCX: paper_docx,
    FileFormat.PDF: paper_pdf,
    FileFormat.XLSX: paper_xlsx,
}


def written(paper: Paper, file_format: FileFormat) -> bytes:
    """The file. Raises BadInput where parts do not add up to their total."""
    check_sums(paper)
    return _WRITERS[file_format](paper)
