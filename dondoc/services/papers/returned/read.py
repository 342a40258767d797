"""Reads a Word file from outside: no macros, no bombs, no document types, nothing fetched."""

import zipfile
from io import BytesIO

import docx
from docx.document import Document

from dondoc.errors import BadInput
from dondoc.services.evidence.limits import MEGABYTE, check_upload
from dondoc.services.evidence.zip_files import packed_kind

MAX_BYTES = 10 * MEGABYTE
"""Of a paper: tables and a coat of arms, no photographs."""
MAX_XML = 40 * MEGABYTE
"""Unpacked: a paper of 5,000 rows has about 15."""
_XML = (".xml", ".rels")


def read_word(name: str, content: bytes) -> Document:
    """The document. Raises BadInput: too large, with macros, a bomb, no Word file."""
    if len(content) > MAX_BYTES:
        raise BadInput("evidence.too_big", file=name, limit=MAX_BYTES // MEGABYTE)
    check_upload(name, content)
    if packed_kind(content) != "docx":
        raise BadInput("papers.error.no_word_file", file=name)
    _check_parts(name, content)
    try:
        return docx.Document(BytesIO(content))
    except Exception as error:
        # Whatever python-docx stumbles over in somebody's file: it is no Word file to us.
        raise BadInput("papers.error.no_word_file", file=name) from error


def _check_parts(name: str, content: bytes) -> None:
    """What will be parsed is not too long, and declares no entities."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [each for each in archive.infolist() if each.filename.lower().endswith(_XML)]
        if sum(each.file_size for each in parts) > MAX_XML:
            raise BadInput("upload.bomb", file=name)
        try:
            for each in parts:
                if b"<!DOCTYPE" in archive.read(each):
                    raise BadInput("papers.error.no_word_file", file=name)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
            raise BadInput("papers.error.no_word_file", file=name) from error
