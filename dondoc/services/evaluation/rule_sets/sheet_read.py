"""A rule set from a workbook: checked wholly, with the cell of everything that is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dondoc.services.evaluation.rule_sets import sheet_cells as cells
from dondoc.services.evaluation.rule_sets import sheet_words as words
from dondoc.services.evaluation.rule_sets.checked import checked
from dondoc.services.evaluation.rule_sets.parameter_kinds import parameter_kinds
from dondoc.services.evaluation.rule_sets.problems import BrokenFile, FileProblem
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.sheet_headings import (
    cell_in,
    headings_in,
    no_sheet,
    sheets_of,
)
from dondoc.services.evaluation.rule_sets.toml_text import HEADINGS
from dondoc.services.workbook.grid import Grid, Value, a1, shown

_NEEDED = ("key", "value", "basis", "source")
_WHOLE: Mapping[str, Callable[[Value], Any]] = {
    "version": cells.whole_number, "subjects": cells.subjects_value,
    "valid_from": cells.day_value, "valid_to": cells.day_value,
}  # fmt: skip
Path_ = tuple[str, ...]


def read_rules_sheet(path: Path) -> EvaluationRules:
    """The rule set of a workbook.

    Raises BrokenFile with everything that is wrong with it, BadInput for what is no workbook.
    """
    for grid in sheets_of(path):
        if headings := headings_in(grid, "evaluation.sheet.column", words.COLUMNS, _NEEDED):
            return _Reading(path.name, grid, headings.columns).rules(headings.position)
    raise no_sheet(path.name, "evaluation.sheet.column", _NEEDED)


@dataclass
class _Reading:
    """`places`: the cell of what was read, by its path in the content."""

    file: str
    grid: Grid
    columns: Mapping[str, int]
    content: dict[str, Any] = field(default_factory=dict)
    places: dict[Path_, str] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)

    def rules(self, headings: int) -> EvaluationRules:
        for row, values in self.grid.rows[headings + 1 :]:
            self._take(row, values)
        try:
            rules = checked(EvaluationRules, self.content, self.file)
        except BrokenFile as error:
            told = {problem.path for problem in self.problems}
            placed = map(self._placed, error.problems)
            self.problems += [each for each in placed if each.path not in told]
        if self.problems:
            raise BrokenFile(sorted(self.problems, key=self._order))
        return rules

    def _take(self, row: int, values: tuple[Value, ...]) -> None:
        key = shown(self._cell(values, "key")).strip()
        if not key and all(self._cell(values, name) is None for name in _NEEDED):
            return
        at = self._at(row, "key")
        if (key,) in self.places:
            first = self.places[key,]
            self.problems.append(FileProblem(self.file, key, None, "twice", first, cell=at))
        elif key in HEADINGS:
            self.places[key,] = at
            self._take_whole(key, row, self._cell(values, "value"))
        elif key in parameter_kinds():
            self.places[key,] = at
            self._take_parameter(key, row, values)
        else:
            kind = "unknown_key" if key else "no_key"
            self.problems.append(FileProblem(self.file, key, None, kind, cell=at))

    def _take_whole(self, key: str, row: int, value: Value) -> None:
        """A blank is left out: the check says what must not be."""
        if value is not None:
            self._put((key,), row, "value", lambda: _WHOLE.get(key, cells.text_value)(value))

    def _take_parameter(self, key: str, row: int, values: tuple[Value, ...]) -> None:
        kind = parameter_kinds()[key]
        self.content.setdefault(kind.group, {})[kind.name] = {}
        reads: Mapping[str, Callable[[Value], Any]] = {
            "value": lambda value: cells.parameter_value(kind, value),
            "basis": cells.basis_value,
            "source": cells.text_value,
        }
        for part, read in reads.items():
            path, value = (kind.group, kind.name, part), self._cell(values, part)
            self.places[path] = self._at(row, part)
            if value is not None:
                self._put(path, row, part, lambda read=read, value=value: read(value))  # type: ignore[misc]

    def _put(self, path: Path_, row: int, column: str, read: Callable[[], Any]) -> None:
        at = self.places[path] = self._at(row, column)
        try:
            value = read()
        except cells.WrongCellError as error:
            said = ".".join(path), None, error.kind, error.value, error.allowed
            self.problems.append(FileProblem(self.file, *said, cell=at))
            return
        into = self.content
        for part in path[:-1]:
            into = into[part]
        into[path[-1]] = value

    def _placed(self, problem: FileProblem) -> FileProblem:
        """A problem of the whole content at its cell; of what lacks altogether there is none."""
        parts = tuple(problem.path.split("."))
        ends = range(len(parts), 0, -1)
        path = next((parts[:end] for end in ends if parts[:end] in self.places), ())
        if not path:
            return problem
        return FileProblem(
            self.file, ".".join(path), None, problem.kind, problem.value, problem.allowed,
            self.places[path],
        )  # fmt: skip

    def _cell(self, values: tuple[Value, ...], column: str) -> Value:
        return cell_in(values, self.columns, column)

    def _at(self, row: int, column: str) -> str:
        return f"{self.grid.name}!{a1(row, self.grid.first_column + self.columns[column])}"

    def _order(self, problem: FileProblem) -> tuple[bool, int]:
        digits = "".join(filter(str.isdigit, problem.cell.rpartition("!")[2]))
        return not digits, int(digits or 0)
