"""The year's course of one count: a line with a faint area, today marked, its peak labelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from dondoc.exports.charts.description import (
    Anchor,
    Chart,
    ChartNote,
    ChartTable,
    Label,
    Layer,
    MarkForm,
    Plot,
    Point,
)
from dondoc.exports.charts.scales import labels_of, place, room_for, round_values
from dondoc.i18n import Language, translator
from dondoc.rendering.formats import day as in_full
from dondoc.rendering.formats import number

MIN_POINTS: Final = 3
"""Fewer are said faster than drawn."""
_NEAR: Final = 0.16
"""Of the width: what lies closer together has its words on either side."""


@dataclass(frozen=True)
class DayCount:
    """How many there were when a day was over."""

    day: date
    count: int


def course_of_overdue(
    days: Sequence[DayCount], end: date, today: date | None, lang: Language
) -> Chart | None:
    """How many were overdue on each of these days, in their order; None where it says nothing.

    `end`: the last day of the scale; `today`: None where none is marked. A course
    of no more than ones is no picture.
    """
    if len(days) < MIN_POINTS or max(one.count for one in days) <= 1:
        return None
    tr, peak = translator(lang), max(days, key=lambda one: one.count)
    last = days[-1]
    words = tr(
        "chart.course.words", count=number(last.count, lang), day=in_full(last.day),
        peak=number(peak.count, lang), peak_day=in_full(peak.day),
    )  # fmt: skip
    return Chart(
        name="course",
        title=tr("chart.course"),
        words=words,
        picture=_plot(days, peak, (end, today), lang),
        table=ChartTable(
            head=(tr("chart.day"), tr("chart.course.count")),
            rows=tuple((in_full(one.day), number(one.count, lang)) for one in days),
        ),
    )


def _plot(
    days: Sequence[DayCount], peak: DayCount, ends: tuple[date, date | None], lang: Language
) -> Plot:
    end, today = ends
    values = round_values([Decimal(0), *(Decimal(one.count) for one in days)], whole=True)
    points = tuple(_point(one) for one in days)
    beside, top = labels_of(values, lang), float(values[-1])
    across = (place(days[0].day), place(max(end, days[-1].day)))
    layers = [
        Layer("course-area", MarkForm.AREA, points),
        Layer("course", MarkForm.LINE, points),
        Layer("course-now", MarkForm.DOTS, points[-1:]),
    ]
    marked = today if today is not None and days[0].day <= today <= end else None
    if marked is not None:
        now = place(marked)
        layers.insert(1, Layer("today", MarkForm.SPANS, ((now, 0.0), (now, top))))
    return Plot(
        layers=tuple(layers),
        notes=_notes(days, peak, (across, top), lang, marked),
        across=across,
        up=(0, top),
        below=_months(days[0].day, max(end, days[-1].day)),
        beside=beside,
        left=room_for(beside),
        right=24,
    )


def _point(one: DayCount) -> Point:
    return place(one.day), float(one.count)


def _notes(
    days: Sequence[DayCount],
    peak: DayCount,
    scale: tuple[Point, float],
    lang: Language,
    today: date | None,
) -> tuple[ChartNote, ...]:
    tr, (across, top), last = translator(lang), scale, days[-1]
    width = across[1] - across[0]
    at_end = place(last.day) > across[1] - _NEAR * width
    ends = Anchor.END if at_end else Anchor.START
    aside = -10.0 if at_end else 10.0
    near = peak is not last and place(last.day) - place(peak.day) < _NEAR * width
    # Beside the point the line itself would strike through the figure, unless it falls there.
    above = at_end and not near and days[-2].count <= last.count
    level, beside = (8, 0.0) if above else (-4, aside)
    notes = [ChartNote(_last_words(last, lang), _point(last), ends, level, beside, "late")]
    if today is not None:
        where = (place(today), top)
        notes.append(ChartNote(tr("chart.today"), where, ends, 5, aside / 2))
    if peak is not last:
        anchor, shift = (Anchor.END, -7.0) if near else (Anchor.MIDDLE, 0.0)
        text = tr("chart.course.peak", count=number(peak.count, lang), day=f"{peak.day:%d/%m}")
        if place(peak.day) - across[0] < _NEAR * width:
            anchor, shift = Anchor.START, 7.0
        notes.append(ChartNote(text, _point(peak), anchor, 8, shift, "strong"))
    return tuple(notes)


def _last_words(last: DayCount, lang: Language) -> str:
    """The count that stands; where the year is over, of which day it is."""
    count = number(last.count, lang)
    if (last.day.month, last.day.day) != (12, 31):
        return count
    return translator(lang)("chart.course.peak", count=count, day=f"{last.day:%d/%m}")


def _months(first: date, end: date) -> tuple[Label, ...]:
    """The first days of the months, as many as find room on a phone."""
    starts = [
        date(year, month, 1)
        for year in range(first.year, end.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) <= end
    ]
    every = 1 if len(starts) <= 7 else 2
    return tuple(Label(f"{start:%d/%m}", place(start), guide=False) for start in starts[::every])
