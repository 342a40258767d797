"""Charts beside bare pygal, which draws the same points and bars in the same run.

Ours leaves out pygal's style sheet and scripts and adds shapes, notes, words and a key. A page
draws each chart twice (wide and narrow) and keeps both until a figure changes; `--runs 20` for a
quick look.
"""

import argparse
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pygal
from stopwatch import seconds, show

from dondoc.exports.charts.course import DayCount, course_of_overdue
from dondoc.exports.charts.description import Bars, Chart, Plot
from dondoc.exports.charts.draw import WIDE, page_svg, paper_svg, png_of, small_svg
from dondoc.exports.charts.roadmap import ChartPoint, Roadmap, YearForecast
from dondoc.exports.charts.targets import UnitOnRoadmap, units_on_roadmap
from dondoc.exports.charts.trajectory import small_trajectory, trajectory
from dondoc.exports.charts.unit_bars import UnitCounts, units_side_by_side
from models.rules.totals import Counts

FIRST, TODAY, END = date(2022, 1, 7), date(2022, 12, 30), date(2022, 12, 31)


def course() -> Chart | None:
    """A point a week, a whole year."""
    days = [DayCount(FIRST + timedelta(days=7 * n), n * 7 % 23) for n in range(52)]
    return course_of_overdue(days, END, TODAY, "vi")


def bars() -> Chart | None:
    """Eleven units of forty."""
    counts = [Counts(done_in_time=n % 7, done_late=n % 3, overdue=n % 4) for n in range(40)]
    units = [UnitCounts(f"Sở, ban, ngành số {n}", each) for n, each in enumerate(counts)]
    return units_side_by_side(units, "vi")


def targets() -> Chart | None:
    """Eleven units and their roadmaps."""
    units = [
        UnitOnRoadmap(f"Huyện số {n}", Decimal(15), Decimal(10 + n), n >= 5) for n in range(11)
    ]
    return units_on_roadmap("Tỷ lệ giải ngân vốn đầu tư công", "%", units, "vi")


def roadmap() -> Roadmap:
    """Twelve months, five of them reported."""
    points = tuple(
        ChartPoint(
            f"T{n}", date(2022, n, 28), Decimal(n * 10),
            Decimal(n * 9) if n < 6 else None, date(2022, n, 28), n < 5,
        )
        for n in range(1, 13)
    )  # fmt: skip
    ahead = YearForecast(Decimal(108), by_pace=True)
    return Roadmap(points, FIRST, END, date(2022, 6, 3), Decimal(120), Decimal(0), forecast=ahead)


def bare(picture: Plot | Bars) -> Callable[[], str]:
    """The same points and bars by pygal alone, as it draws them by default."""

    def draw() -> str:
        if isinstance(picture, Plot):
            chart = pygal.XY(width=WIDE, height=picture.height)
            for layer in picture.layers:
                chart.add(layer.name, layer.points)
        else:
            chart = pygal.HorizontalStackedBar(width=WIDE, height=280)
            chart.x_labels = [row.label for row in picture.rows]
            for place, part in enumerate(picture.parts):
                chart.add(part, [row.sizes[place] for row in picture.rows])
        text: str = chart.render(is_unicode=True)
        return text

    return draw


def main() -> None:
    """A line a chart; then what papers and the cells of a board cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    runs = parser.parse_args().runs
    made = (course(), bars(), targets(), trajectory(roadmap(), "ha", "vi"))
    for chart in made:
        assert chart is not None
        draw, alone = page_svg.__wrapped__, bare(chart.picture)
        ours, limit = draw(chart, WIDE), alone()
        spent = seconds(lambda: draw(chart, WIDE), runs)  # noqa: B023 (called here)
        show(f"{chart.name} (SVG of {len(ours):,} bytes)", spent,
             f"bare pygal ({len(limit):,} bytes)", seconds(alone, runs))  # fmt: skip
        png = png_of(svg := paper_svg(chart))
        print(
            f"  kept: {seconds(lambda: page_svg(chart, WIDE), runs) * 1e6:.0f} µs;"  # noqa: B023
            f" picture for Word: {seconds(lambda: png_of(svg), 5) * 1000:.0f} ms,"
            f" {len(png):,} bytes; SVG for PDF: {len(svg):,} bytes"
        )
    small = small_trajectory(roadmap())
    cell = seconds(lambda: small_svg.__wrapped__(small), runs)
    print(f"small picture of a row: {cell * 1000:.2f} ms, {len(small_svg(small)):,} bytes")


if __name__ == "__main__":
    main()
