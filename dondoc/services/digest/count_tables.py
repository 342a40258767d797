"""The tables of counts: per group, per unit, and by grade."""

from dondoc.rendering.table_sums import RowKind
from dondoc.services.digest.tables import DigestRow, DigestTable, DigestWriter
from dondoc.services.figures.shapes import DigestFigures, GradeCount, GroupFigures
from models.rules.totals import ComparedResults, Counts

COUNTED = (
    "+total",
    "+state:done_in_time",
    "+state:done_late",
    "+state:open_in_time",
    "+state:due_soon",
    "+state:overdue",
    "#met",
)


def group_table(writer: DigestWriter, figures: DigestFigures) -> DigestTable | None:
    """One line per group of units, and their sum."""
    if len(figures.groups) < 2:
        return None
    rows = [
        counted_row(writer, group.title, group.counts, group.verdicts, of=_of_group(group))
        for group in figures.groups
    ]
    total = _total(writer, figures)
    return DigestTable("groups", writer.columns("group", *COUNTED), (*rows, total))


def unit_table(writer: DigestWriter, figures: DigestFigures) -> DigestTable | None:
    """One line per unit under the sum of its group, and the sum of all."""
    if not figures.groups:
        return None
    rows = []
    for group in figures.groups:
        if not figures.unit:
            of = _of_group(group)
            rows.append(counted_row(writer, group.title, group.counts, group.verdicts, "group", of))
        rows += [
            counted_row(writer, unit.name, unit.counts, unit.verdicts, of=f"unit={unit.unit_id}")
            for unit in group.units
        ]
    if not figures.unit:
        rows.append(_total(writer, figures))
    return DigestTable("units", writer.columns("unit", *COUNTED), tuple(rows))


def grade_table(writer: DigestWriter, grades: tuple[GradeCount, ...]) -> DigestTable | None:
    """Evaluated checkpoints by grade, with their share of all evaluated ones."""
    if not grades:
        return None
    whole = sum(grade.count for grade in grades)
    rows = [
        DigestRow(
            (
                writer.tr(f"grade.{count.grade}"),
                writer.number(count.count),
                writer.part(count.count, whole),
            )
        )
        for count in grades
    ]
    total = DigestRow(
        (writer.tr("digest.total"), writer.number(whole), writer.part(whole, whole)), "total"
    )
    return DigestTable(
        "grades",
        writer.columns("grade", "+count", "#share"),
        (*rows, total),
        quotients=((2, 1, None),),
    )


def _total(writer: DigestWriter, figures: DigestFigures) -> DigestRow:
    words, of = writer.tr("digest.total"), of_whole(figures)
    return counted_row(writer, words, figures.counts, figures.verdicts, "total", of)


def _of_group(group: GroupFigures) -> str:
    return f"group={group.code}"


def of_whole(figures: DigestFigures) -> str | None:
    """Whose checkpoints the sums of a digest are: of all units, or of its only group."""
    if figures.unit or (figures.report and figures.report.official):
        return None
    return _of_group(figures.groups[0]) if figures.group else ""


def counted_row(
    writer: DigestWriter,
    name: str,
    counts: Counts,
    verdicts: ComparedResults,
    kind: RowKind = "line",
    of: str | None = None,
) -> DigestRow:
    """A row of `COUNTED` numbers. `of`: whose checkpoints they are (see `DigestRow`)."""
    numbers = (
        counts.total,
        counts.done_in_time,
        counts.done_late,
        counts.open_in_time,
        counts.due_soon,
        counts.overdue,
    )
    met = writer.share(verdicts.met, verdicts.compared)
    return DigestRow((name, *map(writer.number, numbers), met), kind, of=of)
