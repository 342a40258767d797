"""The charts of a digest, drawn from the figures that were kept: the same for every form."""

from collections.abc import Iterator
from datetime import date

from dondoc.exports.charts.course import course_of_overdue
from dondoc.exports.charts.description import Chart
from dondoc.exports.charts.targets import units_on_roadmap
from dondoc.exports.charts.unit_bars import units_side_by_side
from dondoc.services.digest.tables import DigestWriter
from dondoc.services.figures.drawn import DrawnFigures
from dondoc.services.figures.shapes import DigestFigures


def charts_of(writer: DigestWriter, figures: DigestFigures) -> tuple[Chart, ...]:
    """What is worth a look; what says nothing is left out, and so is what was not kept."""
    drawn = figures.report.drawn if figures.report else None
    if drawn is None:
        return ()
    return tuple(chart for chart in _charts(writer, figures, drawn) if chart)


def _charts(
    writer: DigestWriter, figures: DigestFigures, drawn: DrawnFigures
) -> Iterator[Chart | None]:
    end = date(figures.programme_year, 12, 31)
    yield course_of_overdue(drawn.course, end, None, writer.lang)
    if len(drawn.due) > 1:
        yield units_side_by_side(drawn.due, writer.lang)
    if drawn.behind:
        behind = drawn.behind
        yield units_on_roadmap(behind.title, behind.unit_of_measure, behind.units, writer.lang)
