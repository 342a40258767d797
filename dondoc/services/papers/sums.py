"""Which cells of a table are sums of which others, and whether they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dondoc.errors import BadInput
from dondoc.rendering.written_number import WrittenNumber
from dondoc.services.papers.paper import Paper, PaperRow, PaperTable


@dataclass(frozen=True)
class Sum:
    """Row `row` holds in `column` the sum of `parts`, all counted from 0."""

    row: int
    column: int
    parts: tuple[int, ...]


def sums_of(table: PaperTable) -> Iterator[Sum]:
    """Every sum of a table, in the columns that add up."""
    adding = [index for index, column in enumerate(table.columns) if column.adds_up]
    for row, parts in _parts(table.rows):
        for column in adding:
            if isinstance(table.rows[row].cells[column], WrittenNumber):
                yield Sum(row, column, parts)


def check_sums(paper: Paper) -> None:
    """Raises BadInput for the first total that is not the sum of its parts, and says which."""
    for table in paper.tables:
        for total_cell in sums_of(table):
            total, added = (
                _value(table, total_cell.row, total_cell.column),
                _added(table, total_cell),
            )
            if total != added:
                raise BadInput(
                    "papers.error.parts",
                    table=table.title,
                    column=table.columns[total_cell.column].words,
                    row=table.rows[total_cell.row].cells[0],
                    total=total,
                    parts=added,
                )


def _added(table: PaperTable, total_cell: Sum) -> Decimal:
    return sum((_value(table, row, total_cell.column) for row in total_cell.parts), Decimal(0))


def _value(table: PaperTable, row: int, column: int) -> Decimal:
    """The number in a cell; a dash adds nothing."""
    cell = table.rows[row].cells[column]
    return cell.value if isinstance(cell, WrittenNumber) else Decimal(0)


def _parts(rows: tuple[PaperRow, ...]) -> Iterator[tuple[int, tuple[int, ...]]]:
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


def _lines_below(rows: tuple[PaperRow, ...], group: int) -> tuple[int, ...]:
    lines = []
    for index in range(group + 1, len(rows)):
        if rows[index].kind != "line":
            break
        lines.append(index)
    return tuple(lines)
