"""Reads .csv and other text tables, whose encoding and delimiter nobody states."""

import csv
import io

from dondoc.services.workbook.problem import PlanFileError
from models.rules.texts import composed_letters


def decode(data: bytes) -> str:
    """UTF-8 and UTF-16 say what they are; what is neither is taken for windows-1258."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    if b"\x00" in data:
        raise PlanFileError("plan.file.not_workbook")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1258", errors="replace")


def delimiter_of(text: str) -> str:
    """The one that splits the first lines into the most cells, most evenly."""

    def score(delimiter: str) -> int:
        rows = list(csv.reader(io.StringIO("\n".join(text.splitlines()[:30])), delimiter=delimiter))
        widths = sorted(len(row) for row in rows if len(row) > 1)
        return sum(1 for w in widths if w == widths[len(widths) // 2]) * widths[-1] if widths else 0

    return max(";\t,|", key=score)


def text_rows(data: bytes) -> list[list[str | None]]:
    """The cells of a text table; blank ones are None. Raises PlanFileError for what is no text."""
    text = composed_letters(decode(data))  # windows-1258 writes tone marks apart
    control = sum(1 for c in text[:4000] if ord(c) < 32 and c not in "\t\r\n")
    if control > 2 or text[:4000].count("\ufffd") > 20:
        raise PlanFileError("plan.file.not_workbook")
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    return [[cell or None for cell in row] for row in reader]
