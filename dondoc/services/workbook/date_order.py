"""Finds columns in which a spreadsheet may have swapped days and months.

An English spreadsheet turns "2/10/2026" into the tenth of February and leaves "13/2/2026" as
text; somebody who writes the month first does the opposite. Both are seen by the column as a
whole, and the cells that could mean two days are asked about, never loaded in silence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from dondoc.services.workbook.grid import Value, a1
from dondoc.services.workbook.problem import Findings
from dondoc.services.workbook.sheet_table import SheetTable

DATE_KEYS = ("deadline", "due_on", "opens_on", "valid_from", "valid_to", "committee_date", "day")
_NUMERIC = re.compile(r"\D*?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\D*")


@dataclass(frozen=True)
class WrittenDate:
    """A date of a column: its row, the two numbers in the order of the cell, the year, and
    whether it is a text.
    """

    row: int
    first: int
    second: int
    year: int
    is_text: bool

    @property
    def could_be_swapped(self) -> bool:
        return self.first <= 12 and self.second <= 12 and self.first != self.second


def report_date_order(table: SheetTable, findings: Findings) -> None:
    """Each cell that could mean two days in a column whose other cells say that it may."""
    for key in DATE_KEYS:
        heading = table.headings.get(key)
        if heading is None:
            continue
        dates = list(_dates(table, heading.column - table.grid.first_column))
        for written in doubtful(dates):
            findings.add(
                "error",
                table.grid.name,
                a1(written.row, heading.column),
                "plan.error.date_order",
                found=f"{written.first:02}/{written.second:02}/{written.year}",
                other=f"{written.second:02}/{written.first:02}/{written.year}",
                year=str(written.year),
            )


def doubtful(dates: list[WrittenDate]) -> list[WrittenDate]:
    """The dates that may be swapped; none where the column gives no sign of it."""
    swappable = [written for written in dates if written.could_be_swapped]
    texts = [written for written in dates if written.is_text]
    if any(written.first <= 12 < written.second for written in texts):
        return swappable
    true_dates = [written for written in dates if not written.is_text]
    is_split = any(written.first > 12 for written in texts) and not any(
        written.could_be_swapped for written in texts
    )
    return swappable if is_split and not any(w.first > 12 for w in true_dates) else []


def _dates(table: SheetTable, offset: int) -> Iterator[WrittenDate]:
    for number, values in table.rows:
        value = values[offset] if 0 <= offset < len(values) else None
        if (written := _written(number, value)) is not None:
            yield written


def _written(row: int, value: Value) -> WrittenDate | None:
    if isinstance(value, datetime | date):
        return WrittenDate(row, value.day, value.month, value.year, is_text=False)
    if isinstance(value, str) and (match := _NUMERIC.fullmatch(value.strip())):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        return WrittenDate(row, first, second, year + 2000 * (year < 100), is_text=True)
    return None
