"""What a file is, told by its content: its name and its sender's word for it prove nothing."""

from dataclasses import dataclass

from dondoc.services.evidence.zip_files import macros_in, packed_kind


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is taken in. `shown`: a browser may show it in place, safely.

    `endings`: those that its name may bear, the usual one first.
    """

    content_type: str
    endings: tuple[str, ...]
    shown: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

JPEG = FileKind("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), shown=True)
PNG = FileKind("image/png", (".png",), shown=True)
WEBP = FileKind("image/webp", (".webp",), shown=True)
HEIC = FileKind("image/heic", (".heic", ".heif"))
PDF = FileKind("application/pdf", (".pdf",), shown=True)
_PACKED = {
    "docx": FileKind(f"{_OFFICE}.wordprocessingml.document", (".docx",)),
    "xlsx": FileKind(f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",)),
    "pptx": FileKind(f"{_OFFICE}.presentationml.presentation", (".pptx",)),
    "odt": FileKind(f"{_OPEN}.text", (".odt",)),
    "ods": FileKind(f"{_OPEN}.spreadsheet", (".ods",)),
}
_COMPOUND = {
    "WordDocument": FileKind("application/msword", (".doc",)),
    "Workbook": FileKind("application/vnd.ms-excel", (".xls",)),
    "Book": FileKind("application/vnd.ms-excel", (".xls",)),
    "PowerPoint Document": FileKind("application/vnd.ms-powerpoint", (".ppt",)),
}
"""Kinds of the old binary format, by the stream that each of them holds."""


_COMPOUND_MARK = bytes.fromhex("d0cf11e0a1b11ae1")
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def kind_of(content: bytes) -> FileKind | None:
    """The kind of a file, None for one that is not taken in.

    A packed file is looked into: its directory only, nothing is unpacked beyond a megabyte.
    """
    if content.startswith(b"PK\x03\x04"):
        return _PACKED.get(packed_kind(content))
    if content.startswith(_COMPOUND_MARK):
        held = (kind for stream, kind in _COMPOUND.items() if _name(stream) in content)
        return next(held, None)
    return shown_kind(content[:16]) or (HEIC if _is_heic(content) else None)


def shown_kind(head: bytes) -> FileKind | None:
    """The kind of a file that a browser may show, by its first sixteen bytes."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    return PDF if head.startswith(b"%PDF-") else None


def has_macros(content: bytes) -> bool:
    """Whether an Office file carries a program of its own, in either format."""
    if content.startswith(b"PK\x03\x04"):
        return macros_in(content)
    return content.startswith(_COMPOUND_MARK) and _name("_VBA_PROJECT") in content


def is_locked(content: bytes) -> bool:
    """Whether an Office file needs a password: whoever verifies could not read it."""
    return content.startswith(_COMPOUND_MARK) and _name("EncryptedPackage") in content


def _is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS


def _name(stream: str) -> bytes:
    """A stream's name as the directory of a compound file holds it, with its end."""
    return f"{stream}\0".encode("utf-16-le")
