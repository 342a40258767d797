"""All tables of a digest in the order in which they are read, whatever form it takes."""

from collections.abc import Iterator

from dondoc.services.digest.correction_table import correction_table
from dondoc.services.digest.count_tables import grade_table, group_table, unit_table
from dondoc.services.digest.difficulty_table import difficulty_table
from dondoc.services.digest.list_tables import (
    exceeded_table,
    indicator_table,
    moved_table,
    overdue_table,
)
from dondoc.services.digest.report_counts import (
    committee_table,
    matrix_table,
    official_table,
    remover_table,
    report_table,
    transition_table,
)
from dondoc.services.digest.report_lists import (
    below_table,
    changed_table,
    concern_table,
    forecast_table,
    gap_table,
    owner_table,
    source_table,
)
from dondoc.services.digest.tables import DigestTable, DigestWriter, without
from dondoc.services.figures.report_shapes import DigestReport
from dondoc.services.figures.shapes import DigestFigures

_ABOUT_UNITS = frozenset({"unit", "complete", "units_counted"})
"""Columns that tell units apart or count them: needless where a digest is of one."""


def first_table(writer: DigestWriter, figures: DigestFigures) -> DigestTable | None:
    """The ten concerns, which stand on page one."""
    table = concern_table(writer, figures.report) if figures.report else None
    return without(table, _ABOUT_UNITS) if table and figures.unit else table


def tables_of(writer: DigestWriter, figures: DigestFigures) -> list[DigestTable]:
    """The tables of a digest but the first; of one kept before there were reports, fewer."""
    made = _tables(writer, figures) if figures.report is None else _with_report(
        writer, figures, figures.report
    )  # fmt: skip
    of_one = _ABOUT_UNITS if figures.unit else frozenset[str]()
    return [without(table, of_one) for table in made if table]


def _tables(writer: DigestWriter, figures: DigestFigures) -> Iterator[DigestTable | None]:
    yield group_table(writer, figures)
    yield unit_table(writer, figures)
    yield indicator_table(writer, figures.indicators, figures.unit)
    yield overdue_table(writer, "overdue", figures.overdue)
    yield overdue_table(writer, "backlog", figures.backlog)
    yield moved_table(writer, figures.moved)
    yield exceeded_table(writer, figures.exceeded)
    yield difficulty_table(writer, figures.difficulties, figures.unit)
    yield grade_table(writer, figures.grades)


def _with_report(
    writer: DigestWriter, figures: DigestFigures, report: DigestReport
) -> Iterator[DigestTable | None]:
    """What is behind and what hinders comes first; then who, what was reached, and the rest."""
    yield matrix_table(writer, figures)
    yield overdue_table(writer, "overdue", figures.overdue, has_reasons=True)
    yield overdue_table(writer, "backlog", figures.backlog, has_reasons=True)
    yield overdue_table(writer, "later", figures.later, has_reasons=True)
    yield below_table(writer, report.below)
    yield remover_table(writer, report)
    yield difficulty_table(writer, figures.difficulties, figures.unit)
    yield transition_table(writer, report)
    yield changed_table(writer, report)
    yield correction_table(writer, report.corrections)
    yield group_table(writer, figures)
    yield unit_table(writer, figures)
    yield official_table(writer, figures)
    yield report_table(writer, report)
    yield owner_table(writer, report.silent_owners)
    yield committee_table(writer, report)
    yield indicator_table(writer, figures.indicators, figures.unit)
    is_over = figures.as_of.year > figures.programme_year
    yield forecast_table(writer, report, year_is_over=is_over)
    yield exceeded_table(writer, figures.exceeded)
    yield moved_table(writer, figures.moved)
    yield grade_table(writer, figures.grades)
    yield gap_table(writer, report.gaps, report.rechecks)
    yield source_table(writer, report.sources)
