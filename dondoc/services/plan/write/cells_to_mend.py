"""The part of a sheet that has something to mend in it, as a table with the sheet's addresses."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.i18n import Translate
from dondoc.services.workbook.grid import Grid, Value, a1, column_letters, shown
from dondoc.services.workbook.open import Workbook
from dondoc.services.workbook.problem import Problem, problem_text

AROUND = 1
"""Rows shown above and below one with a problem."""

HEADINGS = 3
"""So many filled cells make a row of headings; a title stands alone."""

MAX_ROWS, MAX_COLUMNS, MAX_LENGTH = 120, 40, 80


@dataclass(frozen=True)
class CellShown:
    """A cell: `severity` '' where nothing is wrong with it. `anchor`: where links lead."""

    text: str
    severity: str = ""
    anchor: str = ""
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetShown:
    """A sheet with cells to mend.

    `rows`: the row's number on the sheet and its cells, None where rows were left out.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[CellShown, ...]] | None, ...]
    left_out: int


def anchor_of(workbook: Workbook, problem: Problem) -> str:
    """The anchor of a problem's cell, '' for one without a cell."""
    names = [sheet.name for sheet in workbook.sheets]
    if problem.cell is None or problem.sheet not in names:
        return ""
    return f"s{names.index(problem.sheet)}-{problem.cell}"


def sheets_shown(
    workbook: Workbook, problems: Sequence[Problem], tr: Translate
) -> tuple[SheetShown, ...]:
    """Every sheet with a problem at one of its cells, cut down to the rows around them."""
    by_sheet: dict[str, dict[str, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        if problem.sheet and problem.cell:
            by_sheet[problem.sheet][problem.cell].append(problem)
    return tuple(
        _sheet(number, sheet, by_sheet[sheet.name], tr)
        for number, sheet in enumerate(workbook.sheets)
        if sheet.name in by_sheet
    )


def _sheet(
    number: int, grid: Grid, problems: dict[str, list[Problem]], tr: Translate
) -> SheetShown:
    contents = dict(grid.rows)
    wrong = sorted({_row(address) for address in problems})
    numbers = sorted(
        {near for row in wrong for near in range(max(0, row - AROUND), row + AROUND + 1)}
    )
    numbers = sorted({*_heads(grid), *numbers})
    cut = numbers[:MAX_ROWS]
    width = max((len(values) for values in contents.values()), default=0)
    last = max(grid.first_column + width, *(_column(text) + 1 for text in problems))
    columns = range(grid.first_column, min(last, grid.first_column + MAX_COLUMNS))
    rows: list[tuple[int, tuple[CellShown, ...]] | None] = []
    for before, row in zip([cut[0] - 1, *cut], cut, strict=False):
        if row > before + 1:
            rows.append(None)
        cells = tuple(
            _cell(number, grid, contents, (row, column), problems, tr) for column in columns
        )
        rows.append((row + 1, cells))
    letters = tuple(column_letters(key) for key in columns)
    return SheetShown(grid.name, letters, tuple(rows), len(numbers) - len(cut))


def _cell(
    number: int,
    grid: Grid,
    contents: dict[int, tuple[Value, ...]],
    place: tuple[int, int],
    cell_problems: dict[str, list[Problem]],
    tr: Translate,
) -> CellShown:
    row, column = place
    values, at = contents.get(row, ()), column - grid.first_column
    text = shown(values[at]) if 0 <= at < len(values) else ""
    text = text if len(text) <= MAX_LENGTH else f"{text[:MAX_LENGTH]}…"
    address = a1(row, column)
    problems = cell_problems.get(address)
    if not problems:
        return CellShown(text)
    problem_texts = tuple(problem_text(problem, tr) for problem in problems)
    return CellShown(
        text, min(problem.severity for problem in problems), f"s{number}-{address}", problem_texts
    )


def _heads(grid: Grid) -> tuple[int, ...]:
    """The first row that looks like headings, so that each column says what it is."""
    for row, values in grid.rows:
        if sum(value not in (None, "") for value in values) >= HEADINGS:
            return (row,)
    return ()


def _row(address: str) -> int:
    return int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1


def _column(address: str) -> int:
    column = 0
    for letter in address.rstrip("0123456789"):
        column = column * 26 + ord(letter) - 64
    return column - 1
