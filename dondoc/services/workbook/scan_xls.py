"""The same looking-through for .xls (Excel 97 to 2003): failed formulas and percent cells.

An .xls is an OLE2 file with a stream of records. Sources: Microsoft's open specifications
[MS-CFB] (compound file) and [MS-XLS] (records).
"""

import struct
from collections.abc import Iterator

from dondoc.services.workbook.scan_xlsx import Notes, is_percent_format

FREE = 0xFFFFFFFA  # this and above are marks, not sectors
BUILT_IN_PERCENT = {9, 10}
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
BOF, EOF, FORMULA, BOUNDSHEET, MULRK, XF = 0x809, 0x0A, 0x06, 0x85, 0xBD, 0xE0
FORMAT, NUMBER, BOOLERR, RK = 0x41E, 0x203, 0x205, 0x27E
BIFF8 = 0x0600

Record = tuple[int, bytes]


def scan_xls(data: bytes) -> dict[str, Notes]:
    """Notes by sheet name. Raises ValueError, IndexError or struct.error for broken files."""
    stream = workbook_stream(data)
    percent_styles, sheets = read_globals(stream)
    return {name: scan_records(records(stream, at), percent_styles) for name, at in sheets.items()}


def workbook_stream(data: bytes) -> bytes:
    """The content of the stream "Workbook" (or "Book", before 1997)."""
    sector = 1 << struct.unpack_from("<H", data, 30)[0]
    table = allocation_table(data, sector)
    body = data[sector:]
    directory = chain(body, table, struct.unpack_from("<I", data, 48)[0], sector)
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
        if name in ("Workbook", "Book"):
            start, size = struct.unpack_from("<II", directory, at + 116)
            if size >= struct.unpack_from("<I", data, 56)[0]:
                return chain(body, table, start, sector)[:size]
            return small_stream(data, table, directory, start)[:size]
    raise ValueError("no workbook")


def small_stream(data: bytes, table: list[int], directory: bytes, start: int) -> bytes:
    """Small streams share one stream, the root's, which has a table and sectors of its own."""
    sector, small = (1 << power for power in struct.unpack_from("<HH", data, 30))
    shared = chain(data[sector:], table, struct.unpack_from("<I", directory, 116)[0], sector)
    links = chain(data[sector:], table, struct.unpack_from("<I", data, 60)[0], sector)
    return chain(shared, list(struct.unpack(f"<{len(links) // 4}I", links)), start, small)


def allocation_table(data: bytes, sector: int) -> list[int]:
    """The next sector of each sector; long files keep the table's own list in a chain."""
    parts = list(struct.unpack_from("<109I", data, 76))
    more, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // sector)):
        if more >= FREE:
            break
        block = struct.unpack_from(f"<{sector // 4}I", data, sector * (more + 1))
        parts += block[:-1]
        more = block[-1]
    table: list[int] = []
    for part in parts:
        if part < FREE:
            table += struct.unpack_from(f"<{sector // 4}I", data, sector * (part + 1))
    return table


def chain(body: bytes, table: list[int], start: int, sector: int) -> bytes:
    blocks: list[bytes] = []
    while start < FREE and len(blocks) <= len(table):  # a crafted chain may bite its tail
        blocks.append(body[sector * start : sector * (start + 1)])
        start = table[start]
    return b"".join(blocks)


def records(stream: bytes, at: int) -> Iterator[Record]:
    """Up to the end of the part that begins at `at`; charts inside it are parts of their own."""
    depth = 0
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        depth += (number == BOF) - (number == EOF)
        if depth <= 1:
            yield number, stream[at + 4 : at + 4 + length]
        if depth <= 0:
            return
        at += 4 + length


def read_globals(stream: bytes) -> tuple[set[int], dict[str, int]]:
    """The styles that show per cent, and where each sheet begins."""
    formats, styles, sheets, version = set(BUILT_IN_PERCENT), [], {}, BIFF8
    for number, content in records(stream, 0):
        if number == BOF:
            version = struct.unpack_from("<H", content)[0]
        elif number == FORMAT and is_percent_format(text_of(content[2:], version, wide=True)):
            formats.add(struct.unpack_from("<H", content)[0])
        elif number == XF:
            styles.append(struct.unpack_from("<H", content, 2)[0])
        elif number == BOUNDSHEET:
            name = text_of(content[6:], version, wide=False)
            sheets[name] = struct.unpack_from("<I", content)[0]
    return {i for i, used in enumerate(styles) if used in formats}, sheets


def text_of(content: bytes, version: int, *, wide: bool) -> str:
    """A text with its length before it; the length takes two bytes where `wide` (in BIFF8)."""
    if version < BIFF8:
        return content[1 : 1 + content[0]].decode("cp1252", "replace")
    start = 3 if wide else 2
    count = struct.unpack_from("<H", content)[0] if wide else content[0]
    if content[start - 1] & 1:
        return content[start : start + 2 * count].decode("utf-16-le", "replace")
    return content[start : start + count].decode("latin-1")


def scan_records(cells: Iterator[Record], percent_styles: set[int]) -> Notes:
    notes = Notes()
    for number, content in cells:
        if number in (NUMBER, RK, FORMULA, BOOLERR):
            row, column, style = struct.unpack_from("<HHH", content)
            if style in percent_styles:
                notes.percents.add((row, column))
            if (code := error_code(number, content)) is not None:
                notes.errors[row, column] = ERRORS.get(code, "#N/A")
        elif number == MULRK:
            row, first = struct.unpack_from("<HH", content)
            for i in range((len(content) - 6) // 6):
                if struct.unpack_from("<H", content, 4 + 6 * i)[0] in percent_styles:
                    notes.percents.add((row, first + i))
    return notes


def error_code(number: int, content: bytes) -> int | None:
    """A formula's result says by its last two bytes that it is no number, by its first what."""
    if number == BOOLERR and content[7]:
        return content[6]
    if number == FORMULA and content[12:14] == b"\xff\xff" and content[6] == 2:
        return content[8]
    return None
