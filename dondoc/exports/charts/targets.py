"""Units against their own roadmaps: a tick for the roadmap, a dot or a triangle for what came."""

from collections.abc import Sequence
from dataclasses import dataclass
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
)
from dondoc.exports.charts.plotting import LETTER, ROW_HEIGHT
from dondoc.exports.charts.scales import labels_of, round_values
from dondoc.i18n import Language, translator
from dondoc.rendering.formats import number, quantity

MAX_UNITS: Final = 11
_LONGEST_NAME: Final = 20


@dataclass(frozen=True)
class UnitOnRoadmap:
    """What a unit was to have reached by its last verified checkpoint, and what it reached."""

    name: str
    expected: Decimal
    actual: Decimal
    met: bool


def units_on_roadmap(
    title: str, unit_of_measure: str, units: Sequence[UnitOnRoadmap], lang: Language
) -> Chart | None:
    """The units, the furthest behind first; None for fewer than two, which a sentence says."""
    if len(units) < 2:
        return None
    tr, ordered = translator(lang), sorted(units, key=_furthest_behind_first)
    shown, behind = ordered[:MAX_UNITS], sum(not unit.met for unit in units)
    words = tr(
        "chart.targets.words", title=title, n=behind, behind=number(behind, lang),
        units=number(len(units), lang),
    )  # fmt: skip
    rest = len(units) - len(shown)
    below = (tr("chart.targets.more", n=rest, units=number(rest, lang)),) if rest else ()
    return Chart(
        name="targets",
        title=tr("chart.targets", title=title),
        words=words,
        picture=_plot(shown, unit_of_measure, lang),
        table=_table(shown, unit_of_measure, lang),
        key=(
            KeyEntry("tick", MarkForm.TICKS, tr("chart.roadmap")),
            KeyEntry("reached", MarkForm.DOTS, tr("chart.met")),
            KeyEntry("below", MarkForm.TRIANGLES, tr("chart.not_met")),
        ),
        notes_below=below,
    )


def _furthest_behind_first(unit: UnitOnRoadmap) -> tuple[bool, Decimal, str]:
    ratio = unit.actual / unit.expected if unit.expected else Decimal(1)
    return unit.met, ratio if unit.met or ratio < 1 else -ratio, unit.name


def _plot(shown: Sequence[UnitOnRoadmap], measure: str, lang: Language) -> Plot:
    values = round_values([value for unit in shown for value in (unit.expected, unit.actual)])
    rows = [(unit, float(len(shown) - place)) for place, unit in enumerate(shown)]
    name = max(min(len(unit.name), _LONGEST_NAME) for unit in shown)
    ends = [_end(unit, measure, lang) for unit in shown]
    right = float(values[-1])
    notes = tuple(
        ChartNote(end, (right, row), Anchor.START, -4.5, 10, "note" if unit.met else "late")
        for end, (unit, row) in zip(ends, rows, strict=True)
    )
    return Plot(
        layers=tuple(layer for layer in _layers(rows) if layer.points),
        notes=notes,
        across=(float(values[0]), right),
        up=(0.5, len(shown) + 0.5),
        below=labels_of(values, lang),
        beside=tuple(Label(unit.name, row) for unit, row in rows),
        left=name * LETTER + 14,
        right=max(map(len, ends)) * LETTER + 14,
        over=2,
        height=len(shown) * ROW_HEIGHT + 36,
    )


def _layers(rows: Sequence[tuple[UnitOnRoadmap, float]]) -> tuple[Layer, ...]:
    met = [(unit, row) for unit, row in rows if unit.met]
    behind = [(unit, row) for unit, row in rows if not unit.met]
    return (
        Layer("span", MarkForm.SPANS, _spans(met)),
        Layer("below-span", MarkForm.SPANS, _spans(behind)),
        Layer("tick", MarkForm.TICKS, tuple((float(unit.expected), row) for unit, row in rows)),
        Layer("reached", MarkForm.DOTS, tuple((float(unit.actual), row) for unit, row in met)),
        Layer(
            "below", MarkForm.TRIANGLES, tuple((float(unit.actual), row) for unit, row in behind)
        ),
    )


def _spans(rows: Sequence[tuple[UnitOnRoadmap, float]]) -> tuple[tuple[float, float], ...]:
    return tuple(
        (float(value), row) for unit, row in rows for value in (unit.expected, unit.actual)
    )


def _end(unit: UnitOnRoadmap, measure: str, lang: Language) -> str:
    percent = measure if measure.strip() == "%" else ""
    return f"{number(unit.actual, lang)} / {quantity(unit.expected, percent, lang)}"


def _table(shown: Sequence[UnitOnRoadmap], measure: str, lang: Language) -> ChartTable:
    tr = translator(lang)
    return ChartTable(
        head=(tr("chart.unit"), tr("chart.roadmap"), tr("chart.actual"), tr("chart.state")),
        rows=tuple(
            (
                unit.name,
                quantity(unit.expected, measure, lang),
                quantity(unit.actual, measure, lang),
                tr("chart.met" if unit.met else "chart.not_met"),
            )
            for unit in shown
        ),
    )
