"""Says once for a column what is read by rule alone, as nothing in it tells."""

from decimal import Decimal

from dondoc.services.workbook.amounts import AmountError, Style
from dondoc.services.workbook.bounds import read_amount
from dondoc.services.workbook.grid import shown
from dondoc.services.workbook.row_reader import SheetRow

NUMBER_KEYS = ("baseline", "target", "weight", "q1", "q2", "q3", "q4", "expected")


def report_thousands(row: SheetRow, reported: set[str]) -> None:
    """ "2.125" is 2125 where no other cell of the sheet tells how it writes decimals.

    `reported`: the columns of the table of which it was said, and now is.
    """
    if row.style is not None:
        return
    for key in NUMBER_KEYS:
        if key in reported or not isinstance(row.value(key), str):
            continue
        number, other = _read(row, key, "vi"), _read(row, key, "en")
        if number is not None and other is not None and number != other:
            reported.add(key)
            words = {"found": shown(row.value(key)), "column": row.heading(key)}
            row.warn(
                key, "plan.warn.thousands_by_rule",
                number=f"{number:f}", other=_as_decimals(other), **words,
            )  # fmt: skip


def _read(row: SheetRow, key: str, style: Style) -> Decimal | None:
    try:
        return read_amount(row.value(key), style, row.measured_in).number
    except AmountError:
        return None


def _as_decimals(number: Decimal) -> str:
    """The number as it can be written in one way only: three decimals get a fourth."""
    text = f"{number:f}"
    return f"{text}0".replace(".", ",") if text[-4:-3] == "." else text.replace(".", ",")
