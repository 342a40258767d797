"""Files that are plans, or pretend to be."""

import struct
from pathlib import Path

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def compound_file(name: str, stream: bytes) -> bytes:
    """The smallest OLE2 file with one stream: header, allocation table, directory, content."""
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % SECTOR)
    count = len(stream) // SECTOR
    chain = [FAT, END, *range(3, count + 2), END]
    table = struct.pack("<128I", *(chain + [FREE] * (128 - len(chain))))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0
    )
    header += struct.pack("<109I", 0, *[FREE] * 108)
    directory = entry("Root Entry", 5, END, 0, child=1) + entry(name, 2, 2, len(stream))
    return header + table + directory.ljust(SECTOR, b"\0") + stream


def entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return text.ljust(64, b"\0") + links + b"\0" * 36 + struct.pack("<IQ", start, size)
