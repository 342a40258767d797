"""As of which day a unit's report tells a period, and what was recorded of that period since."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from dondoc.rendering import formats
from dondoc.services.digest.life import closed_as_of
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.figures.quarter import STILL_REPORTED_DAYS
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.own_words import OwnWords, counted
from dondoc.services.papers.paper import (
    Block,
    PaperColumn,
    PaperHeading,
    PaperRow,
    PaperTable,
    Paragraph,
)
from dondoc.services.papers.work_on_day import work_on_day
from dondoc.services.work.checkpoint_rows import CheckpointRow
from models.programme import Programme
from models.rules.checkpoints import end_of
from models.rules.stages import Stage


def cut_off(session: Session, programme: Programme, period: DigestPeriod, day: date) -> date:
    """The day whose figures a report of a period has that is made on a day.

    That of the digest which closed the period by then, so that both say the same; else the last
    on which the period is still what its units write about.
    """
    closed = closed_as_of(session, programme.key, str(period), end_of(day))
    last = closed or period.end + timedelta(days=STILL_REPORTED_DAYS)
    return min(day, last)


def work_at(
    session: Session, programme: Programme, unit_id: int, order: PaperOrder, until: date
) -> tuple[Sequence[CheckpointRow], Sequence[CheckpointRow]]:
    """A unit's work at the cut-off, and on the day of the paper."""
    before = work_on_day(session, programme, unit_id, replace(order, day=until))
    if until == order.day:
        return before, before
    return before, work_on_day(session, programme, unit_id, order)


def recorded_since(
    before: Sequence[CheckpointRow],
    now: Sequence[CheckpointRow],
    period: DigestPeriod,
    days: tuple[date, date],
    words: OwnWords,
) -> Iterator[Block]:
    """What became of the period's work between its cut-off and the day of the paper: beside the
    figures, which stay as they were. Nothing where the paper is made by the cut-off.
    """
    until, day = days
    if until == day:
        return
    known = {row.checkpoint_id: row for row in now}
    rows = [
        (row, stood, stands)
        for row in before
        if row.due_on <= period.end
        and (stood := _stands(row, words))
        != (stands := _stands_now(row, known.get(row.checkpoint_id), words))
    ]
    key = "unit_report.since.told" if rows else "unit_report.since.none"
    yield PaperHeading(words.say("unit_report.since"))
    yield Paragraph(words.say(key, until=until, day=day))
    if rows:
        yield _table(rows, days, words)


def _table(
    rows: Sequence[tuple[CheckpointRow, str, str]], days: tuple[date, date], words: OwnWords
) -> PaperTable:
    lines = tuple(
        PaperRow((
            counted(place),
            words.named(f"{row.indicator}: {row.step or row.label}", row.ref),
            f"{row.due_on:%d/%m/%Y}",
            stood,
            stands,
        ))
        for place, (row, stood, stands) in enumerate(rows, 1)
    )  # fmt: skip
    columns = (
        *words.columns("#place", "work", "due_on"),
        *(PaperColumn(words.say("unit_report.since.as_of", day=each)) for each in days),
    )
    return PaperTable(words.say("unit_report.since"), columns, lines)


def _stands_now(before: CheckpointRow, row: CheckpointRow | None, words: OwnWords) -> str:
    if row is None:
        return words.tr("digest.column.gone")
    moved = "" if row.due_on == before.due_on else f"{row.due_on:%d/%m/%Y}"
    stands = _stands(row, words)
    return words.say("unit_report.since.moved", stands=stands, day=moved) if moved else stands


def _stands(row: CheckpointRow, words: OwnWords) -> str:
    """Whether it is done, and in time; what was recorded of it, and the result that stands."""
    said = [words.tr(f"due_state.{row.state}")]
    if row.stage is Stage.REPORTED:
        said.append(words.tr("stage.reported"))
    if row.missing:
        said.append(words.tr("digest.missing"))
    elif row.undelivered:
        said.append(words.tr("digest.undelivered"))
    if row.stands and row.value is not None:
        said.append(formats.quantity(row.value, row.unit_of_measure))
    return "; ".join(said)
