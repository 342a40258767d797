"""A unit's own report on what it was assigned, prefilled with the figures of its digest."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.rendering import formats
from dondoc.services.digest.check import check_digest
from dondoc.services.digest.parts import DigestPart
from dondoc.services.digest.render import writer_of
from dondoc.services.digest.report import digest_of, read_with_report
from dondoc.services.digest.report_tables import tables_of
from dondoc.services.digest.summary import summary_of
from dondoc.services.digest.tables import DigestWriter
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.organisation.units import UnitOnDay
from dondoc.services.papers.cells import OPEN
from dondoc.services.papers.of_digest import PaperOrder, spelled_block, table_or_words
from dondoc.services.papers.own_words import OwnWords, counted
from dondoc.services.papers.paper import (
    Block,
    IssuingBody,
    Paper,
    PaperHeading,
    PaperRow,
    PaperTable,
    Paragraph,
)
from dondoc.services.papers.since_cut_off import cut_off, recorded_since, work_at
from dondoc.services.papers.wording import spelled
from dondoc.services.work.checkpoint_rows import CheckpointRow
from models.programme import Programme

_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("results", ("matrix", "indicators", "below", "exceeded", "corrections")),
    ("overdue", ("overdue", "backlog", "later", "moved")),
    ("difficulties", ("difficulties",)),
)
"""The sections, and the tables of the digest that each holds."""


def unit_report(
    session: Session,
    programme: Programme,
    unit: UnitOnDay,
    period: DigestPeriod,
    order: PaperOrder,
    words: OwnWords,
) -> Paper:
    """The report of a period as of the order's day, or of the period's cut-off where that is past:
    what was recorded since stands beside it.

    Raises BadInput for a period that has not begun, of another year, or with figures that do not
    agree with their parts, and where the unit has no work to report on.
    """
    if period.start > order.day:
        first, today = formats.day(period.start), formats.day(order.day)
        raise BadInput("digest.error.ahead", day=first, today=today)
    until = cut_off(session, programme, period, order.day)
    before, now = work_at(session, programme, unit.unit_id, order, until)
    if not (before or now):
        raise BadInput("papers.error.nothing_assigned", unit=unit.name, year=programme.year)
    reading = read_with_report(session, programme, period, until, unit.unit_id)
    figures = digest_of(reading, DigestPart(unit_id=unit.unit_id))
    check_digest(figures)
    since = recorded_since(before, now, period, (until, order.day), words)
    writer = writer_of(figures, "vi", has_codes=order.has_codes)
    return Paper(
        form=order.form,
        day=order.day,
        kind="report",
        subject=words.say("unit_report.subject", period=_named(writer, period)),
        subject_note=writer.tr("papers.digest.until", day=formats.day(figures.as_of)),
        blocks=tuple(_blocks(writer, figures, _coming(before, period), tuple(since), words)),
        issuer=IssuingBody(name=unit.name),
        addressees=(order.issuer.name,) if order.issuer.name else (),
    )


def _named(writer: DigestWriter, period: DigestPeriod) -> str:
    return writer.tr(f"papers.{period.name_key}", **period.name_params)


def _blocks(
    writer: DigestWriter,
    figures: DigestFigures,
    coming: Sequence[CheckpointRow],
    since: Sequence[Block],
    words: OwnWords,
) -> Iterator[Block]:
    tables = {table.name: table for table in tables_of(writer, figures)}
    yield PaperHeading(words.say("unit_report.standing"))
    for sentence in summary_of(writer, figures):
        yield Paragraph(spelled(sentence, words.spelling))
    for section, names in _SECTIONS:
        yield PaperHeading(words.say(f"unit_report.{section}"))
        shown = [tables[name] for name in names if name in tables]
        for table in shown:
            title = writer.tr(f"digest.table.{table.name}", span=writer.in_span)
            yield PaperHeading(spelled(title, words.spelling), 2)
            yield spelled_block(
                table_or_words(writer, table, title), lambda text: spelled(text, words.spelling)
            )
        if not shown:
            yield Paragraph(words.say(f"unit_report.{section}.none"))
    yield from since
    yield PaperHeading(words.say("unit_report.causes"))
    yield Paragraph(words.say("unit_report.to_write", place=OPEN))
    yield PaperHeading(words.say("unit_report.coming"))
    none = words.say("unit_report.coming.none", year=str(figures.programme_year))
    yield _coming_table(coming, words) if coming else Paragraph(none)
    yield Paragraph(words.say("unit_report.to_propose", place=OPEN))


def _coming(rows: Sequence[CheckpointRow], period: DigestPeriod) -> list[CheckpointRow]:
    """What nobody has reported and is due in the period that follows, the next first.

    After the year's last period that is what was put off beyond the year.
    """
    following = period.following
    last = following.end if following is not None else date.max
    return [row for row in rows if row.unreported and period.end < row.due_on <= last]


def _coming_table(rows: Sequence[CheckpointRow], words: OwnWords) -> PaperTable:
    lines = tuple(
        PaperRow((
            counted(place),
            words.named(row.indicator, row.ref),
            f"{row.due_on:%d/%m/%Y}",
            row.unit_of_measure or "–",
            counted(row.expected) if row.expected is not None else row.product or row.step or "–",
        ))
        for place, row in enumerate(rows, 1)
    )  # fmt: skip
    names = ("#place", "work", "due_on", "measure", "#expected")
    return PaperTable(words.say("unit_report.coming"), words.columns(*names), lines)
