"""The tables of counts of a digest's report: due states, reports, officials, what changed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dondoc.rendering.formats import capital
from dondoc.rendering.table_sums import RowKind
from dondoc.services.digest.count_tables import COUNTED, counted_row, of_whole
from dondoc.services.digest.summary import details_of
from dondoc.services.digest.tables import DigestRow, DigestTable, DigestWriter
from dondoc.services.figures.report_shapes import DigestReport, OfficialFigures
from dondoc.services.figures.shapes import DigestFigures
from models.rules.due import DueState
from models.rules.reporting import ReportsCounted
from models.rules.totals import ComparedResults, Counts


def matrix_table(writer: DigestWriter, figures: DigestFigures) -> DigestTable | None:
    """Done and not done, crossed with in time and late; the period in sentences below it."""
    counts = figures.counts
    if not counts.total:
        return None
    done, open_ones = (
        (counts.done_in_time, counts.done_late),
        (counts.open_in_time, counts.overdue),
    )
    both = (done[0] + open_ones[0], done[1] + open_ones[1])
    of, in_all = of_whole(figures), counts.total
    states = ("", "done_in_time", "done_late", "", ""), ("", "open_in_time", "overdue", "", "")
    rows = (
        replace(_side(writer, "done", done, in_all), of=of, states=states[0]),
        replace(_side(writer, "not_done", open_ones, in_all), of=of, states=states[1]),
        _side(writer, "total", both, in_all),
    )
    columns = writer.columns("work", "+matrix_in_time", "+matrix_late", "+sum", "#share")
    after = " ".join(details_of(writer, figures))
    return DigestTable("matrix", columns, rows, after=after, quotients=((4, 3, None),))


def _side(writer: DigestWriter, name: str, sizes: tuple[int, int], whole: int) -> DigestRow:
    added = sum(sizes)
    numbers = map(writer.number, (*sizes, added))
    words = capital(writer.tr(f"digest.matrix.{name}"))
    cells = (words, *numbers, writer.part(added, whole))
    return DigestRow(cells, "total" if name == "total" else "line")


def official_table(writer: DigestWriter, figures: DigestFigures) -> DigestTable | None:
    """One line per official in the lead; of many units, those with something overdue by name."""
    report = figures.report
    if report is None or not report.officials:
        return None
    few = bool(figures.unit)
    named: list[OfficialFigures] = []
    others: list[OfficialFigures] = []
    for each in report.officials:
        (named if few or each.counts.overdue else others).append(each)
    rows = [_official(writer, each) for each in named]
    if others:
        rows.append(_others(writer, others))
    rows.append(
        counted_row(writer, writer.tr("digest.total"), figures.counts, figures.verdicts, "total")
    )
    return DigestTable("officials", writer.columns("official", *COUNTED), tuple(rows))


def _official(writer: DigestWriter, each: OfficialFigures) -> DigestRow:
    name = each.name or writer.tr("digest.nobody")
    title = each.title or each.unit
    return counted_row(writer, f"{name}, {title}", each.counts, each.verdicts)


def _others(writer: DigestWriter, others: list[OfficialFigures]) -> DigestRow:
    words = writer.tr("digest.other_officials", n=len(others), count=writer.number(len(others)))
    counts = sum((each.counts for each in others), Counts())
    verdicts = sum((each.verdicts for each in others), ComparedResults())
    return counted_row(writer, words, counts, verdicts)


def report_table(writer: DigestWriter, report: DigestReport) -> DigestTable | None:
    """How the reports came that were due by the day, by group."""
    if not report.reports.total:
        return None
    groups = report.reports_by_group
    rows = [_reports(writer, each.title, each.reports) for each in groups]
    if len(groups) > 1:
        rows.append(_reports(writer, writer.tr("digest.total"), report.reports, "total"))
    columns = writer.columns(
        "group", "+due_come", "+reported_in_time", "+reported_late", "+not_reported", "+still_open",
        "#reported_share",
    )  # fmt: skip
    return DigestTable("reports", columns, tuple(rows), quotients=((6, 2, 1),))


def _reports(
    writer: DigestWriter, name: str, counted: ReportsCounted, kind: RowKind = "line"
) -> DigestRow:
    parts = (counted.total, counted.in_time, counted.late, counted.silent, counted.open)
    share = writer.part(counted.in_time, counted.total)
    return DigestRow((name, *map(writer.number, parts), share), kind)


_STATES: tuple[DueState | None, ...] = (*DueState, None)


def transition_table(writer: DigestWriter, report: DigestReport) -> DigestTable | None:
    """From which due state to which since the last digest: rows are then, columns are now."""
    if not report.transitions:
        return None
    counted = {(each.before, each.after): each.count for each in report.transitions}
    rows = [
        _transitions(writer, before, [counted.get((before, after), 0) for after in _STATES])
        for before in _STATES
    ]
    columns_of = [[counted.get((b, after), 0) for b in _STATES] for after in _STATES]
    sums = [sum(column) for column in columns_of]
    numbers = map(writer.number, [*sums, sum(sums)])
    rows.append(DigestRow((writer.tr("digest.total"), *numbers), "total"))
    states = (f"+state:{state}" for state in DueState)
    columns = writer.columns("state_then", *states, "+gone", "+sum")
    count = writer.number(report.unchanged)
    unchanged = [writer.tr("digest.unchanged", n=report.unchanged, count=count)]
    read = writer.tr("digest.transitions.read")
    after = " ".join([read, *(unchanged if report.unchanged else [])])
    return DigestTable("transitions", columns, tuple(rows), after=after)


def _transitions(writer: DigestWriter, before: DueState | None, sizes: Iterable[int]) -> DigestRow:
    found = list(sizes)
    key = f"due_state.{before}" if before else "digest.not_there"
    return DigestRow((capital(writer.tr(key)), *map(writer.number, [*found, sum(found)])))


def remover_table(writer: DigestWriter, report: DigestReport) -> DigestTable | None:
    """Difficulties by who can remove them: raised, open, removed, no longer repeated."""
    if not report.removers:
        return None
    rows = [
        DigestRow(
            (
                each.remover or writer.tr("digest.no_remover"),
                *map(writer.number, (each.raised, each.open, each.removed, each.left_out)),
            )
        )
        for each in report.removers
    ]
    rows.append(_sums(writer, rows))
    columns = writer.columns("remover", "+raised", "+still_there", "+removed", "+not_repeated")
    return DigestTable("removers", columns, tuple(rows))


def committee_table(writer: DigestWriter, report: DigestReport) -> DigestTable | None:
    """Units with their steering committees, and what these did in the period."""
    founded = [each for each in report.committees if each.founded]
    if not founded:
        return None
    rows = [
        DigestRow(
            (each.unit, *map(writer.number, (each.seats, each.tasks, each.reminders, each.urged)))
        )
        for each in founded
    ]
    rows.append(_sums(writer, rows))
    columns = writer.columns("committee_of", "+seats", "+tasks", "+reminded_of", "+urged_by_hand")
    return DigestTable("committees", columns, tuple(rows), after=_without(writer, report))


def _without(writer: DigestWriter, report: DigestReport) -> str:
    """The units that have none, by name."""
    names = [each.unit for each in report.committees if not each.founded]
    if not names:
        return ""
    counted = writer.number(len(names))
    return writer.tr("digest.no_committees", n=len(names), count=counted, units="; ".join(names))


def _sums(writer: DigestWriter, rows: list[DigestRow]) -> DigestRow:
    """The total of rows whose cells but the first are numbers that add up."""
    columns: Iterator[tuple[str, ...]] = zip(*(row.cells[1:] for row in rows), strict=True)
    totals = (sum(cell.value for cell in column) for column in columns)  # type: ignore[attr-defined]
    return DigestRow((writer.tr("digest.total"), *map(writer.number, totals)), "total")
