"""Which work is which product: a workbook of the year's assignments, filled in and read again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.exports.tables import TableTitle, write_table
from dondoc.i18n import Language, translator
from dondoc.services.evaluation.own.keep import MAY_CHANGE
from dondoc.services.evaluation.rule_sets.problems import BrokenFile, FileProblem
from dondoc.services.evaluation.rule_sets.sheet_headings import (
    SheetHeadings,
    cell_in,
    headings_in,
    no_sheet,
    sheets_of,
)
from dondoc.services.evaluation.rule_sets.sheet_words import folded
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.units import names_on
from dondoc.services.workbook.grid import Grid, a1, shown
from models.assignment import Assignment
from models.indicator import Indicator
from models.joins import INDICATOR_OF_ASSIGNMENT
from models.product_catalogue import CatalogueProduct, ProductTie
from models.rules.stages import Standing

PREFIX = "evaluation.tie.column"
COLUMNS = ("ref", "title", "unit", "weight", "product")
NEEDED = ("ref", "product")


@dataclass(frozen=True)
class TiedWork:
    """An assignment of the year. `product`: the code of the product that it is, '' for none."""

    assignment_id: int
    ref: str
    title: str
    unit: str
    weight: Decimal
    product: str


def tied_work(session: Session, programme_id: int, day: date) -> tuple[TiedWork, ...]:
    """All assignments of a programme that stand, by reference, with what they are tied to."""
    query = (
        select(
            col(Assignment.id), col(Assignment.ref), col(Indicator.title),
            col(Assignment.unit_id), col(Assignment.weight),
        )
        .join(*INDICATOR_OF_ASSIGNMENT)
        .where(
            col(Assignment.programme_id) == programme_id,
            col(Assignment.standing) == Standing.LIVE,
        )
        .order_by(col(Assignment.ref))
    )  # fmt: skip
    rows = session.execute(query).tuples().all()
    names, ties = names_on(session, day), _latest_ties(session, programme_id)
    return tuple(
        TiedWork(key, ref, title, names[unit_id].name, weight, ties.get(key, ""))
        for key, ref, title, unit_id, weight in rows
    )


def _latest_ties(session: Session, programme_id: int) -> Mapping[int, str]:
    query = (
        select(col(ProductTie.assignment_id), col(ProductTie.code))
        .join(Assignment, col(Assignment.id) == col(ProductTie.assignment_id))
        .where(col(Assignment.programme_id) == programme_id)
        .order_by(col(ProductTie.id))
    )
    return dict(session.execute(query).tuples().all())


def write_ties(path: Path, works: Iterable[TiedWork], title: TableTitle, lang: Language) -> None:
    """Writes the workbook that `read_ties` reads: fill in the last column."""
    headings = [translator(lang)(f"evaluation.tie.column.{name}") for name in COLUMNS]
    rows = ((each.ref, each.title, each.unit, each.weight, each.product) for each in works)
    write_table(path, title, headings, rows)


def read_ties(session: Session, programme_id: int, path: Path, day: date) -> Mapping[int, str]:
    """The code of a product by assignment, '' for none; assignments that are left out stay.

    Raises BrokenFile with the cell of everything that is wrong, BadInput for what is no workbook.
    """
    works = {folded(each.ref): each.assignment_id for each in tied_work(session, programme_id, day)}
    query = select(col(CatalogueProduct.code)).distinct()
    products = {folded(code): code for code in session.scalars(query)}
    for grid in sheets_of(path):
        headings = headings_in(grid, PREFIX, COLUMNS, NEEDED)
        if headings is not None:
            return _TiesReading(path.name, grid, headings, works, products).ties()
    raise no_sheet(path.name, PREFIX, NEEDED)


@dataclass
class _TiesReading:
    """`works`, `products`: what is known, by its folded name."""

    file: str
    grid: Grid
    headings: SheetHeadings
    works: Mapping[str, int]
    products: Mapping[str, str]
    by_work: dict[int, str] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)

    def ties(self) -> Mapping[int, str]:
        for row, values in self.grid.rows[self.headings.position + 1 :]:
            cells = {name: shown(cell_in(values, self.headings.columns, name)) for name in NEEDED}
            if any(cells.values()):
                self._take(row, cells["ref"], cells["product"])
        if self.problems:
            raise BrokenFile(self.problems)
        return self.by_work

    def _take(self, row: int, ref: str, product: str) -> None:
        work, code = self.works.get(folded(ref)), self.products.get(folded(product), "")
        if work is None:
            self._tell("ref", row, "no_work", ref)
        elif work in self.by_work:
            self._tell("ref", row, "work_twice", ref)
        elif product and not code:
            self._tell("product", row, "no_product", product)
        else:
            self.by_work[work] = code

    def _tell(self, name: str, row: int, kind: str, value: str) -> None:
        at = a1(row, self.grid.first_column + self.headings.columns[name])
        path = translator("vi")(f"evaluation.tie.column.{name}")
        place = f"{self.grid.name}!{at}"
        self.problems.append(FileProblem(self.file, path, None, kind, value, cell=place))


def keep_ties(change: SettingsChange, programme_id: int, ties: Mapping[int, str]) -> int:
    """Keeps what is another than before, from today on; how many that were.

    A quarter that has begun keeps what its work was tied to on its first day. Raises Refused for
    somebody who is neither secretariat nor administrator.
    """
    change.mandated(*MAY_CHANGE)
    hold_office(change.session)
    before = _latest_ties(change.session, programme_id)
    other: Sequence[tuple[int, str]] = [
        (key, code) for key, code in ties.items() if before.get(key, "") != code
    ]
    change.session.add_all(
        ProductTie(
            assignment_id=key, code=code, day=change.today, at=change.now, by_id=change.actor.key
        )
        for key, code in other
    )
    if other:
        change.note("products_tied", n=len(other))
    return len(other)
