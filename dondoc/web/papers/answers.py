"""A paper as an answer: a file to take along, or a picture of page one."""

import re

from fastapi.responses import Response

from dondoc.services.papers.paper import Paper
from dondoc.services.papers.write import FileFormat, preview, written
from dondoc.web.site.workbooks import XLSX

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]+")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {
    FileFormat.DOCX: WORD,
    FileFormat.PDF: "application/pdf",
    FileFormat.XLSX: XLSX,
}
PREVIEW = "png"


def in_name(text: str) -> str:
    """A code as a part of a file's name."""
    return _NOT_IN_NAMES.sub("_", text)


def file_answer(content: bytes, file_format: FileFormat, name: str) -> Response:
    """The file, under a name for the visitor's computer."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=TYPES[file_format], headers=headers)


def paper_answer(paper: Paper, ending: str, name: str, own: bytes | None = None) -> Response:
    """The paper in a format, or its preview. Raises BadInput where parts do not add up.

    `own`: the office's template.
    """
    if ending == PREVIEW:
        headers = {"Cache-Control": "private, max-age=60"}
        return Response(preview(paper, own), media_type="image/png", headers=headers)
    file_format = FileFormat(ending)
    return file_answer(written(paper, file_format, own), file_format, name)
