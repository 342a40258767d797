"""A catalogue of products as a workbook: a row for each, read wholly or not at all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from dondoc.exports.tables import TableTitle, write_table
from dondoc.i18n import Language, translator
from dondoc.rendering.formats import day
from dondoc.services.evaluation.catalogue.line import CatalogueLine
from dondoc.services.evaluation.rule_sets import sheet_cells as cells
from dondoc.services.evaluation.rule_sets.problems import BrokenFile, FileProblem
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.sheet_headings import (
    SheetHeadings,
    cell_in,
    headings_in,
    no_sheet,
    sheets_of,
)
from dondoc.services.evaluation.rule_sets.sheet_words import folded, plain
from dondoc.services.workbook.grid import Grid, Value, a1

PREFIX = "evaluation.catalogue.column"
COLUMNS = ("code", "title", "unit", "coefficient", "kind", "valid_from", "valid_to", "paper")
NEEDED = ("code", "title", "coefficient")
EXACT_DIGITS = 15
MAX_PRODUCTS, MAX_CODE, MAX_TEXT = 20_000, 40, 500
MOST = Decimal(100_000)


def write_catalogue(
    path: Path, lines: Iterable[CatalogueLine], title: TableTitle, lang: Language
) -> None:
    """Writes the workbook from which `read_catalogue` gives the same products."""
    headings = [translator(lang)(f"{PREFIX}.{name}") for name in COLUMNS]
    rows = (
        (
            line.code, line.title, line.unit, _exact(line.coefficient), line.kind,
            line.valid_from, line.valid_to, line.paper,
        )
        for line in lines
    )  # fmt: skip
    write_table(path, title, headings, rows)


def _exact(value: Decimal) -> Decimal | str:
    """Excel keeps 15 digits; a longer coefficient stays whole as text."""
    _, digits, exponent = value.normalize().as_tuple()
    is_long = len(digits) > EXACT_DIGITS or (isinstance(exponent, int) and -exponent > EXACT_DIGITS)
    return plain(value) if is_long else value


def read_catalogue(path: Path, bounds: Sequence[EvaluationRules] = ()) -> tuple[CatalogueLine, ...]:
    """The products of a workbook. `bounds`: rule sets whose bounds of coefficients hold.

    Raises BrokenFile with the cell of everything that is wrong, BadInput for what is no workbook.
    """
    for grid in sheets_of(path):
        headings = headings_in(grid, PREFIX, COLUMNS, NEEDED)
        if headings is not None:
            return _CatalogueReading(path.name, grid, headings, bounds).lines()
    raise no_sheet(path.name, PREFIX, NEEDED)


@dataclass
class _CatalogueReading:
    file: str
    grid: Grid
    headings: SheetHeadings
    bounds: Sequence[EvaluationRules]
    places: dict[str, str] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)

    def lines(self) -> tuple[CatalogueLine, ...]:
        rows = self.grid.rows[self.headings.position + 1 :]
        found = [self._line(row, values) for row, values in rows if self._says_something(values)]
        if not found and not self.problems:
            self.problems.append(FileProblem(self.file, "", None, "no_products"))
        if len(found) > MAX_PRODUCTS:
            self.problems = [
                FileProblem(self.file, "", None, "many_products", allowed=str(MAX_PRODUCTS))
            ]
        if self.problems:
            raise BrokenFile(self.problems)
        return tuple(CatalogueLine(**line) for line in found)

    def _says_something(self, values: Sequence[Value]) -> bool:
        return any(cell_in(values, self.headings.columns, name) is not None for name in COLUMNS)

    def _line(self, row: int, values: Sequence[Value]) -> dict[str, Any]:
        """Everything that is wrong with a row is told, whatever it gives then."""
        line = {name: self._read(name, row, values) for name in COLUMNS}
        self._check_code(line["code"], row)
        first, last = line["valid_from"], line["valid_to"]
        if first is not None and last is not None and last < first:
            self._tell("valid_to", row, "dates", day(last))
        if isinstance(line["coefficient"], Decimal):
            self._check_coefficient(line["coefficient"], row)
        return line

    def _read(self, name: str, row: int, values: Sequence[Value]) -> Any:
        value = cell_in(values, self.headings.columns, name)
        if value is None:
            if name in NEEDED:
                self._tell(name, row, "empty")
            return None if name.startswith("valid") else ""
        read: Callable[[Value], Any] = _READS.get(name, cells.text_value)
        try:
            found = read(value)
        except cells.WrongCellError as error:
            self._tell(name, row, error.kind, error.value)
            return None
        if isinstance(found, str):
            found = " ".join(found.split())
            if len(found) > (MAX_CODE if name == "code" else MAX_TEXT):
                self._tell(name, row, "long")
        return found

    def _check_code(self, code: str | None, row: int) -> None:
        if not code:
            return
        at, key = self._at("code", row), folded(code)
        if key in self.places:
            self._tell("code", row, "product_twice", self.places[key])
        self.places.setdefault(key, at)

    def _check_coefficient(self, value: Decimal, row: int) -> None:
        if not 0 < value <= MOST:
            self._tell("coefficient", row, "range", plain(value), f"> 0, ≤ {plain(MOST)}")
            return
        for rules in self.bounds:
            least, most = rules.formula.coefficient_least, rules.formula.coefficient_most
            low, high = least.value, most.value
            if (low is not None and value < low) or (high is not None and value > high):
                ends = (f"≥ {plain(low)}" if low is not None else "",
                        f"≤ {plain(high)}" if high is not None else "")  # fmt: skip
                allowed = f"{', '.join(filter(None, ends))}: {rules.code}"
                self._tell("coefficient", row, "range", plain(value), allowed)

    def _tell(self, name: str, row: int, kind: str, value: str = "", allowed: str = "") -> None:
        path = translator("vi")(f"{PREFIX}.{name}")
        at = self._at(name, row)
        self.problems.append(FileProblem(self.file, path, None, kind, value, allowed, at))

    def _at(self, name: str, row: int) -> str:
        column = self.headings.columns.get(name, 0)
        return f"{self.grid.name}!{a1(row, self.grid.first_column + column)}"


_READS: Mapping[str, Callable[[Value], Any]] = {
    "coefficient": cells.amount_value,
    "valid_from": cells.day_value,
    "valid_to": cells.day_value,
}
