"""Puts contents into the cells of a workbook safely."""

from datetime import date
from decimal import Decimal

from openpyxl.cell.cell import Cell, MergedCell

from dondoc.exports.cells import put_text
from dondoc.services.workbook.tables import CellContent

DATE_FORMAT = "dd/mm/yyyy"
# Excel's numbers carry 15 digits; a longer amount is kept whole as text.
EXACT_DIGITS = 15


def put(cell: Cell | MergedCell, content: CellContent) -> None:
    """Text stays text: a name that starts with "=" must never run as a formula."""
    if content is None:
        return
    if isinstance(content, str):
        put_text(cell, content)
    elif isinstance(content, Decimal):
        put_amount(cell, content)
    else:
        cell.value = content
        if isinstance(content, date):
            cell.number_format = DATE_FORMAT


def put_amount(cell: Cell | MergedCell, amount: Decimal) -> None:
    if len(amount.normalize().as_tuple().digits) > EXACT_DIGITS:
        put_text(cell, f"{amount.normalize():f}".replace(".", ","))
        return
    is_whole = amount == amount.to_integral_value()
    cell.value = int(amount) if is_whole else float(amount)
    cell.number_format = "#,##0" if is_whole else "#,##0.####"
