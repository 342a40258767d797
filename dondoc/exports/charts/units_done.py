"""Units side by side: what of their work was done in time, done late, and not done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dondoc.exports.charts.description import BarRow, Bars, Chart, ChartTable, KeyEntry
from dondoc.i18n import Language, translator
from dondoc.rendering.formats import number

MAX_UNITS_DONE: Final = 11
_PARTS: Final = ("done_in_time", "done_late", "overdue")


@dataclass(frozen=True)
class UnitDone:
    """A unit with so many tasks in a period: done in time, done late, and not done."""

    name: str
    in_time: int
    late: int
    not_done: int

    @property
    def sizes(self) -> tuple[int, int, int]:
        """The parts in the order of a bar."""
        return self.in_time, self.late, self.not_done

    @property
    def total(self) -> int:
        """All tasks."""
        return sum(self.sizes)


def units_done(units: Sequence[UnitDone], lang: Language) -> Chart | None:
    """The units with something late or not done, the worst first; None where there are none."""
    worse = sorted((each for each in units if each.late or each.not_done), key=_worst_first)
    if not worse or max(each.total for each in worse) <= 1:
        return None
    tr, shown = translator(lang), worse[:MAX_UNITS_DONE]
    names = tuple(tr(f"chart.done.{part}") for part in _PARTS)
    return Chart(
        name="units-done",
        title=tr("chart.done"),
        words=tr(
            "chart.done.words",
            units=number(len(worse), lang),
            of=number(len(units), lang),
            unit=worse[0].name,
            not_done=number(worse[0].not_done, lang),
            total=number(worse[0].total, lang),
        ),
        picture=Bars(_PARTS, tuple(_row(each, lang) for each in shown)),
        table=ChartTable(
            head=(tr("chart.unit"), *names),
            rows=tuple((each.name, *(number(size, lang) for size in each.sizes)) for each in shown),
        ),
        key=tuple(KeyEntry(part, None, name) for part, name in zip(_PARTS, names, strict=True)),
        notes_below=(tr("chart.done.ends"),),
    )


def _worst_first(unit: UnitDone) -> tuple[int, int, str]:
    return -unit.not_done, -unit.late, unit.name


def _row(unit: UnitDone, lang: Language) -> BarRow:
    end = f"{number(unit.in_time + unit.late, lang)}/{number(unit.total, lang)}"
    return BarRow(unit.name, unit.sizes, end, strong=bool(unit.not_done))
