"""What the chart of an item shows, in a sentence or two."""

from dondoc.exports.charts.roadmap import Roadmap
from dondoc.i18n import Language, translator
from dondoc.rendering.formats import day as in_full
from dondoc.rendering.formats import quantity
from models.rules.indicators import Direction


def gap_words(roadmap: Roadmap, unit_of_measure: str, lang: Language) -> str:
    """The gap as it stands beside the roadmap: thiếu 4,7 ha; '' where there is none."""
    if roadmap.gap is None:
        return ""
    size = quantity(roadmap.gap.size, unit_of_measure, lang)
    limit = roadmap.direction is Direction.LOWER
    return translator(lang)("chart.gap.over" if limit else "chart.gap.short", size=size)


def words_of(roadmap: Roadmap, unit_of_measure: str, lang: Language) -> str:
    """What was reached, what the roadmap asks for by today, the target, the forecast."""
    tr, last = translator(lang), roadmap.reached
    sentences = []
    if last is None or last.actual is None:
        sentences.append(tr("chart.trajectory.nothing"))
    else:
        key = "chart.trajectory.reached" if last.verified else "chart.trajectory.claimed"
        reached = quantity(last.actual, unit_of_measure, lang)
        sentences.append(tr(key, reached=reached, day=in_full(last.actual_on)))
    if (gap := roadmap.gap) is not None:
        expected = quantity(gap.expected, unit_of_measure, lang)
        words = gap_words(roadmap, unit_of_measure, lang)
        by = in_full(gap.day)
        sentences.append(tr("chart.trajectory.gap", expected=expected, day=by, gap=words))
    if roadmap.target is not None:
        target = quantity(roadmap.target, unit_of_measure, lang)
        sentences.append(tr("chart.trajectory.target", target=target))
    if roadmap.forecast is not None:
        ahead = quantity(roadmap.forecast.value, unit_of_measure, lang)
        sentences.append(tr("chart.trajectory.forecast", value=ahead))
    return " ".join(sentences)
