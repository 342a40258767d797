"""Files as people send them, and as an attacker would."""

import struct
import zipfile
import zlib
from io import BytesIO

from openpyxl import Workbook

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def photo(*, shade: int = 120) -> bytes:
    """A small PNG that a browser can show."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + bytes([shade]) * 8 for _ in range(8))
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def word() -> bytes:
    """A .docx as Word opens it."""
    kinds = "http://schemas.openxmlformats.org/package/2006"
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{kinds}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/word/document.xml" ContentType="{office}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{kinds}/relationships"><Relationship Id="r1" '
        f'Type="{relation}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{words}"><w:body><w:p><w:r><w:t>Biên bản'
        "</w:t></w:r></w:p></w:body></w:document>",
    }
    return archive({name: part.encode() for name, part in parts.items()})


def sheet() -> bytes:
    """A real .xlsx."""
    file = BytesIO()
    Workbook().save(file)
    return file.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    """A zip archive with these entries."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in entries.items():
            opened.writestr(name, content)
    return file.getvalue()


def like_word(more: dict[str, bytes] | None = None) -> bytes:
    """What a .docx holds at the least, and further entries."""
    return archive(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"} | (more or {})
    )


def open_text() -> bytes:
    """What an .odt holds at the least."""
    return archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})


def compound(*streams: str) -> bytes:
    """An old binary Office file with these streams, as far as its directory tells."""
    return COMPOUND + b"".join(
        f"{stream}\0".encode("utf-16-le").ljust(128, b"\0") for stream in streams
    )


def lying_about_sizes(size: int) -> bytes:
    """A .docx whose directory says that an entry unpacks to so many bytes."""
    content = bytearray(like_word())
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(content)


def sharing_bytes() -> bytes:
    """A .docx whose entries all unpack the same bytes (overlapping files)."""
    content = like_word({"word/media/a.bin": bytes(200_000)})
    start = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    last = content.rindex(b"PK\x01\x02")
    entry = content[last:end]
    size = int.from_bytes(entry[20:24], "little")
    copies = len(content) // size + 2
    entries = content[start:end] + entry * copies
    tail = bytearray(content[end:])
    count = int.from_bytes(tail[10:12], "little") + copies
    tail[8:10] = tail[10:12] = struct.pack("<H", count)
    tail[12:16] = struct.pack("<I", len(entries))
    return content[:start] + entries + bytes(tail)
