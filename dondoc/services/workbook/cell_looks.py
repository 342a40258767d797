"""Says of the cells of a row what a person sees and a program does not read."""

import re

from dondoc.services.workbook.grid import shown
from dondoc.services.workbook.heading_cells import QUARTER_KEYS
from dondoc.services.workbook.heading_units import is_same_unit
from dondoc.services.workbook.number_formats import DIVIDED
from dondoc.services.workbook.row_reader import SheetRow

_OF_NUMBERS = frozenset({"baseline", "target", "weight", "q1", "q2", "q3", "q4", "expected"})
_OF_NAMES = frozenset({"lead_unit", "coordinating", "responsible", "deadline"})
_NUMBER_ALONE = re.compile(r"[\d.,\s%()*+-]*\d[\d.,\s%()*+-]*")


def report_looks(row: SheetRow) -> None:
    """Of what is struck off in a row that counts nobody can say whether it does; a comment on a
    cell may say that it does not.
    """
    grid = row.table.grid
    if not (
        grid.struck or grid.struck_in_part or grid.comments
        or grid.formats or grid.raised or grid.merged_numbers or grid.merged_across
    ):  # fmt: skip
        return
    for key, heading in row.table.headings.items():
        place, words = (row.number, heading.column), {"column": row.heading(key)}
        if place in grid.struck or place in grid.struck_in_part:
            row.error(key, "plan.error.struck_cell", found=shown(row.value(key)), **words)
        if place in grid.comments:
            row.warn(key, "plan.warn.comment", **words)
        if place in grid.raised and _is_spoilt(row, key):
            row.error(key, "plan.error.raised_cell", found=shown(row.value(key)), **words)
        if place in grid.merged_numbers and key in _OF_NUMBERS:
            row.warn(key, "plan.warn.merged_number", found=shown(row.value(key)), **words)
        if place in grid.merged_across and key in QUARTER_KEYS:
            row.warn(key, "plan.warn.merged_across", found=shown(row.value(key)), **words)
        if place in grid.formats and key in _OF_NUMBERS:
            _report_format(row, key, grid.formats[place])


def _is_spoilt(row: SheetRow, key: str) -> bool:
    """A note's number written small above a number becomes its last digit; "km²" stays a unit."""
    is_number = _NUMBER_ALONE.fullmatch(shown(row.value(key))) is not None
    return key in _OF_NAMES or (key in _OF_NUMBERS and is_number)


def _report_format(row: SheetRow, key: str, added: str) -> None:
    """The row's own unit behind a number says nothing new."""
    found, column = shown(row.value(key)), row.heading(key)
    factor, _, words = added.partition(" ") if added.startswith(DIVIDED) else ("", "", added)
    if factor:
        factor = factor.removeprefix(DIVIDED)
        row.warn(key, "plan.warn.format_divides", found=found, column=column, factor=factor)
    if words and not is_same_unit(words, row.measured_in or ""):
        row.warn(key, "plan.warn.format_words", found=found, column=column, words=words)
