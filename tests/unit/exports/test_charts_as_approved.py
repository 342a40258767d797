"""Drawings are what somebody looked at and found right: any other line or place is a change.

`DONDOC_APPROVE=1 pytest tests/unit/exports/test_charts_as_approved.py` writes them anew: look at
each that differs before it is kept.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from made_charts import COURSE, DISTRICTS, TODAY, UNITS, bars, course, days, targets

from dondoc.exports.charts.course import DayCount, course_of_overdue
from dondoc.exports.charts.description import Chart
from dondoc.exports.charts.draw import NARROW, WIDE, key_svg, page_svg, paper_svg, small_svg
from dondoc.exports.charts.roadmap import ChartPoint, Roadmap, YearForecast
from dondoc.exports.charts.scales import round_values
from dondoc.exports.charts.trajectory import small_key, small_trajectory, trajectory
from models.rules.indicators import Direction

APPROVED = Path(__file__).parent / "approved"


def roadmap(*actual: str, today: date = TODAY, direction: Direction = Direction.HIGHER) -> Roadmap:
    """A month a checkpoint, 10 more in each; the last of what was reached is not verified."""
    points = []
    for n in range(1, 13):
        value = Decimal(actual[n - 1]) if n <= len(actual) else None
        due = date(2022, n, 28)
        points.append(ChartPoint(f"T{n}", due, Decimal(10 * n), value, due, n < len(actual)))
    return Roadmap(
        tuple(points), date(2022, 1, 1), date(2022, 12, 31), today, Decimal(120), Decimal(0),
        direction, YearForecast(Decimal("108.5"), by_pace=True),
    )  # fmt: skip


def made(chart: Chart | None) -> Chart:
    assert chart is not None
    return chart


EARLY = ("9", "18", "26", "33")


def late() -> Roadmap:
    """Nearly all of the year, before what its roadmap asks for."""
    told = map(str, range(12, 122, 11))
    return replace(roadmap(*told, today=date(2022, 11, 30)), forecast=None)


def limit() -> Roadmap:
    """More than is allowed by then."""
    return roadmap("14", "25", "39", today=date(2022, 4, 2), direction=Direction.LOWER)


def at_the_end() -> Chart:
    return made(course_of_overdue(days(*COURSE), TODAY, TODAY, "en"))


def of_a_year() -> Chart:
    ends = date(2022, 12, 31), date(2022, 12, 20)
    return made(course_of_overdue(days(*COURSE * 3), *ends, "vi"))


def from_january() -> Chart:
    counts = [DayCount(date(2022, 1, 1 + 7 * n), count) for n, count in enumerate((0, 2, 1))]
    return made(course_of_overdue(counts, date(2022, 3, 31), TODAY, "vi"))


# Made within each test, so that a change of any line is seen by it.
CHARTS: dict[str, Callable[[], Chart]] = {
    "course": lambda: course(*COURSE),
    "course-peak-at-first": lambda: course(9, 3, 2, 1, 4),
    "course-peak-before-today": lambda: course(*[0] * 12, 2, 9, 4),
    "course-at-the-end": at_the_end,
    "course-of-a-year": of_a_year,
    "course-from-january": from_january,
    "units": lambda: bars(*UNITS),
    "units-without-open": lambda: bars(*UNITS[:2]),
    "targets": lambda: targets(*DISTRICTS),
    "trajectory": lambda: trajectory(roadmap(*EARLY), "ha", "vi"),
    "trajectory-late-in-the-year": lambda: trajectory(late(), "%", "vi"),
    "trajectory-of-a-limit": lambda: trajectory(limit(), "vụ", "vi"),
    "trajectory-without-results": lambda: trajectory(replace(roadmap(), forecast=None), "ha", "en"),
}


def check(name: str, svg: str) -> None:
    file = APPROVED / f"{name}.svg"
    text = svg.replace("><", ">\n<") + "\n"
    if os.environ.get("DONDOC_APPROVE"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), f"look at {file} and at what is drawn now"


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_drawn_as_approved(name: str) -> None:
    check(name, paper_svg(CHARTS[name]()))


@pytest.mark.parametrize("name", ["course", "units", "targets", "trajectory"])
def test_a_page_on_a_phone_is_drawn_as_approved(name: str) -> None:
    check(f"{name}-on-a-phone", page_svg(CHARTS[name](), NARROW))


def test_the_small_picture_of_a_row_and_its_key_are_drawn_as_approved() -> None:
    check("small", small_svg(small_trajectory(roadmap(*EARLY))))
    check("small-key", key_svg(small_key("vi"), WIDE))


@pytest.mark.parametrize(
    ("values", "whole", "ends"),
    [
        (("0", "46.2"), False, ("0", "10", "50")),
        (("0", "11"), True, ("0", "5", "15")),
        (("0", "2"), True, ("0", "1", "2")),
        (("0", "10"), False, ("0", "2", "10")),
        (("0", "4"), False, ("0", "1", "4")),
        (("100", "101"), False, ("100.0", "0.2", "101.0")),
        (("59", "100"), False, ("0", "20", "100")),
        (("60", "100"), False, ("60", "10", "100")),
        (("-5", "5"), False, ("-6", "2", "6")),
        (("7", "7"), False, ("5", "5", "10")),
        (("0", "0"), False, ("0", "0.5", "0.5")),
    ],
)
def test_scales_have_round_values(
    values: tuple[str, ...], whole: bool, ends: tuple[str, str, str]
) -> None:
    ticks = round_values([Decimal(value) for value in values], whole=whole)
    assert (ticks[0], ticks[1] - ticks[0], ticks[-1]) == tuple(map(Decimal, ends))
    assert {b - a for a, b in pairwise(ticks)} == {ticks[1] - ticks[0]}
