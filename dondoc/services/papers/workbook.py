"""The data behind a paper's tables as an Excel workbook: a sheet a table."""

from dondoc.exports.figure_sheets import FigureSheet, SheetMargins, figure_workbook
from dondoc.rendering.table_sums import sums_of
from dondoc.services.papers.context import context_of
from dondoc.services.papers.paper import Paper, PaperTable
from dondoc.services.papers.text_width import column_widths
from dondoc.services.papers.wording import clean

_ROOM = 250.0
"""Millimetres that a lying A4 has between its margins; Excel fits the page to it anyway."""


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
    return FigureSheet(
        name=table.title,
        above=(*above, clean(table.title), *unit),
        headings=headings,
        rows=rows,
        sums={
            (total_cell.row, total_cell.column): total_cell.parts for total_cell in sums_of(table)
        },
        strong=frozenset(index for index, row in enumerate(table.rows) if row.kind != "line"),
        widths=tuple(column_widths(headings, rows, numbers, _ROOM, size)),
    )
