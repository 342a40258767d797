"""The data behind a paper's tables as an Excel workbook: a sheet a table."""

from collections.abc import Sequence

from dondoc.exports.figure_sheets import (
    FigureSheet,
    SheetMargins,
    column_characters,
    figure_workbook,
)
from dondoc.rendering.table_sums import sums_of
from dondoc.rendering.written_number import WrittenNumber
from dondoc.services.papers.context import context_of
from dondoc.services.papers.paper import Paper, PaperTable
from dondoc.services.papers.text_width import column_widths, lines_of
from dondoc.services.papers.wording import clean

_ROOM = 250.0
"""Millimetres that a lying A4 has between its margins; Excel fits the page to it anyway."""

_SIZE, _MM_OF_CHARACTER, _BESIDE, _WIDER = 11, 1.85, 1.5, 1.08
"""Points of a sheet's texts, millimetres of a column's character and beside its texts, and how
much wider than Times its typeface is at most.
"""
_OF_BOLD = 0.9
"""What of a column's width bold words have, as if they were upright."""


def paper_xlsx(paper: Paper) -> bytes:
    """The workbook of a paper."""
    page, context = paper.layout.page, context_of(paper)
    title = context["title"]
    until = [context["subject_note"], context["dated"]]
    above = tuple(text for text in (title, context["notice"], *until) if text)
    margins = SheetMargins(
        *(float(side.used) for side in (page.left, page.right, page.top, page.bottom))
    )
    sheets = [_sheet(paper, table, above) for table in paper.tables]
    return figure_workbook(sheets, margins, title)


def _sheet(paper: Paper, table: PaperTable, above: tuple[str, ...]) -> FigureSheet:
    layout = paper.layout
    headings = tuple(clean(column.words) for column in table.columns)
    rows = [row.cells for row in table.rows]
    unit = (f"{layout.words.unit_label} {clean(table.unit)}",) if table.unit else ()
    numbers = [column.is_number for column in table.columns]
    size = float(layout.table.size.used)
    widths = column_widths(headings, rows, numbers, _ROOM, size)
    return FigureSheet(
        name=table.title,
        above=(*above, clean(table.title), *unit),
        headings=headings,
        rows=rows,
        sums={
            (total_cell.row, total_cell.column): total_cell.parts for total_cell in sums_of(table)
        },
        across=dict(table.across),
        strong=frozenset(index for index, row in enumerate(table.rows) if row.kind != "line"),
        widths=tuple(widths),
        lines=_lines(rows, widths),
        head_lines=_lines([headings], [width * _OF_BOLD for width in widths])[0],
    )


def _lines(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> list[int]:
    """How many lines of texts each row has; numbers are never broken."""
    rooms = [
        (column_characters(width, ()) * _MM_OF_CHARACTER - _BESIDE) / _WIDER for width in widths
    ]
    return [
        max(
            1 if isinstance(cell, WrittenNumber) else lines_of(cell, room, _SIZE)
            for cell, room in zip(row, rooms, strict=True)
        )
        for row in rows
    ]
