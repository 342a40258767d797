"""Units side by side: bars of equal height, what is done of what was due at their ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dondoc.exports.charts.description import BarRow, Bars, Chart, ChartTable, KeyEntry
from dondoc.i18n import Language, Translate, translator
from dondoc.rendering.formats import number
from models.rules.totals import Counts

MAX_BARS: Final = 11
PARTS: Final = ("done_in_time", "done_late", "overdue", "open_in_time")
"""In the order of a bar. What was due and is still in time falls due on a day off."""


@dataclass(frozen=True)
class UnitCounts:
    """A unit, and its checkpoints whose due date has come, counted."""

    name: str
    counts: Counts


def units_side_by_side(units: Sequence[UnitCounts], lang: Language) -> Chart | None:
    """The units with something overdue or late, the worst first; None where there is no picture.

    A picture of ones is none, and where nothing is late there is nothing to compare.
    """
    late = sorted((unit for unit in units if _is_late(unit)), key=_worst_first)
    if not late or max(unit.counts.total for unit in late) <= 1:
        return None
    tr, shown = translator(lang), late[:MAX_BARS]
    worst = shown[0]
    words = tr(
        "chart.units.words", n=len(late), late=number(len(late), lang), unit=worst.name,
        overdue=number(worst.counts.overdue, lang), due=number(worst.counts.total, lang),
    )  # fmt: skip
    parts = tuple(part for part in PARTS if any(getattr(unit.counts, part) for unit in shown))
    return Chart(
        name="units",
        title=tr("chart.units"),
        words=words,
        picture=Bars(parts, tuple(_row(unit, parts, lang) for unit in shown)),
        table=_table(shown, parts, lang),
        key=tuple(KeyEntry(part, None, tr(f"chart.part.{part}")) for part in parts),
        notes_below=(tr("chart.units.ends"), _others(units, len(late), tr, lang)),
    )


def _is_late(unit: UnitCounts) -> bool:
    return bool(unit.counts.overdue or unit.counts.done_late)


def _worst_first(unit: UnitCounts) -> tuple[int, int, str]:
    return -unit.counts.overdue, -unit.counts.done_late, unit.name


def _row(unit: UnitCounts, parts: tuple[str, ...], lang: Language) -> BarRow:
    sizes = tuple(int(getattr(unit.counts, part)) for part in parts)
    return BarRow(unit.name, sizes, _done_of_due(unit, lang), strong=bool(unit.counts.overdue))


def _done_of_due(unit: UnitCounts, lang: Language) -> str:
    return f"{number(unit.counts.done, lang)}/{number(unit.counts.total, lang)}"


def _table(shown: Sequence[UnitCounts], parts: tuple[str, ...], lang: Language) -> ChartTable:
    tr = translator(lang)
    return ChartTable(
        head=(tr("chart.unit"), *(tr(f"chart.part.{part}") for part in parts), tr("chart.of_due")),
        rows=tuple(
            (
                unit.name,
                *(number(getattr(unit.counts, part), lang) for part in parts),
                _done_of_due(unit, lang),
            )
            for unit in shown
        ),
    )


def _others(units: Sequence[UnitCounts], late: int, tr: Translate, lang: Language) -> str:
    more, fine = max(0, late - MAX_BARS), len(units) - late
    if more:
        return tr("chart.units.more", n=more, units=number(more, lang))
    return tr("chart.units.fine", n=fine, units=number(fine, lang))
