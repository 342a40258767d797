"""What stands over a table and counts for its tasks: the time of the plan, the first group."""

from collections.abc import Sequence
from datetime import date

from dondoc.services.workbook.days import time_of_group
from dondoc.services.workbook.grid import a1, shown
from dondoc.services.workbook.row_marks import ROMAN, level_of_row
from dondoc.services.workbook.row_reader import SheetRow
from dondoc.services.workbook.row_sorts import without_number
from dondoc.services.workbook.sheet_table import HeadingRow, SheetTable


def report_time(row: SheetRow) -> date | None:
    """The last day of the month or quarter that the title or the sheet's name is of, which is said.

    "KẾ HOẠCH CÔNG TÁC QUÝ II NĂM 2026" is; "Kế hoạch thực hiện Kết luận tháng 3" is not.
    """
    table = row.table
    titles = [(a1(number, column), text) for number, column, text in _texts_above(table)]
    for cell, text in [*titles, (None, table.grid.name)]:
        if day := time_of_group(text, row.year):
            words = {"found": text, "day": shown(day)}
            row.findings.add("warning", table.grid.name, cell, "plan.warn.table_of_time", **words)
            return day
    return None


def first_group(rows: Sequence[SheetRow]) -> tuple[str, int, str] | None:
    """The title right above the headings, how it is counted, and its cell, where tasks below stand
    in groups counted so, too: "I. KINH TẾ" where "II. XÃ HỘI" follows.
    """
    table = rows[0].table
    above = list(_texts_above(table))
    if not above or sum(1 for number, _, _ in above if number == above[-1][0]) > 1:
        return None
    number, column, text = above[-1]
    top = min(heading.row for heading in table.headings.values())
    level = level_of_row(None, text)
    if level is None or level > ROMAN or top - number > 2:
        return None
    alike = [i for i, row in enumerate(rows) if level_of_row(None, row.line("name") or "") == level]
    is_followed = any(not _is_title(row) for i in alike[:1] for row in rows[i + 1 :])
    return (without_number(text), level, a1(number, column)) if is_followed else None


def _is_title(row: SheetRow) -> bool:
    return not any(shown(row.value(key)) for key in row.table.headings if key != "name")


def _texts_above(table: SheetTable) -> list[tuple[int, int, str]]:
    """Row, column and text of what stands above the headings, from top to bottom."""
    top = min(heading.row for heading in table.headings.values())
    first = table.grid.first_column
    rows: list[HeadingRow] = [row for row in table.grid.rows if row[0] < top]
    return [
        (number, first + offset, text)
        for number, values in rows
        for offset, value in enumerate(values)
        if (text := " ".join(shown(value).split()))
    ]
