"""Which cells of a table are sums or quotients of which others, and whether they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from dondoc.rendering.written_number import WrittenNumber
from models.rules.quotients import is_quotient

RowKind = Literal["line", "group", "total"]
"""A group is the sum of the lines below it, a total of all."""
Quotient = tuple[int, int, int | None]
"""A column of percentages, that of the part, and that of the whole; None: the part of the total."""


SumAcross = tuple[int, tuple[int, ...]]
"""A column, and the columns whose sum it is in every row."""


class _Column(Protocol):
    @property
    def adds_up(self) -> bool: ...


class _Row(Protocol):
    @property
    def cells(self) -> tuple[str, ...]: ...
    @property
    def kind(self) -> RowKind: ...


class SummedTable(Protocol):
    """A table as it is checked."""

    @property
    def columns(self) -> Sequence[_Column]: ...
    @property
    def rows(self) -> Sequence[_Row]: ...
    @property
    def quotients(self) -> Sequence[Quotient]: ...


class TableAcross(SummedTable, Protocol):
    """A table of which columns are sums of others."""

    @property
    def across(self) -> Sequence[SumAcross]: ...


@dataclass(frozen=True)
class Sum:
    """Row `row` holds in `column` the sum of `parts`, all counted from 0."""

    row: int
    column: int
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Fault:
    """A cell that is not what its parts make: `total` is printed, `parts` is right."""

    row: int
    column: int
    total: Decimal
    parts: Decimal


def sums_of(table: SummedTable) -> Iterator[Sum]:
    """Every sum of a table, in the columns that add up."""
    adding = [index for index, column in enumerate(table.columns) if column.adds_up]
    for row, parts in _parts(table.rows):
        for column in adding:
            if isinstance(table.rows[row].cells[column], WrittenNumber):
                yield Sum(row, column, parts)


def faults_of(table: SummedTable) -> Iterator[Fault]:
    """Totals that are not the sums of their parts, percentages that are not their quotients."""
    for cell in sums_of(table):
        total = _value(table, cell.row, cell.column)
        added = sum((_value(table, row, cell.column) for row in cell.parts), Decimal(0))
        if total != added:
            yield Fault(cell.row, cell.column, total, added)
    for percent, part, whole in table.quotients:
        yield from _quotient_faults(table, percent, part, whole)


def faults_across(table: TableAcross) -> Iterator[Fault]:
    """Cells that are not the sum of others in their row, beyond what rounding makes of them."""
    for column, parts in table.across:
        for index, row in enumerate(table.rows):
            there = [row.cells[part] for part in (column, *parts)]
            known = [cell for cell in there if isinstance(cell, WrittenNumber)]
            if len(known) < len(there):
                continue
            total, *added = (cell.value for cell in known)
            slack = sum((cell.last_digit / 2 for cell in known), Decimal(0))
            if abs(total - sum(added)) > slack:
                yield Fault(index, column, total, sum(added, Decimal(0)))


def _quotient_faults(
    table: SummedTable, percent: int, part: int, whole: int | None
) -> Iterator[Fault]:
    totals = [index for index, row in enumerate(table.rows) if row.kind == "total"]
    for index, row in enumerate(table.rows):
        said = row.cells[percent]
        if not isinstance(said, WrittenNumber):
            continue
        of = _value(table, totals[-1], part) if whole is None else _value(table, index, whole)
        made = _value(table, index, part)
        if not is_quotient(said.value * 100, made, of):
            yield Fault(index, percent, said.value * 100, made * 100 / of if of else Decimal(0))


def _value(table: SummedTable, row: int, column: int) -> Decimal:
    """The number in a cell; a dash adds nothing."""
    cell = table.rows[row].cells[column]
    return Decimal(cell.value) if isinstance(cell, WrittenNumber) else Decimal(0)


def _parts(rows: Sequence[_Row]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each row that is a sum, and the rows that it is the sum of."""
    begin = 0
    for index, row in enumerate(rows):
        if row.kind == "group":
            yield index, _lines_below(rows, index)
        elif row.kind == "total":
            above = range(begin, index)
            groups = tuple(part for part in above if rows[part].kind == "group")
            yield index, groups or tuple(above)
            begin = index + 1


def _lines_below(rows: Sequence[_Row], group: int) -> tuple[int, ...]:
    lines = []
    for index in range(group + 1, len(rows)):
        if rows[index].kind != "line":
            break
        lines.append(index)
    return tuple(lines)
