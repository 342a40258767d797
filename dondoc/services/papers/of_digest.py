"""The quarterly digest as a paper: its kept figures, in the tables that its page shows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from dondoc.rendering import formats
from dondoc.services.digest.charts import charts_of
from dondoc.services.digest.render import name_of, rules_in_words, writer_of
from dondoc.services.digest.replaced import NEVER_ISSUED_BEFORE, IssueStanding
from dondoc.services.digest.report_lists import concerns_heading
from dondoc.services.digest.report_tables import first_table, tables_of
from dondoc.services.digest.summary import period_words, requests_in_words, summary_of
from dondoc.services.digest.tables import DigestTable, DigestWriter
from dondoc.services.figures.quarter import parse_period
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.papers.layouts import PaperForm, layout_for
from dondoc.services.papers.paper import (
    Block,
    IssuingBody,
    Paper,
    PaperChart,
    PaperColumn,
    PaperHeading,
    PaperRow,
    PaperSignatures,
    PaperTable,
    Paragraph,
)
from dondoc.services.papers.wording import spelled

_COUNTED_TABLES = frozenset(
    {"matrix", "groups", "units", "officials", "reports", "transitions", "grades"}
)
"""Tables whose numbers are checkpoints."""


@dataclass(frozen=True)
class PaperOrder:
    """Whose paper is wanted: by which rules, on which day it is written, and who issues it.

    `has_codes`: items are named with the codes of the plan, as in a workbook to calculate with.
    `standing`: of a kept digest, what it replaces or what replaced it.
    """

    form: PaperForm
    day: date
    issuer: IssuingBody = field(default_factory=IssuingBody)
    sample: bool = False
    has_codes: bool = False
    standing: IssueStanding = NEVER_ISSUED_BEFORE


@dataclass(frozen=True)
class GroupOfUnits:
    """A group, and the work of its units: their lists are told from others' by it.

    `refs`: of assignments. Units of several groups may be called the same, so no name will do.
    """

    code: str
    title: str
    refs: frozenset[str]

    def has(self, ref: str) -> bool:
        """Whether an item, an assignment or one of its checkpoints, is of one of its units."""
        return ref.partition("/")[0] in self.refs


def digest_paper(
    figures: DigestFigures, order: PaperOrder, group: GroupOfUnits | None = None
) -> Paper:
    """The digest of all units, of the only unit that it is about, or of one group of them.

    A paper of the office is Vietnamese, in whatever language its maker reads the pages.
    """
    writer = writer_of(figures, "vi", has_codes=order.has_codes)
    spelling = layout_for(order.form, order.day).spelling
    named = name_of(figures) or (group.title if group else "")
    period = parse_period(figures.quarter)
    subject = "papers.digest.subject_of" if named else "papers.digest.subject"
    shown = figures if group is None else of_group(figures, group)
    blocks = _blocks(writer, shown, is_narrowed=group is not None and shown.report is None)
    replaces = order.standing.replaces_words(writer.tr)
    first = [Paragraph(replaces)] if replaces else []
    return Paper(
        form=order.form,
        day=order.day,
        kind="report",
        subject=writer.tr(
            subject,
            period=writer.tr(f"papers.{period.name_key}", **period.name_params),
            unit=named,
        ),
        subject_note=writer.tr("papers.digest.until", day=formats.day(figures.as_of)),
        blocks=tuple(
            spelled_block(block, lambda text: spelled(text, spelling))
            for block in (*first, *blocks)
        ),
        issuer=order.issuer,
        notice=_notice(order, writer),
    )


def _notice(order: PaperOrder, writer: DigestWriter) -> str:
    """That it is a sample, and that another one stands in its place."""
    sample = writer.tr("digest.sample") if order.sample else ""
    return ". ".join(filter(None, (sample, order.standing.withdrawn_words(writer.tr))))


def of_group(figures: DigestFigures, group: GroupOfUnits) -> DigestFigures:
    """What was kept of one group from the same reading.

    Of a digest kept before groups had their own, the whole one narrowed: sums over other units
    than the group's are left out.
    """
    if group.code in figures.of_groups:
        return figures.of_groups[group.code]
    counted = next(each for each in figures.groups if each.code == group.code)
    return replace(
        figures,
        counts=counted.counts,
        verdicts=counted.verdicts,
        groups=(counted,),
        estimates=0,
        indicators=(),
        grades=(),
        overdue=tuple(item for item in figures.overdue if group.has(item.ref)),
        backlog=tuple(item for item in figures.backlog if group.has(item.ref)),
        later=tuple(item for item in figures.later if group.has(item.ref)),
        exceeded=tuple(item for item in figures.exceeded if group.has(item.ref)),
        difficulties=tuple(row for row in figures.difficulties if group.has(row.ref)),
        moved=tuple(item for item in figures.moved if group.has(item.ref)),
    )


def _blocks(writer: DigestWriter, figures: DigestFigures, *, is_narrowed: bool) -> Iterator[Block]:
    tr = writer.tr
    yield PaperHeading(tr("digest.summary"))
    for sentence in summary_of(writer, figures):
        yield Paragraph(sentence)
    if not figures.counts.total:
        start, end = formats.day(figures.first_day), formats.day(figures.last_day)
        named = period_words(writer, figures.quarter)
        yield Paragraph(tr("digest.empty", period=named, start=start, end=end))
    elif not figures.overdue:
        yield Paragraph(tr("digest.no_overdue", span=writer.in_span))
    yield from _first(writer, figures)
    if is_narrowed:
        yield Paragraph(tr("papers.digest.group_only"))
    yield from _charts(writer, figures)
    for table in tables_of(writer, figures):
        title = tr(f"digest.table.{table.name}", span=writer.in_span)
        yield PaperHeading(title)
        yield table_or_words(writer, table, title)
    yield PaperHeading(tr("digest.rules"))
    for words in rules_in_words(writer, figures):
        yield Paragraph(f"- {words}")


def _first(writer: DigestWriter, figures: DigestFigures) -> Iterator[Block]:
    """The ten concerns and what is asked of the reader."""
    report, table = figures.report, first_table(writer, figures)
    if report is None:
        return
    if table is None:
        yield Paragraph(writer.tr("digest.no_concerns"))
    else:
        yield Paragraph(f"{concerns_heading(writer, report)}:")
        ten = paper_table(writer, table, writer.tr("digest.concerns"))
        yield replace(ten, is_compact=True)
    asked = requests_in_words(writer, report)
    if asked:
        one = bool(figures.unit or report.official)
        whom = writer.tr("digest.requests.one" if one else "digest.requests")
        listed = "; ".join(f"({n}) {words}" for n, words in enumerate(asked, 1))
        yield Paragraph(f"{whom}: {listed}.")


def _charts(writer: DigestWriter, figures: DigestFigures) -> Iterator[Block]:
    charts = charts_of(writer, figures)
    if charts:
        day = formats.day(figures.as_of)
        yield PaperHeading(writer.tr("digest.charts.until", day=day))
    for chart in charts:
        yield PaperChart(chart)


def table_or_words(writer: DigestWriter, table: DigestTable, title: str) -> PaperTable | Paragraph:
    """A table of a digest; where it has no row, only what is said below it."""
    return paper_table(writer, table, title) if table.rows else Paragraph(table.after)


def paper_table(writer: DigestWriter, table: DigestTable, title: str) -> PaperTable:
    """A table of a digest as one of a paper."""
    rows = tuple(
        PaperRow((_with_notes(row.cells[0], row.notes), *row.cells[1:]), row.kind)
        for row in table.rows
    )
    counted = table.name in _COUNTED_TABLES
    more = writer.tr("digest.more", n=table.more, count=writer.number(table.more))
    after = " ".join((*([more] if table.more else []), *([table.after] if table.after else [])))
    return PaperTable(
        title=title,
        columns=tuple(
            PaperColumn(
                column.heading,
                is_number=column.is_number or all(row.cells[index].isdecimal() for row in rows),
                adds_up=column.adds_up,
            )
            for index, column in enumerate(table.columns)
        ),
        rows=rows,
        unit=writer.tr("papers.digest.checkpoints") if counted else "",
        after=after,
        quotients=table.quotients,
    )


def _with_notes(cell: str, notes: tuple[str, ...]) -> str:
    return f"{cell} ({'; '.join(notes)})" if notes else cell


def spelled_block(block: Block, spell: Callable[[str], str]) -> Block:
    """Its own words as the rules spell them; the cells of a table are others' words."""
    if isinstance(block, PaperTable):
        columns = tuple(replace(column, heading=spell(column.heading)) for column in block.columns)
        return replace(block, columns=columns, title=spell(block.title))
    if isinstance(block, PaperChart):
        chart = block.chart
        below = tuple(spell(text) for text in chart.notes_below)
        return PaperChart(replace(chart, title=spell(chart.title), notes_below=below))
    if isinstance(block, PaperSignatures):
        return block
    return replace(block, text=spell(block.text))
