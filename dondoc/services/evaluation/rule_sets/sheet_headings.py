"""The row of headings of a sheet of ours, found by its words in either language."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dondoc.errors import BadInput
from dondoc.i18n import LANGUAGES, translator
from dondoc.services.evaluation.rule_sets.problems import BrokenFile, FileProblem
from dondoc.services.evaluation.rule_sets.sheet_words import folded
from dondoc.services.workbook.grid import Grid, Value, shown
from dondoc.services.workbook.open import read_workbook
from dondoc.services.workbook.problem import PlanFileError

SEARCHED_ROWS = 30


class SheetHeadings(NamedTuple):
    """The position of the row among those read, and where each column stands in a row's values."""

    position: int
    columns: Mapping[str, int]


def sheets_of(path: Path) -> tuple[Grid, ...]:
    """All sheets of a workbook. Raises BadInput for what is none."""
    try:
        return read_workbook(path).sheets
    except PlanFileError as error:
        raise BadInput(error.key, **error.params) from error


def headings_in(
    grid: Grid, prefix: str, names: Iterable[str], needed: Iterable[str]
) -> SheetHeadings | None:
    """Where the columns stand whose headings are the words of `prefix.name`; None without them."""
    for position, (_, values) in enumerate(grid.rows[:SEARCHED_ROWS]):
        places = {folded(shown(value)): place for place, value in enumerate(values)}
        found = {
            name: places[heading]
            for name in names
            for lang in LANGUAGES
            if (heading := folded(translator(lang)(f"{prefix}.{name}"))) in places
        }
        if found.keys() >= set(needed):
            return SheetHeadings(position, found)
    return None


def no_sheet(file: str, prefix: str, needed: Iterable[str]) -> BrokenFile:
    """The error of a workbook in which no sheet has such headings."""
    names = ", ".join(translator("vi")(f"{prefix}.{name}") for name in needed)
    return BrokenFile([FileProblem(file, "", None, "no_sheet", allowed=names)])


def cell_in(values: Sequence[Value], columns: Mapping[str, int], name: str) -> Value:
    """The cell of a column in a row; None for a blank, and for a column that is not there."""
    place = columns.get(name, -1)
    value = values[place] if 0 <= place < len(values) else None
    return None if isinstance(value, str) and not value.strip() else value
