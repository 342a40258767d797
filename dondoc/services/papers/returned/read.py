"""Reads a Word file from outside: no macros, no bombs, no document types, nothing fetched."""

import re
import zipfile
from io import BytesIO

import docx
from docx.document import Document

from dondoc.errors import BadInput
from dondoc.exports.memory_errors import is_without_memory
from dondoc.services.evidence.limits import MEGABYTE, check_upload
from dondoc.services.evidence.zip_files import packed_kind

MAX_BYTES = 10 * MEGABYTE
"""Of a paper: tables and a coat of arms, no photographs."""
MAX_XML = 40 * MEGABYTE
"""Unpacked: a paper of 5,000 rows has about 15."""
_BINARY = (
    ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".odttf", ".ttf",
    ".bin",
)  # fmt: skip
"""All other parts may be read as XML, whatever they are called."""
_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_ENCODINGS = {b"utf-8", b"us-ascii"}
"""In any other a word could stand as bytes that nobody looks for."""


def read_word(name: str, content: bytes, max_xml: int = MAX_XML) -> Document:
    """The document. Raises BadInput: too large, with macros, a bomb, no Word file."""
    if len(content) > MAX_BYTES:
        raise too_big(name, MAX_BYTES)
    if not content:
        raise BadInput("papers.error.file_empty", file=name)
    try:
        check_upload(name, content)
    except BadInput as error:
        if error.key == "upload.kind":  # its words offer photographs, too
            raise BadInput("papers.error.no_word_file", file=name) from error
        raise
    if packed_kind(content) != "docx":
        raise BadInput("papers.error.no_word_file", file=name)
    _check_parts(name, content, max_xml)
    try:
        document = docx.Document(BytesIO(content))
        document.element.body.get_or_add_sectPr()  # a file may leave all of the page to defaults
        return document
    except Exception as error:
        if is_without_memory(error):
            raise MemoryError from error
        # Whatever python-docx stumbles over in somebody's file: it is no Word file to us.
        raise BadInput("papers.error.no_word_file", file=name) from error


def too_big(name: str, most: int) -> BadInput:
    """What is said of a file with more bytes than a paper or a template has."""
    return BadInput("papers.error.file_too_big", file=name, limit=most // MEGABYTE)


def _check_parts(name: str, content: bytes, max_xml: int) -> None:
    """What will be parsed is not too long, and declares no entities."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [each for each in archive.infolist() if not each.filename.lower().endswith(_BINARY)]
        if sum(each.file_size for each in parts) > max_xml:
            raise BadInput("upload.bomb", file=name)
        try:
            plain = all(_is_plain(archive.read(each)) for each in parts)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
            raise BadInput("papers.error.no_word_file", file=name) from error
        if not plain:
            raise BadInput("papers.error.no_word_file", file=name)


def _is_plain(part: bytes) -> bool:
    """Whether a part shows its words in a plain encoding, and declares no types of its own."""
    declared = _ENCODING.match(part.removeprefix(b"\xef\xbb\xbf"))
    readable = declared is None or declared[1].strip().lower() in _ENCODINGS
    return readable and b"\x00" not in part[:200] and b"<!DOCTYPE" not in part
