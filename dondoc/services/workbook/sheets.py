"""Tells the sheets of a workbook apart, and reports those that cannot be used as they are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from dondoc.services.workbook.grid import Grid, a1, shown
from dondoc.services.workbook.heading_years import (
    of_year,
    parts_of_year,
    result_of_no_year,
    stated_year,
    title_of_other_years,
)
from dondoc.services.workbook.headings import nearest_table
from dondoc.services.workbook.layout import unread_sheet_names
from dondoc.services.workbook.month_columns import with_months_as_quarters
from dondoc.services.workbook.old_fonts import first_in_old_font
from dondoc.services.workbook.open import Workbook
from dondoc.services.workbook.problem import Findings, Severity
from dondoc.services.workbook.running_quarters import (
    title_of_results,
    with_plain_quarters,
    with_year_end,
)
from dondoc.services.workbook.sheet_table import Heading, SheetTable
from dondoc.services.workbook.table_parts import find_tables
from dondoc.services.workbook.unread_columns import (
    report_below_no_heading,
    report_units_in_columns,
)
from models.rules.folding import fold_words

Tables = Mapping[str, list[SheetTable]]


def recognise(workbook: Workbook, findings: Findings, year: int | None = None) -> Tables:
    """Tables by kind; a kind may be spread over several sheets. Hidden sheets are not read.

    `year`: the programme's, where it is known; else what its own sheet says.
    """
    tables: dict[str, list[SheetTable]] = defaultdict(list)
    found = list(_found_tables(workbook, findings))
    year = year or stated_year(found)
    for read in found:
        table = with_months_as_quarters(with_plain_quarters(read), findings)
        of_the_year = with_year_end(of_year(table, year) if year else table)
        tables[table.kind].append(of_the_year)
        _report_headings(of_the_year, findings)
        if table.kind != "programme":
            report_units_in_columns(table, findings)
            report_below_no_heading(table, findings, is_csv=workbook.format == "csv")
    if year:
        _report_titles(found, year, findings)
    return tables


def _report_titles(tables: list[SheetTable], year: int, findings: Findings) -> None:
    """Each title once, over however many tables of its sheet it stands."""
    titles = ((table.grid.name, title_of_other_years(table, year)) for table in tables)
    for name, title in dict.fromkeys(titles):
        if title is not None:
            words = {"found": _line(title), "year": str(year)}
            findings.add("warning", name, _cell(title), "plan.warn.other_title", **words)


def _found_tables(workbook: Workbook, findings: Findings) -> Iterator[SheetTable]:
    for grid in workbook.sheets:
        if not grid.rows:
            continue
        parts = list(find_tables(grid))
        if fold_words(grid.name) in unread_sheet_names():
            if any(not table.missing and table.rows for table in parts):
                findings.add("warning", grid.name, None, "plan.warn.guide_not_read")
            continue
        if grid.is_hidden:
            if parts:
                findings.add("warning", grid.name, None, "plan.warn.hidden_sheet")
            continue
        _report_old_font(grid, findings)
        if not parts:
            _report_no_table(grid, findings)
        yield from parts


def _report_old_font(grid: Grid, findings: Findings) -> None:
    if first := first_in_old_font(grid):
        cell, text, count = first
        key = "plan.error.old_font"
        findings.add("error", grid.name, cell, key, found=text[:60], count=count)


def _report_no_table(grid: Grid, findings: Findings) -> None:
    """Says which row is most like a heading row, what is known there and what is wanting."""
    near = nearest_table(grid)
    if near is None:
        findings.add("warning", grid.name, None, "plan.warn.unknown_sheet")
        return
    report_units_in_columns(near, findings)
    wanting = [near.layout.column(key) for key in near.missing]
    findings.add(
        "warning",
        grid.name,
        a1(near.heading_row, near.grid.first_column),
        "plan.warn.no_table",
        row=near.heading_row + 1,
        known="; ".join(f"“{_line(heading)}”" for heading in near.headings.values()),
        column="; ".join(f"“{column.headings['vi'][0]}”" for column in wanting),
        column_en="; ".join(f"“{column.headings['en'][0]}”" for column in wanting),
    )


def _report_headings(table: SheetTable, findings: Findings) -> None:
    name, layout = table.grid.name, table.layout
    if table.kind == "programme":
        return
    for key in table.missing:
        column = layout.column(key)
        titles = {"column": column.headings["vi"][0], "column_en": column.headings["en"][0]}
        sheet = {"kind": layout.titles["vi"], "kind_en": layout.titles["en"]}
        cell = a1(table.heading_row, table.grid.first_column)
        findings.add("error", name, cell, "plan.error.no_column", **titles, **sheet)
    _report_several(table, findings)
    for heading in table.headings.values():
        if heading.column in table.grid.hidden_columns:
            key = "plan.warn.hidden_column"
            findings.add("warning", name, _cell(heading), key, found=_line(heading))
    for other in table.other_years:
        key = "plan.warn.other_year" if other.is_spare else "plan.error.other_year_column"
        severity: Severity = "warning" if other.is_spare else "error"
        findings.add(severity, name, _cell(other.heading), key, found=_line(other.heading))
    _report_misread(table, findings)
    for heading, meant in table.unknown:
        _report_unknown(table, heading, meant, findings)


def _report_several(table: SheetTable, findings: Findings) -> None:
    """Two columns where there can be one, and one heading over two columns."""
    name = table.grid.name
    for first, second in table.repeated:
        twice = {"found": _line(second), "first": _cell(first)}
        findings.add("error", name, _cell(second), "plan.error.column_twice", **twice)
    for heading, parts in table.split:
        titles = "; ".join(f"“{_line(part)}”" for part in parts)
        split = {"column": _line(heading), "found": titles}
        findings.add("error", name, _cell(parts[0]), "plan.error.split_heading", **split)


def _report_misread(table: SheetTable, findings: Findings) -> None:
    """Columns of a part of the year or of results, and tables beside this one that are not read."""
    name = table.grid.name
    for heading in parts_of_year(table):
        findings.add(
            "warning", name, _cell(heading), "plan.warn.part_of_year", found=_line(heading)
        )
    if (over := title_of_results(table)) is not None:
        key = "plan.warn.quarters_of_results"
        findings.add("warning", name, _cell(over), key, found=_line(over))
    if (result := result_of_no_year(table)) is not None:
        words = {"found": _line(result)}
        findings.add("warning", name, _cell(result), "plan.warn.result_of_no_year", **words)
    for row, values in table.unread:
        found = " | ".join(text for value in values if (text := " ".join(shown(value).split())))
        cell = a1(row, table.grid.first_column)
        findings.add("warning", name, cell, "plan.warn.table_not_read", found=found)


def _report_unknown(
    table: SheetTable, heading: Heading, meant: str | None, findings: Findings
) -> None:
    name, cell, text = table.grid.name, _cell(heading), _line(heading)
    if meant is None:
        findings.add("warning", name, cell, "plan.warn.unknown_column", found=text)
        return
    column = table.layout.column(meant)
    findings.add(
        "warning",
        name,
        cell,
        "plan.warn.column_near",
        found=text,
        column=column.headings["vi"][0],
        column_en=column.headings["en"][0],
    )


def _cell(heading: Heading) -> str:
    return a1(heading.row, heading.column)


def _line(heading: Heading) -> str:
    return " ".join(heading.text.split())
