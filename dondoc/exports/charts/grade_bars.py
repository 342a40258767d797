"""Quarters side by side: how many officials are in which band, the share of the best at the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.exports.charts.description import BarRow, Bars, Chart, ChartTable, KeyEntry
from dondoc.i18n import Language, translator
from dondoc.rendering.formats import number, share
from models.rules.evaluation import Grade
from models.rules.grade_distribution import GradeCounts


@dataclass(frozen=True)
class GradeBar:
    """A quarter by its name. `strong`: the one that is looked at."""

    name: str
    counts: GradeCounts
    strong: bool = False


def grades_by_quarter(bars: Sequence[GradeBar], lang: Language) -> Chart | None:
    """The quarters that have anybody, the earliest first; None where there is none.

    One quarter is drawn as well: its parts are what is looked at, and the next ones stand beside.
    """
    shown = [each for each in bars if each.counts.graded]
    if not shown:
        return None
    tr, last = translator(lang), shown[-1]
    grades = [each for each in Grade if any(bar.counts.of(each) for bar in shown)]
    rows = tuple(
        BarRow(bar.name, _sizes(bar, grades), _best(bar.counts, lang), strong=bar.strong)
        for bar in shown
    )
    return Chart(
        name="grades",
        title=tr("chart.grades"),
        words=tr("chart.grades.words", quarter=last.name, best=_best(last.counts, lang)),
        picture=Bars(tuple(each.value for each in grades), rows),
        table=_table(shown, grades, lang),
        key=tuple(KeyEntry(each.value, None, tr(f"chart.band.{each}")) for each in grades),
        notes_below=(tr("chart.grades.ends"),),
    )


def _sizes(bar: GradeBar, grades: Sequence[Grade]) -> tuple[int, ...]:
    return tuple(bar.counts.of(each) for each in grades)


def _table(bars: Sequence[GradeBar], grades: Sequence[Grade], lang: Language) -> ChartTable:
    tr = translator(lang)
    bands = (tr(f"chart.band.{each}") for each in grades)
    return ChartTable(
        head=(tr("chart.quarter"), *bands, tr("chart.grades.best")),
        rows=tuple(
            (bar.name, *(number(size, lang) for size in _sizes(bar, grades)),
             _best(bar.counts, lang))
            for bar in bars
        ),
    )  # fmt: skip


def _best(counts: GradeCounts, lang: Language) -> str:
    return share(counts.of(Grade.EXCELLENT), counts.graded, lang)
