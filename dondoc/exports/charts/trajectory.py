"""One item: its roadmap in steps, what was reached as dots, its target, its gap, its forecast."""

from datetime import timedelta
from decimal import Decimal
from typing import Final

from dondoc.exports.charts.description import (
    Anchor,
    Chart,
    ChartNote,
    ChartTable,
    KeyEntry,
    Label,
    Layer,
    MarkForm,
    Plot,
    Point,
)
from dondoc.exports.charts.plotting import LETTER
from dondoc.exports.charts.roadmap import ChartPoint, Roadmap
from dondoc.exports.charts.scales import labels_of, place, room_for, round_values
from dondoc.exports.charts.trajectory_words import gap_words, words_of
from dondoc.i18n import Language, translator
from dondoc.rendering.formats import day as in_full
from dondoc.rendering.formats import number, quantity

_KEY: Final = (
    ("roadmap", MarkForm.LINE, "chart.roadmap"),
    ("reached", MarkForm.DOTS, "chart.verified"),
    ("unverified", MarkForm.DOTS, "chart.unverified"),
    ("target", MarkForm.SPANS, "chart.target"),
    ("forecast", MarkForm.LINE, "chart.forecast"),
)

_SMALL: Final = ("today", "target", "roadmap", "reached", "unverified")
_METHODS: Final = {True: "chart.forecast.method.pace", False: "chart.forecast.method.level"}


def trajectory(roadmap: Roadmap, unit_of_measure: str, lang: Language) -> Chart:
    """The chart of one item; `unit_of_measure` stands with every number that is said of it."""
    tr, layers = translator(lang), _layers(roadmap)
    drawn = {layer.name for layer in layers}
    forecast = roadmap.forecast
    return Chart(
        name="trajectory",
        title=tr("chart.trajectory"),
        words=words_of(roadmap, unit_of_measure, lang),
        picture=_plot(roadmap, layers, unit_of_measure, lang),
        table=_table(roadmap, unit_of_measure, lang),
        key=tuple(KeyEntry(name, form, tr(key)) for name, form, key in _KEY if name in drawn),
        notes_below=(tr(_METHODS[forecast.by_pace]),) if forecast else (),
    )


def small_key(lang: Language) -> tuple[KeyEntry, ...]:
    """What the small pictures show."""
    return tuple(
        KeyEntry(name, form, translator(lang)(key)) for name, form, key in _KEY if name in _SMALL
    )


def small_trajectory(roadmap: Roadmap) -> Plot:
    """The same without words, for a cell of a table."""
    values = round_values(roadmap.values)
    return Plot(
        layers=tuple(layer for layer in _layers(roadmap) if layer.name in _SMALL),
        notes=(),
        across=(place(roadmap.start), place(roadmap.end)),
        up=(float(values[0]), float(values[-1])),
        left=3,
        right=3,
        over=3,
        under=3,
        height=32,
        dot=3,
    )


def _plot(
    roadmap: Roadmap, layers: tuple[Layer, ...], unit_of_measure: str, lang: Language
) -> Plot:
    values = round_values(roadmap.values)
    beside = labels_of(values, lang)
    notes = (*_notes(roadmap, values[-1], unit_of_measure, lang), *_reached(roadmap, lang))
    ahead = f"≈ {number(roadmap.forecast.value, lang)}" if roadmap.forecast else ""
    return Plot(
        layers=layers,
        notes=notes,
        across=(place(roadmap.start), place(roadmap.end)),
        up=(float(values[0]), float(values[-1])),
        below=_days(roadmap),
        beside=beside,
        left=room_for(beside),
        right=max(len(ahead) * LETTER * 1.15 + 14, 20),
        height=250,
    )


def _layers(roadmap: Roadmap) -> tuple[Layer, ...]:
    start, end = place(roadmap.start), place(roadmap.end)
    values = round_values(roadmap.values)
    low, high = float(values[0]), float(values[-1])
    reached = tuple(_dot(point) for point in roadmap.points if point.actual is not None)
    verified = [point for point in roadmap.points if point.actual is not None and point.verified]
    claimed = [point for point in roadmap.points if point.actual is not None and not point.verified]
    layers = [
        Layer("target", MarkForm.SPANS, _level(roadmap.target, start, end)),
        Layer("today", MarkForm.SPANS, _today(roadmap, low, high)),
        Layer("roadmap", MarkForm.LINE, _steps(roadmap)),
        Layer("gap", MarkForm.SPANS, _gap(roadmap)),
        Layer("forecast", MarkForm.LINE, _forecast(roadmap)),
        Layer("reached-line", MarkForm.LINE, reached if len(reached) > 1 else ()),
        Layer("reached", MarkForm.DOTS, tuple(map(_dot, verified))),
        Layer("unverified", MarkForm.DOTS, tuple(map(_dot, claimed))),
        Layer("forecast-end", MarkForm.DOTS, _forecast(roadmap)[-1:]),
    ]
    return tuple(layer for layer in layers if layer.points)


def _dot(point: ChartPoint) -> Point:
    return place(point.actual_on), float(point.actual or 0)


def _level(value: Decimal | None, start: float, end: float) -> tuple[Point, ...]:
    return () if value is None else ((start, float(value)), (end, float(value)))


def _today(roadmap: Roadmap, low: float, high: float) -> tuple[Point, ...]:
    if not roadmap.start <= roadmap.today <= roadmap.end + timedelta(days=1):
        return ()
    now = min(place(roadmap.today), place(roadmap.end))
    return (now, low), (now, high)


def _steps(roadmap: Roadmap) -> tuple[Point, ...]:
    """Until a due date what came before it is expected."""
    expected = [
        (place(point.day), float(point.expected))
        for point in roadmap.points
        if point.expected is not None
    ]
    if not expected:
        return ()
    level = expected[0][1] if roadmap.begins_at is None else float(roadmap.begins_at)
    points = [(place(roadmap.start), level)]
    for day, value in expected:
        points += [(day, level), (day, value)]
        level = value
    return (*points, (place(roadmap.end), level))


def _gap(roadmap: Roadmap) -> tuple[Point, ...]:
    gap = roadmap.gap
    if gap is None:
        return ()
    now = place(gap.day)
    return (now, float(gap.reached)), (now, float(gap.expected))


def _forecast(roadmap: Roadmap) -> tuple[Point, ...]:
    """From the last verified value to the year's end."""
    verified = [point for point in roadmap.points if point.actual is not None and point.verified]
    if roadmap.forecast is None or not verified:
        return ()
    return _dot(verified[-1]), (place(roadmap.end), float(roadmap.forecast.value))


def _notes(
    roadmap: Roadmap, top: Decimal, unit_of_measure: str, lang: Language
) -> tuple[ChartNote, ...]:
    tr, notes = translator(lang), list[ChartNote]()
    start, end = place(roadmap.start), place(roadmap.end)
    if roadmap.target is not None:
        text = tr("chart.target.note", target=quantity(roadmap.target, unit_of_measure, lang))
        notes.append(ChartNote(text, (start, float(roadmap.target)), Anchor.START, 5, 6))
    if _today(roadmap, 0, 0):
        now = place(roadmap.today)
        anchor = Anchor.END if (now - start) > (end - start) / 2 else Anchor.START
        shift = -5.0 if anchor is Anchor.END else 5.0
        notes.append(ChartNote(tr("chart.today"), (min(now, end), float(top)), anchor, 5, shift))
    if (gap := roadmap.gap) is not None:
        now, middle = place(gap.day), float((gap.expected + gap.reached) / 2)
        anchor = Anchor.END if (now - start) > (end - start) * 0.6 else Anchor.START
        shift = -8.0 if anchor is Anchor.END else 8.0
        text = gap_words(roadmap, unit_of_measure, lang)
        notes.append(ChartNote(text, (now, middle), anchor, -4, shift, "late"))
    if roadmap.forecast:
        value = roadmap.forecast.value
        text = f"≈ {number(value, lang)}"
        notes.append(ChartNote(text, (end, float(value)), Anchor.START, -4, 9, "strong"))
    return tuple(notes)


def _reached(roadmap: Roadmap, lang: Language) -> tuple[ChartNote, ...]:
    """The last value beside its dot."""
    last = roadmap.reached
    if last is None:
        return ()
    text = number(last.actual, lang)
    return (ChartNote(text, _dot(last), Anchor.END, 9, -6, "strong"),)


def _days(roadmap: Roadmap) -> tuple[Label, ...]:
    """The due dates, as many as find room on a phone, the last ones first."""
    width = place(roadmap.end) - place(roadmap.start)
    labels: list[Label] = []
    for point in reversed(roadmap.points):
        at = min(max(place(point.day), place(roadmap.start)), place(roadmap.end))
        if not labels or labels[-1].at - at >= width * 0.19:
            labels.append(Label(f"{point.day:%d/%m}", at, guide=False))
    return tuple(reversed(labels))


def _table(roadmap: Roadmap, unit_of_measure: str, lang: Language) -> ChartTable:
    tr = translator(lang)
    rows = [
        (
            point.label,
            in_full(point.day),
            number(point.expected, lang),
            number(point.actual, lang)
            if point.verified or point.actual is None
            else f"{number(point.actual, lang)} ({tr('chart.unverified')})",
        )
        for point in roadmap.points
    ]
    if roadmap.forecast is not None:
        ahead = f"≈ {number(roadmap.forecast.value, lang)}"
        row = (tr("chart.forecast"), in_full(roadmap.end), number(roadmap.target, lang), ahead)
        rows.append(row)
    measure = f" ({unit_of_measure})" if unit_of_measure else ""
    head = (tr("chart.checkpoint"), tr("chart.due"), tr("chart.roadmap") + measure)
    return ChartTable((*head, tr("chart.actual") + measure), tuple(rows))
