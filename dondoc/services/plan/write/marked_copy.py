"""A copy of the person's workbook with everything that must be mended marked in it."""

import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from openpyxl import Workbook as XlsxWorkbook
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from dondoc.exports.cells import put_text
from dondoc.i18n import Translate
from dondoc.services.workbook.cells import DATE_FORMAT
from dondoc.services.workbook.grid import CellError, DatePart, Grid, Percent, Value, shown
from dondoc.services.workbook.layout import problems_sheet_name
from dondoc.services.workbook.open import Workbook
from dondoc.services.workbook.problem import Problem, problem_text

FILLS = {
    "error": PatternFill("solid", fgColor="F8CBAD"),
    "warning": PatternFill("solid", fgColor="FFF2CC"),
}
# Beyond this a workbook is copied cell by cell: openpyxl keeps an object for every styled cell.
MAX_UNPACKED = 60 * 2**20
MAX_COMMENTS = 5_000
_WIDTHS = (10, 24, 10, 110)


def mark_problems(
    source: Path,
    workbook: Workbook,
    problems: Sequence[Problem],
    target: Path,
    tr: Translate,
    lang: str | None = None,
) -> None:
    """Writes `target` (.xlsx): each problem's cell filled and commented, and a first sheet that
    lists all problems, with links. `workbook` is what `check` read from `source`; `lang` is the
    language of `tr` unless another is named.

    An .xlsx keeps its looks, but for text boxes and sparklines; other formats are laid out anew.
    """
    copy = _copy_of(source, workbook)
    _mark_cells(copy, problems, tr)
    _list_problems(copy, problems, tr, lang or tr("plan.language"))
    copy.save(target)


def _copy_of(source: Path, workbook: Workbook) -> XlsxWorkbook:
    with suppress(Exception), warnings.catch_warnings():  # what calamine reads may defeat it
        warnings.simplefilter("ignore")
        if workbook.format == "xlsx" and _unpacked_size(source) <= MAX_UNPACKED:
            return load_workbook(source)
    copy = XlsxWorkbook()
    copy.remove(copy.worksheets[0])
    for grid in workbook.sheets:
        _lay_out(copy.create_sheet(grid.name[:31]), grid)
    return copy


def _unpacked_size(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return sum(info.file_size for info in archive.infolist())


def _lay_out(sheet: Worksheet, grid: Grid) -> None:
    for row, values in grid.rows:
        for offset, value in enumerate(values):
            if value is not None:
                _put(sheet.cell(row + 1, grid.first_column + offset + 1), value)


def _put(cell: Cell | MergedCell, value: Value) -> None:
    if isinstance(value, Percent):
        cell.value, cell.number_format = value.value, "0.##%"
    elif isinstance(value, CellError):
        cell.value, cell.data_type = value.text, "e"
    elif isinstance(value, str):
        put_text(cell, value)
    elif isinstance(value, DatePart) and value.part == "quarter":
        put_text(cell, shown(value))  # workbooks of this kind have no format for quarters
    else:
        cell.value = value.day if isinstance(value, DatePart) else value
        if isinstance(value, DatePart):
            cell.number_format = "mm/yyyy" if value.part == "month" else "yyyy"
        elif isinstance(value, date):
            cell.number_format = DATE_FORMAT


def _mark_cells(copy: XlsxWorkbook, problems: Iterable[Problem], tr: Translate) -> None:
    """An error's colour wins over a warning's."""
    by_cell: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.sheet in copy.sheetnames and problem.cell:
            by_cell[problem.sheet, problem.cell].append(problem)
    for number, ((sheet, address), cell_problems) in enumerate(by_cell.items()):
        cell = _top_left(copy[sheet], address)
        worst = min(problem.severity for problem in cell_problems)
        cell.fill = FILLS[worst]
        if number < MAX_COMMENTS:
            text = "\n".join(problem_text(problem, tr) for problem in cell_problems)
            cell.comment = Comment(text, tr("plan.mark.author"), width=360, height=140)


def _top_left(sheet: Worksheet, address: str) -> Cell:
    """Of merged cells only the first can carry a comment."""
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        merged = next(r for r in sheet.merged_cells.ranges if address in r)
        cell = sheet.cell(merged.min_row, merged.min_col)
    assert isinstance(cell, Cell)
    return cell


def _list_problems(
    copy: XlsxWorkbook, problems: Iterable[Problem], tr: Translate, lang: str
) -> None:
    name = problems_sheet_name(lang)
    if name in copy.sheetnames:  # the person mended a marked copy and sent it again
        copy.remove(copy[name])
    sheet = copy.create_sheet(name, 0)
    copy.active = 0
    titles = ("plan.mark.severity", "plan.mark.sheet", "plan.mark.cell", "plan.mark.problem")
    for number, (title, width) in enumerate(zip(titles, _WIDTHS, strict=True), start=1):
        put_text(sheet.cell(1, number), tr(title))
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions["ABCD"[number - 1]].width = width
    for row, problem in enumerate(problems, start=2):
        _list_problem(sheet, row, problem, tr)
    sheet.freeze_panes = "A2"


def _list_problem(sheet: Worksheet, row: int, problem: Problem, tr: Translate) -> None:
    severity = sheet.cell(row, 1)
    put_text(severity, tr(f"plan.mark.{problem.severity}"))
    severity.fill = FILLS[problem.severity]
    put_text(sheet.cell(row, 2), problem.sheet or "")
    put_text(sheet.cell(row, 4), problem_text(problem, tr))
    sheet.cell(row, 4).alignment = Alignment(wrap_text=True, vertical="top")
    if problem.cell and problem.sheet:
        cell = sheet.cell(row, 3)
        quoted = problem.sheet.replace("'", "''")
        put_text(cell, problem.cell)
        cell.hyperlink = f"#'{quoted}'!{problem.cell}"
