"""What must hold before a digest is kept: parts add up, percentages are their quotients.

Else nothing is compiled, and the error says which table, row and numbers do not agree.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dondoc.errors import BadInput
from dondoc.rendering.table_sums import faults_of
from dondoc.services.digest.report_tables import first_table, tables_of
from dondoc.services.digest.tables import DigestTable, DigestWriter
from dondoc.services.figures.drawn import DrawnFigures
from dondoc.services.figures.report_shapes import DigestReport
from dondoc.services.figures.shapes import DigestFigures, GradeCount, IndicatorFigures
from models.rules.achievement import HUNDRED
from models.rules.indicators import AddsUp, Kind
from models.rules.measures import Measure
from models.rules.quotients import is_quotient
from models.rules.totals import ComparedResults, Counts

_WRITER = DigestWriter("vi")
"""Faults are named as the paper names its tables."""


class Disagreement(NamedTuple):
    """A total, or a percentage, and what its parts make instead. `where`: table, row, column."""

    where: str
    total: Decimal
    parts: Decimal


class _Sum(NamedTuple):
    """A total and what it must be the sum of."""

    where: str
    total: int
    parts: int


def check_digest(figures: DigestFigures) -> None:
    """Raises BadInput for the first thing that does not agree, of it and of its groups."""
    for fault in faults(figures):
        raise BadInput(
            "digest.error.does_not_agree",
            where=fault.where,
            total=str(fault.total),
            parts=str(fault.parts),
        )


def faults(figures: DigestFigures) -> Iterator[Disagreement]:
    """Everything that does not agree."""
    for each in (*_sums(figures), *_group_sums(figures)):
        if each.total != each.parts:
            yield Disagreement(each.where, Decimal(each.total), Decimal(each.parts))
    yield from _quotients(figures)
    for table in (first_table(_WRITER, figures), *tables_of(_WRITER, figures)):
        if table is not None:
            yield from _of_table(table)
    for part in figures.of_groups.values():
        yield from faults(part)


def _sums(figures: DigestFigures) -> Iterator[_Sum]:
    counts, verdicts = figures.counts, figures.verdicts
    units = [unit for group in figures.groups for unit in group.units]
    for name, parts in (("groups", figures.groups), ("units", units)):
        yield from _added(name, counts, [part.counts for part in parts])
        yield from _compared(name, verdicts, [part.verdicts for part in parts])
    yield _Sum("overdue", counts.overdue, len(figures.overdue))
    yield _Sum("exceeded", verdicts.exceeded, len(figures.exceeded))
    if figures.report is not None:
        yield from _of_report(figures, figures.report)


def _group_sums(figures: DigestFigures) -> Iterator[_Sum]:
    """The digests of the groups, which lie beside the whole one, sum to it."""
    if figures.of_groups:
        parts = list(figures.of_groups.values())
        yield from _added("of_groups", figures.counts, [part.counts for part in parts])
        yield _Sum("of_groups.grades", _size(figures.grades), sum(_size(p.grades) for p in parts))


def _of_report(figures: DigestFigures, report: DigestReport) -> Iterator[_Sum]:
    late = len(figures.overdue) + len(figures.backlog) + len(figures.later)
    yield _Sum("year.overdue", report.year.overdue, late)
    yield _Sum("due.overdue", report.year.overdue, report.due.overdue)
    yield _Sum("reports", report.due.total, report.reports.total)
    groups = [each.reports.total for each in report.reports_by_group]
    yield _Sum("reports.groups", report.reports.total, sum(groups))
    officials = [each.counts for each in report.officials]
    yield from _added("officials", figures.counts, officials)
    yield from _of_days(report)
    if (again := report.rechecks) is not None:
        parts = again.agreed + again.disagreed + again.waiting
        yield _Sum("rechecks", again.sampled, parts)
    if report.drawn is not None:
        yield from _of_drawn(figures.as_of, report, report.drawn)


def _of_days(report: DigestReport) -> Iterator[_Sum]:
    if report.transitions:
        now = sum(each.count for each in report.transitions if each.after is not None)
        yield _Sum("transitions", report.year.total, now)
        in_all = sum(each.count for each in report.transitions)
        yield _Sum("changed", in_all, len(report.changed) + report.unchanged)
    for day in report.compared:
        if day.kind == "digest":
            yield _Sum("compared.now", report.year.overdue, day.appeared + day.remained)
            yield _Sum("compared.then", day.overdue, day.remained + day.ended)


def _of_drawn(as_of: date, report: DigestReport, drawn: DrawnFigures) -> Iterator[_Sum]:
    """A picture says what the tables say; long after the year the course has ended with it."""
    yield from _added("drawn.units", report.due, [unit.counts for unit in drawn.due])
    if drawn.course and drawn.course[-1].day == as_of:
        yield _Sum("drawn.course", report.year.overdue, drawn.course[-1].count)


def _size(grades: Sequence[GradeCount]) -> int:
    return sum(grade.count for grade in grades)


def _added(where: str, total: Counts, parts: Sequence[Counts]) -> Iterator[_Sum]:
    summed = sum(parts, Counts())
    for name in ("done_in_time", "done_late", "open_in_time", "overdue", "due_soon"):
        yield _Sum(f"{where}.{name}", getattr(total, name), getattr(summed, name))


def _compared(
    where: str, total: ComparedResults, parts: Sequence[ComparedResults]
) -> Iterator[_Sum]:
    summed = sum(parts, ComparedResults())
    for name in ("met", "compared", "exceeded"):
        yield _Sum(f"{where}.{name}", getattr(total, name), getattr(summed, name))


def _of_table(table: DigestTable) -> Iterator[Disagreement]:
    """What the cells of a table say, in whatever form it is written."""
    title = _WRITER.tr(f"digest.table.{table.name}", span=_WRITER.in_span)
    for fault in faults_of(table):
        row, column = table.rows[fault.row].cells[0], table.columns[fault.column].heading
        yield Disagreement(f"{title}, {row}, {column}", fault.total, fault.parts)


def _quotients(figures: DigestFigures) -> Iterator[Disagreement]:
    """Percentages that are kept as numbers beside what they are made of."""
    for each in figures.indicators:
        slack = _HALF_HUNDREDTH if _is_rounded(each) else Decimal(0)
        for name, measure in (("quarter", each.quarter), ("year", each.year)):
            if measure is not None:
                yield from _of_measure(f"{each.code}, {name}", measure, slack)
    below = figures.report.below if figures.report else ()
    for item in (*figures.exceeded, *below):
        if item.percent is not None:
            yield from _checked(item.ref, item.percent, item.actual, item.expected)


_HALF_HUNDREDTH = Decimal("0.005")
"""Means and composites are printed to a hundredth, their percentages made of the exact ones."""


def _is_rounded(figures: IndicatorFigures) -> bool:
    return figures.adds_up is not AddsUp.SUM or figures.kind is Kind.COMPOSITE


def _of_measure(where: str, measure: Measure, slack: Decimal) -> Iterator[Disagreement]:
    if measure.actual is None:
        return
    if measure.percent is not None and measure.target is not None:
        yield from _checked(where, measure.percent, measure.actual, measure.target, slack)
    if measure.used is not None and measure.allowed is not None:
        yield from _checked(where, measure.used, measure.actual, measure.allowed, slack)


def _checked(
    where: str, percent: Decimal, part: Decimal, whole: Decimal, slack: Decimal = Decimal(0)
) -> Iterator[Disagreement]:
    if not is_quotient(percent, part, whole, slack):
        made = part * HUNDRED / whole if whole else Decimal(0)
        yield Disagreement(where, percent, made)
