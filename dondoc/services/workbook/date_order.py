"""Finds columns in which a spreadsheet may have swapped days and months.

An English spreadsheet turns "2/10/2026" into the tenth of February and leaves "13/2/2026" as
text; somebody who writes the month first does the opposite. Both are seen by the column as a
whole, and the cells that could mean two days are asked about, never loaded in silence. Where
nothing tells, the day is read first, which is said once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from dondoc.clock import year_of_examples
from dondoc.services.workbook.date_words import plain_words
from dondoc.services.workbook.grid import Value, a1
from dondoc.services.workbook.problem import Findings
from dondoc.services.workbook.sheet_table import Heading, SheetTable

DATE_KEYS = ("deadline", "due_on", "opens_on", "valid_from", "valid_to", "committee_date", "day")
_NUMERIC = re.compile(r"\D*?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\D*")
_WITHOUT_YEAR = re.compile(r"(?:(?:truoc|den|het|xong|ngay|before|by) )*(\d{1,2})[/.-](\d{1,2})")


@dataclass(frozen=True)
class WrittenDate:
    """A date of a column: its row, the two numbers in the order of the cell, the year (0 where it
    names none), and the text where it is one.
    """

    row: int
    first: int
    second: int
    year: int
    text: str = ""

    @property
    def is_text(self) -> bool:
        return bool(self.text)

    @property
    def could_be_swapped(self) -> bool:
        return self.first <= 12 and self.second <= 12 and self.first != self.second


def report_date_order(table: SheetTable, findings: Findings) -> None:
    """Each cell that could mean two days in a column whose other cells say that it may; once for
    the column where no cell says anything.
    """
    for key in DATE_KEYS:
        heading = table.headings.get(key)
        if heading is None:
            continue
        dates = list(_dates(table, heading.column - table.grid.first_column))
        year = max((written.year for written in dates), default=0) or year_of_examples()
        for written in doubtful(dates):
            texts = _texts(written, written.year or year)
            cell, message = a1(written.row, heading.column), "plan.error.date_order"
            findings.add("error", table.grid.name, cell, message, **texts)
        if (by_rule := read_by_rule(dates)) is not None:
            texts = _texts_by_rule(by_rule, heading, by_rule.year or year)
            cell, message = a1(by_rule.row, heading.column), "plan.warn.day_first_by_rule"
            findings.add("warning", table.grid.name, cell, message, **texts)


def _texts(written: WrittenDate, year: int) -> dict[str, str]:
    found = f"{written.first:02}/{written.second:02}/{year}"
    other = f"{written.second:02}/{written.first:02}/{year}"
    return {"found": found, "other": other, "year": str(year)}


def _texts_by_rule(written: WrittenDate, heading: Heading, year: int) -> dict[str, str]:
    other = f"{year}-{written.first:02}-{written.second:02}"
    day, month, column = str(written.first), str(written.second), " ".join(heading.text.split())
    return {"found": written.text, "day": day, "month": month, "other": other, "column": column}


def read_by_rule(dates: list[WrittenDate]) -> WrittenDate | None:
    """The first text that fits both orders, in a column of which no text tells the order."""
    texts = [written for written in dates if written.is_text]
    if doubtful(dates) or any(max(written.first, written.second) > 12 for written in texts):
        return None
    return next((written for written in texts if written.could_be_swapped), None)


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
        return WrittenDate(row, value.day, value.month, value.year)
    if isinstance(value, str) and (match := _NUMERIC.fullmatch(value.strip())):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        return WrittenDate(row, first, second, year + 2000 * (year < 100), value.strip())
    if isinstance(value, str) and (match := _WITHOUT_YEAR.fullmatch(plain_words(value))):
        return WrittenDate(row, int(match[1]), int(match[2]), 0, value.strip())
    return None
