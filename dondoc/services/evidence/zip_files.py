"""Office files are zip archives: what is in one, and whether it would blow up when unpacked.

Only the directory is believed, and only so far: a directory may lie about sizes, so entries that
share their bytes, and more bytes than the file has, give a bomb away as well.
"""

import zipfile
from io import BytesIO
from typing import NamedTuple

MAX_ENTRIES = 3000
MAX_UNPACKED = 300 * 1024**2
MAX_INNER = 40 * 1024**2
"""Bytes of documents within the document that are looked into."""

_DIRECTORY_ENTRY = b"PK\x01\x02"
_SMALL = 1024**2
_FOLDERS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_OPEN_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tar", ".jar", ".xz", ".bz2")
_DOCUMENTS = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".docm", ".xlsm", ".pptm")
_PROGRAMS = ("vbaproject.bin", "vbadata.xml")


class Archive(NamedTuple):
    """An archive of which only the directory was read."""

    file: zipfile.ZipFile
    entries: list[zipfile.ZipInfo]


def _opened(content: bytes) -> Archive | None:
    # Counted first: reading a directory of half a million entries takes seconds.
    if content.count(_DIRECTORY_ENTRY) > MAX_ENTRIES:
        return None
    try:
        file = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    return Archive(file, file.infolist())


def packed_kind(content: bytes) -> str:
    """`docx`, `xlsx`, `pptx`, `odt` or `ods` by what the archive holds; '' for any other."""
    archive = _opened(content)
    if archive is None:
        return ""
    names = {entry.filename for entry in archive.entries}
    if "[Content_Types].xml" in names:
        folders = {name.partition("/")[0] + "/" for name in names if name.endswith(".xml")}
        binary = "xl/workbook.bin" in names
        return (
            ""
            if binary
            else next((_FOLDERS[folder] for folder in _FOLDERS if folder in folders), "")
        )
    if "mimetype" in names:
        return _OPEN_TYPES.get((_read(archive, "mimetype", 200) or b"").strip(), "")
    return ""


def macros_in(content: bytes) -> bool:
    """Whether the archive holds a program: Visual Basic, or Basic and scripts of OpenDocument."""
    archive = _opened(content)
    if archive is None:
        return False
    for entry in archive.entries:
        name = entry.filename.lower()
        if name.endswith(_PROGRAMS) or name.startswith(("basic/", "scripts/")):
            return True
    return b"macroenabled" in (_read(archive, "[Content_Types].xml", _SMALL) or b"").lower()


def is_bomb(content: bytes, *, inner: bool = False) -> bool:
    """Whether an archive is dangerous to unpack, or cannot be read. `inner`: it lies in another.

    An archive in a document in a document is one level too many; so are archives that no Office
    program puts into a document.
    """
    archive = _opened(content)
    if archive is None or len(archive.entries) > MAX_ENTRIES:
        return True
    unpacked = sum(entry.file_size for entry in archive.entries)
    packed = sum(entry.compress_size for entry in archive.entries)
    if unpacked > MAX_UNPACKED or packed > len(content):
        return True
    if any(_is_strange(entry) for entry in archive.entries):
        return True
    documents = [
        zip_info for zip_info in archive.entries if zip_info.filename.lower().endswith(_DOCUMENTS)
    ]
    if documents and (inner or sum(info.file_size for info in documents) > MAX_INNER):
        return True
    return any(_inner_bomb(archive, entry) for entry in documents)


def _is_strange(entry: zipfile.ZipInfo) -> bool:
    """An encrypted entry, one that would land outside its folder, or an archive."""
    name = entry.filename.replace("\\", "/").lower()
    outside = name.startswith("/") or ".." in name.split("/") or ":" in name
    return bool(entry.flag_bits & 1) or outside or name.endswith(_ARCHIVES)


def _inner_bomb(archive: Archive, entry: zipfile.ZipInfo) -> bool:
    content = _read(archive, entry.filename, entry.file_size)
    return content is None or is_bomb(content, inner=True)


def _read(archive: Archive, name: str, most: int) -> bytes | None:
    """An entry's content; None where it cannot be read or is longer than it may be."""
    try:
        with archive.file.open(name) as entry:
            content = entry.read(most + 1)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError, EOFError):
        return None
    except Exception as error:  # the decompressors raise errors of their own
        if type(error).__module__ in {"zlib", "lzma", "_lzma"}:
            return None
        raise
    return content if len(content) <= most else None
