"""Typed access to one row of a recognised sheet; what cannot be read becomes a problem."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from dondoc.channels.headers import is_telephone
from dondoc.clock import year_of_examples
from dondoc.services.workbook.amounts import AmountError, Style, is_blank, parse_amount
from dondoc.services.workbook.bounds import read_amount
from dondoc.services.workbook.days import DayError, is_all_year, parse_day
from dondoc.services.workbook.grid import CellError, Value, a1, shown
from dondoc.services.workbook.heading_units import unit_of_title
from dondoc.services.workbook.layout import choice_index, choices
from dondoc.services.workbook.problem import Findings, Param, Severity
from dondoc.services.workbook.sheet_table import SheetTable
from dondoc.services.workbook.text import clean, split_list
from models.rules.folding import fold_words

_DASHES = frozenset("-–—")
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")
MAX_QUOTED = 160
T = TypeVar("T")


def _short(param: Param) -> Param:
    """A cell may hold pages; a message quotes enough to find the place."""
    if isinstance(param, str) and len(param) > MAX_QUOTED:
        return param[:MAX_QUOTED] + "…"
    return param


@dataclass
class SheetRow:
    """`failed` holds the columns that were reported already, so that nobody is told twice.

    `year`: the programme's, for dates that name none. `unit`: what the row is measured in, where
    another sheet says so. `bounds`: the direction of the numbers that are bounds, by column.
    `heading_unit`: what the target's heading says that it is measured in; `table_unit`: what is
    said above the table, for rows that say nothing of it.
    `level`: how far below others the row is counted; None where it is not counted.
    `due_of_group`: the last day of the time that the group above names ("Quý II").
    """

    table: SheetTable
    number: int
    values: tuple[Value, ...]
    findings: Findings
    style: Style | None = None
    year: int | None = None
    unit: str | None = None
    heading_unit: str | None = None
    table_unit: str | None = None
    level: int | None = None
    due_of_group: date | None = None
    bounds: dict[str, str] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)

    def has(self, key: str) -> bool:
        return key in self.table.headings

    def value(self, key: str) -> Value:
        """The cell's content; None for a blank and for a column that the sheet lacks."""
        heading = self.table.headings.get(key)
        offset = -1 if heading is None else heading.column - self.table.grid.first_column
        value = self.values[offset] if 0 <= offset < len(self.values) else None
        return clean(value) if isinstance(value, str) else value

    def at(self, key: str) -> str:
        """The cell's address; the row's first heading where the sheet lacks the column."""
        heading = self.table.headings.get(key) or next(iter(self.table.headings.values()))
        return a1(self.number, heading.column)

    def heading(self, key: str) -> str:
        heading = self.table.headings.get(key)
        text = heading.text if heading else self.table.layout.column(key).headings["vi"][0]
        return " ".join(text.split())

    def error(self, at: str, message: str, **params: Param) -> None:
        self.failed.add(at)
        self._report("error", at, message, **params)

    def warn(self, at: str, message: str, **params: Param) -> None:
        self._report("warning", at, message, **params)

    def _report(self, severity: Severity, at: str, message: str, **params: Param) -> None:
        cell = self.at(at)
        texts = {name: _short(param) for name, param in params.items()}
        self.findings.add(severity, self.table.grid.name, cell, message, **texts)

    def text(self, key: str) -> str | None:
        """Cleaned text; numbers as they are shown; a lone dash is a blank."""
        value = self.value(key)
        if isinstance(value, CellError):
            if key not in self.failed:
                self.error(key, value.problem, column=self.heading(key), found=value.text)
            return None
        text = shown(value)
        return text if text and text not in _DASHES else None

    def line(self, key: str) -> str | None:
        """Text that belongs on one line: codes, names, titles."""
        text = self.text(key)
        return " ".join(text.split()) if text else None

    def needed(self, key: str) -> str:
        """A line that must not be blank; "" once the blank is reported."""
        text = self.line(key)
        if text is None and key not in self.failed and self.has(key):
            self.error(key, "plan.error.blank", column=self.heading(key))
        return text or ""

    def codes(self, key: str) -> tuple[str, ...]:
        return split_list(self.text(key) or "")

    def amount(self, key: str) -> Decimal | None:
        """A number of at most four decimals, not negative; None for a blank."""
        value, unit = self.value(key), None if key == "weight" else self.measured_in
        try:
            amount = read_amount(value, self.style, unit)
        except AmountError as error:
            message = value.problem if isinstance(value, CellError) else error.key
            texts = {"column": self.heading(key), "found": shown(value), "unit": unit or ""}
            self.error(key, message, **texts)
            return None
        number = amount.number
        if amount.direction:
            self.bounds[key] = amount.direction
        if number is not None and number < 0:
            self.error(key, "plan.error.negative", column=self.heading(key), found=shown(value))
            return None
        return number

    def note_bound(self, key: str) -> None:
        """Keeps the direction of a bound without saying what is wrong with the cell."""
        with suppress(AmountError):
            if direction := read_amount(self.value(key), self.style, self.measured_in).direction:
                self.bounds[key] = direction

    @property
    def measured_in(self) -> str | None:
        """The unit of measure: the indicator's, the row's own, or what title or headings say."""
        own = self.value("unit_of_measure")
        said = self.unit or (shown(own) if isinstance(own, str) else None)
        title = None if self.has("unit_of_measure") else unit_of_title(shown(self.value("name")))
        return said or title or self.heading_unit or self.table_unit

    def whole(self, key: str) -> int | None:
        """A whole number, possibly negative."""
        value = self.value(key)
        if is_blank(value):
            return None
        try:
            number = parse_amount(value, self.style)
        except AmountError:
            number = None
        if number is None or number != int(number) or abs(number) > 1000:
            self.error(key, "plan.error.bad_whole", column=self.heading(key), found=shown(value))
            return None
        return int(number)

    def day(self, key: str) -> date | None:
        return self._day(key, None)

    def due_day(self, key: str) -> date | None:
        """A day by which something is due: the programme's year is meant where none is named."""
        value = self.value(key)
        if self.year and is_all_year(value):
            day = shown(date(self.year, 12, 31))
            self.warn(key, "plan.warn.all_year", found=shown(value), day=day)
        return self._day(key, self.year)

    def _day(self, key: str, year: int | None) -> date | None:
        value = self.value(key)
        try:
            return parse_day(value, year)
        except DayError:
            message = value.problem if isinstance(value, CellError) else "plan.error.bad_date"
            example = self.year or year_of_examples()
            self.error(
                key, message, column=self.heading(key), found=shown(value), year=str(example)
            )
            return None

    def flag(self, key: str) -> bool | None:
        """True for "x", "có", 1; False for "không", 0; None for a blank."""
        value = self.value(key)
        if isinstance(value, bool):
            return value
        text = self.text(key)
        if text is None:
            return None
        code = choice_index("flag").get(fold_words(text))
        if code is None:
            self.error(key, "plan.error.bad_flag", column=self.heading(key), found=text)
        return None if code is None else code == "yes"

    def choice(self, key: str, vocabulary: str) -> str | None:
        """The code of the word in the cell; None for a blank."""
        text = self.line(key)
        return None if text is None else self._choice(key, vocabulary, text)

    def choices(self, key: str, vocabulary: str) -> tuple[str, ...]:
        """The codes of several words in one cell, separated by ";" or line breaks."""
        codes = (self._choice(key, vocabulary, text) for text in self.codes(key))
        return tuple(dict.fromkeys(code for code in codes if code))

    def _choice(self, key: str, vocabulary: str, text: str) -> str | None:
        code = choice_index(vocabulary).get(fold_words(text))
        if code is None:
            allowed = "; ".join(w["vi"][0] for w in choices(vocabulary).values())
            allowed_en = "; ".join(w["en"][0] for w in choices(vocabulary).values())
            self.error(
                key,
                "plan.error.bad_choice",
                column=self.heading(key),
                found=text,
                allowed=allowed,
                allowed_en=allowed_en,
            )
        return code

    def email(self, key: str) -> str | None:
        text = self.line(key)
        if text is None or _EMAIL.fullmatch(text):
            return text
        wrong = "plan.error.telephone" if is_telephone(text) else "plan.error.bad_email"
        self.error(key, wrong, column=self.heading(key), found=text)
        return None

    def period(self, first: str = "valid_from", last: str = "valid_to") -> tuple[date | None, ...]:
        """Two dates, the second not before the first."""
        start, end = self.day(first), self.day(last)
        if start and end and end < start:
            self.error(last, "plan.error.period", start=shown(start), end=shown(end))
        return start, end


@dataclass(frozen=True)
class Placed(Generic[T]):
    """Something read, and the row that it was read from."""

    draft: T
    row: SheetRow
