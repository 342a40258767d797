"""A chart as templates show it: drawn for wide and for narrow screens, with its table."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from dondoc.exports.charts.description import Chart
from dondoc.exports.charts.draw import NARROW, WIDE, page_svg


@dataclass(frozen=True)
class ShownChart:
    """What `web/charts.html` draws."""

    chart: Chart
    wide: Markup
    narrow: Markup


def shown_chart(chart: Chart) -> ShownChart:
    """Both drawings; the style sheet shows the one that fits."""
    return ShownChart(chart, page_svg(chart, WIDE), page_svg(chart, NARROW))


def shown_charts(charts: Iterable[Chart | None]) -> list[ShownChart]:
    """Those that are there."""
    return [shown_chart(chart) for chart in charts if chart is not None]
