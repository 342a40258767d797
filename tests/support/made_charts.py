"""Charts as tests make them: a course, bars and units on their roadmaps."""

from datetime import date, timedelta
from decimal import Decimal

from lxml import etree

from dondoc.exports.charts.course import DayCount, course_of_overdue
from dondoc.exports.charts.description import Bars, Chart, Plot
from dondoc.exports.charts.targets import UnitOnRoadmap, units_on_roadmap
from dondoc.exports.charts.unit_bars import UnitCounts, units_side_by_side
from models.rules.totals import Counts

FIRST, TODAY, END = date(2022, 2, 11), date(2022, 5, 20), date(2022, 6, 30)
COURSE = (0, 0, 0, 1, 1, 3, 1, 11, 5, 3, 2, 2, 6, 4, 10)
HOSTILE = "</svg><script>alert(1)</script>&\x00\ud800 Sở “Đặng” ữặ"


def days(*counts: int) -> list[DayCount]:
    return [DayCount(FIRST + timedelta(days=7 * n), count) for n, count in enumerate(counts)]


def course(*counts: int) -> Chart:
    chart = course_of_overdue(days(*counts), END, TODAY, "vi")
    assert chart is not None
    return chart


def unit(name: str, done: int, late: int, overdue: int, still: int = 0) -> UnitCounts:
    counts = Counts(done_in_time=done, done_late=late, overdue=overdue, open_in_time=still)
    return UnitCounts(name, counts)


def bars(*units: UnitCounts) -> Chart:
    chart = units_side_by_side(units, "vi")
    assert chart is not None
    return chart


def on_roadmap(name: str, expected: str, actual: str, met: bool) -> UnitOnRoadmap:
    return UnitOnRoadmap(name, Decimal(expected), Decimal(actual), met)


def targets(*units: UnitOnRoadmap) -> Chart:
    chart = units_on_roadmap("Giải ngân", "%", units, "vi")
    assert chart is not None
    return chart


def plot_of(chart: Chart) -> Plot:
    assert isinstance(chart.picture, Plot)
    return chart.picture


def bars_of(chart: Chart) -> Bars:
    assert isinstance(chart.picture, Bars)
    return chart.picture


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in etree.fromstring(svg).iter("{*}text")]


UNITS = (
    unit("Sở Tài chính", 1, 3, 1), unit("Sở Ngoại vụ", 0, 0, 2), unit("Sở Y tế", 2, 0, 1, 1),
    unit("Huyện Sông Lô", 4, 1, 0), unit("Tỉnh đoàn", 5, 0, 0),
)  # fmt: skip
DISTRICTS = (
    on_roadmap("Lập Thạch", "15", "17.3", True), on_roadmap("Tam Dương", "15", "8.8", False),
    on_roadmap("Sông Lô", "12", "5.8", False), on_roadmap("Tam Đảo", "12", "12", True),
)  # fmt: skip
ALL = (course(*COURSE), bars(*UNITS), targets(*DISTRICTS))
