"""Numbers beside the title of a group, and beside a part of the row above: whose are they?

"I. KINH TẾ" with the sum or the weight of its rows asks for nothing itself, and "+ Trâu" with a
number but without a unit is nothing without the row above.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from dondoc.services.plan.check.repeats import place
from dondoc.services.workbook.amounts import AmountError, is_blank
from dondoc.services.workbook.bounds import read_amount
from dondoc.services.workbook.grid import Percent, shown
from dondoc.services.workbook.layout import detail_words
from dondoc.services.workbook.row_marks import LINE, ROMAN
from dondoc.services.workbook.row_reader import SheetRow
from models.rules.folding import fold_words

MEASURED = ("baseline", "target", "q1", "q2", "q3", "q4")
_NUMBERS = frozenset((*MEASURED, "weight"))
_OF_A_TASK = ("lead_unit", "coordinating", "responsible", "deadline", "unit_of_measure")
_OWN = ("lead_unit", "responsible", "deadline")


def sort_of_group(rows: Sequence[SheetRow], position: int) -> Literal["group", "asked"] | None:
    """What a row is that holds a title and numbers alone, and has rows counted below it.

    A group is counted by letters or Roman numbers, and says nothing of unit, person and time,
    which its rows do; what may as well be an indicator is asked about. None: an indicator.
    """
    row = rows[position]
    held = {key for key in row.table.headings.keys() - {"name", "note"} if _holds(row, key)}
    if not row.line("name") or not held <= _NUMBERS or not all(_is_number(row, k) for k in held):
        return None
    is_counted = row.level is not None or _is_in_capitals(row)
    below = list(_rows_below(rows, position)) if is_counted or held <= {"weight"} else []
    if not below:
        return None
    is_of_rows = held <= {"weight"} or any(_holds(one, key) for one in below for key in _OF_A_TASK)
    is_group = row.level is not None and row.level <= ROMAN
    if is_group and is_of_rows and not any(_is_percent(row, key) for key in held - {"weight"}):
        return "group"
    return "asked" if held and (is_group or is_of_rows) else None


def is_titled_as_group(row: SheetRow) -> bool:
    """Counted by letters or Roman numbers, or in capitals where nothing counts it; and something
    that a task has is wanting.
    """
    is_group = _is_in_capitals(row) if row.level is None else row.level <= ROMAN
    wanted = [key for key in ("lead_unit", "deadline", "target") if row.has(key)]
    return is_group and any(not _holds(row, key) for key in wanted)


def report_group_numbers(row: SheetRow) -> None:
    """Said once, at the first of the numbers that are passed over; dashes are none."""
    held = [key for key in row.table.headings if key in _NUMBERS and _holds(row, key)]
    found = "; ".join(shown(row.value(key)) for key in held)
    key = "plan.warn.group_numbers" if held else "plan.warn.heading_row"
    words = {"name": row.line("name") or ""} if held else {}
    row.warn(held[0] if held else "name", key, found=found or row.line("name") or "", **words)


@dataclass
class WholeRows:
    """The tasks that a row may be a part of, each counted below the one before it."""

    open: list[tuple[int, SheetRow]] = field(default_factory=list)

    def report_part(self, row: SheetRow) -> None:
        """A part has a unit of its own, or is refused: nobody could say what its number counts."""
        is_number = any(_is_number(row, key) for key in MEASURED)
        is_alone = is_number and not _is_measured(row) and not any(map(row.text, _OWN))
        level = self._level(row, is_alone=is_alone)
        while self.open and self.open[-1][0] >= level:
            self.open.pop()
        above = self.open[-1][1] if self.open else None
        self.open.append((level, row))
        if above is None or not is_number:
            return
        words = {"found": row.line("name") or "", "above": above.line("name") or ""}
        is_line = level >= LINE
        is_sure = row.has("unit_of_measure") or row.level is not None or _begins_parts(row)
        if is_sure and is_alone and (is_line or above.measured_in):
            row.error("name", "plan.error.part_without_unit", place=place(above, "name"), **words)
        elif is_line:
            row.warn("name", "plan.warn.part_of_row", place=place(above, "name"), **words)

    def _level(self, row: SheetRow, *, is_alone: bool) -> int:
        """ "Trong đó: nữ" stands below the row above as a line with a dash does, and so does what
        nothing counts below a row that is counted and measured, where it says nothing itself.
        """
        first, above = self.open[0] if self.open else (0, row)
        has_units = above.measured_in is not None or not row.has("unit_of_measure")
        is_uncounted = is_alone and first > 0 and has_units
        return row.level or (LINE if _begins_parts(row) or is_uncounted else 0)


def _begins_parts(row: SheetRow) -> bool:
    title = f"{fold_words(row.line('name') or '')} "
    return any(title.startswith(f"{word} ") for word in detail_words())


def _is_measured(row: SheetRow) -> bool:
    return bool(row.measured_in) or any(_is_percent(row, key) for key in MEASURED)


def _holds(row: SheetRow, key: str) -> bool:
    """Dashes hold nothing; "x" is a product."""
    value = row.value(key)
    return value == "x" or not is_blank(value)


def _is_number(row: SheetRow, key: str) -> bool:
    try:
        return read_amount(row.value(key), row.style, row.measured_in).number is not None
    except AmountError:
        return False


def _is_percent(row: SheetRow, key: str) -> bool:
    value = row.value(key)
    return isinstance(value, Percent) or (isinstance(value, str) and value.strip().endswith("%"))


def _is_in_capitals(row: SheetRow) -> bool:
    return row.level is None and (row.line("name") or "").isupper()


def _rows_below(rows: Sequence[SheetRow], position: int) -> Iterator[SheetRow]:
    """Those that are counted below a row; rows that nothing counts stand below a group, which
    none of them can begin unless it is in capitals.
    """
    own = rows[position]
    holds_rows = own.level is not None or _is_in_capitals(own)
    for row in islice(rows, position + 1, None):
        if row.table.grid.name != own.table.grid.name or _is_in_capitals(row):
            return
        if row.level is None and not holds_rows:
            return
        least = ROMAN + 1 if row.level is None else row.level
        if own.level is not None and least <= own.level:
            return
        yield row
