"""Text in a cell of a workbook, whatever it begins with."""

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Keeps text as text: a name that begins with "=" must never run as a formula."""
    assert isinstance(cell, Cell)  # only a merged cell's first one is written to
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    if text.startswith(STARTS_FORMULA):
        cell.quotePrefix = True
