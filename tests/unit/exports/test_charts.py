"""Charts: what they say, in words, in the picture and in the table, is the same."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from lxml import etree

from dondoc.exports.charts.course import DayCount, course_of_overdue
from dondoc.exports.charts.description import Bars, Chart, Form, Plot, readable, shortened
from dondoc.exports.charts.draw import NARROW, WIDE, page_svg, paper_png, paper_svg
from dondoc.exports.charts.targets import MAX_UNITS, UnitOnRoadmap, units_on_roadmap
from dondoc.exports.charts.unit_bars import MAX_BARS, UnitCounts, units_side_by_side
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


def test_the_course_is_drawn_as_its_table_says() -> None:
    chart = course(*COURSE)
    (line,) = (layer for layer in plot_of(chart).layers if layer.name == "course")
    assert [point[1] for point in line.points] == list(COURSE)
    assert [row[1] for row in chart.table.rows] == [str(count) for count in COURSE]
    assert chart.table.rows[0][0] == "11/02/2022"
    assert [date.fromordinal(int(point[0])) for point in line.points] == [
        one.day for one in days(*COURSE)
    ]


def test_the_course_labels_its_peak_and_today() -> None:
    notes = {note.text: note.at for note in plot_of(course(*COURSE)).notes}
    assert notes["11 (01/04)"] == (date(2022, 4, 1).toordinal(), 11)
    assert notes["10"] == (TODAY.toordinal(), 10)
    assert notes["hôm nay"][0] == TODAY.toordinal()
    assert course(*COURSE).words == (
        "Đến 20/05/2022 có 10 mốc quá hạn; cao nhất là 11 mốc, ngày 01/04/2022."
    )


def test_a_peak_that_is_today_is_said_once() -> None:
    assert [note.text for note in plot_of(course(0, 1, 2, 7)).notes].count("7") == 1
    assert not any("(" in note.text for note in plot_of(course(0, 1, 2, 7)).notes)


def test_a_year_that_is_over_has_no_today() -> None:
    chart = course_of_overdue(days(*COURSE), END, date(2023, 1, 9), "vi")
    assert chart is not None
    assert "hôm nay" not in [note.text for note in plot_of(chart).notes]
    assert all(layer.name != "today" for layer in plot_of(chart).layers)


@pytest.mark.parametrize("counts", [(), (5,), (5, 9), (0, 0, 0, 0), (1, 0, 1, 1)])
def test_a_course_of_too_little_or_of_ones_is_no_picture(counts: tuple[int, ...]) -> None:
    assert course_of_overdue(days(*counts), END, TODAY, "vi") is None


def test_bars_are_as_long_as_the_table_says_and_end_with_done_of_due() -> None:
    chart = bars(*UNITS)
    picture = bars_of(chart)
    assert picture.parts == ("done_in_time", "done_late", "overdue", "open_in_time")
    for row, cells in zip(picture.rows, chart.table.rows, strict=True):
        assert cells == (row.label, *map(str, row.sizes), row.end)
        assert row.end.endswith(f"/{sum(row.sizes)}")
        assert row.end.startswith(f"{row.sizes[0] + row.sizes[1]}/")


def test_the_worst_unit_comes_first_and_who_is_in_time_is_counted_in_words() -> None:
    chart = bars(*UNITS)
    shown = [row.label for row in bars_of(chart).rows]
    assert shown == ["Sở Ngoại vụ", "Sở Tài chính", "Sở Y tế", "Huyện Sông Lô"]
    assert [row.strong for row in bars_of(chart).rows] == [True, True, True, False]
    assert chart.notes_below[-1] == "1 đơn vị còn lại không có mốc quá hạn, trễ hạn."
    assert "4 đơn vị" in chart.words and "Sở Ngoại vụ: 2 mốc quá hạn trong 2" in chart.words


def test_there_are_at_most_eleven_bars_and_the_others_are_counted() -> None:
    units = [unit(f"Đơn vị {n:02}", 3, 0, 30 - n) for n in range(14)]
    chart = bars(*units)
    assert len(bars_of(chart).rows) == MAX_BARS == 11
    assert bars_of(chart).rows[0].label == "Đơn vị 00"
    assert chart.notes_below[-1].startswith("Còn 3 đơn vị khác")
    assert "14 đơn vị" in chart.words


@pytest.mark.parametrize(
    "units", [(), (unit("A", 5, 0, 0),), (unit("A", 0, 0, 1), unit("B", 0, 1, 0))]
)
def test_nothing_late_or_ones_alone_are_no_picture(units: tuple[UnitCounts, ...]) -> None:
    assert units_side_by_side(units, "vi") is None


def test_units_stand_on_their_roadmaps_the_furthest_behind_first() -> None:
    chart = targets(*DISTRICTS)
    layers = {layer.name: layer for layer in plot_of(chart).layers}
    assert [label.text for label in plot_of(chart).beside] == [
        "Sông Lô", "Tam Dương", "Tam Đảo", "Lập Thạch",
    ]  # fmt: skip
    assert [point[0] for point in layers["tick"].points] == [12, 15, 12, 15]
    assert [point[0] for point in layers["below"].points] == [5.8, 8.8]
    assert [point[0] for point in layers["reached"].points] == [12, 17.3]
    assert layers["below"].form is Form.TRIANGLES and layers["reached"].form is Form.DOTS
    assert chart.table.rows[0] == ("Sông Lô", "12%", "5,8%", "chưa đạt lộ trình")
    assert chart.words == "Giải ngân: 2 trong 4 đơn vị chưa đạt lộ trình."


def test_of_a_limit_who_is_furthest_above_it_comes_first() -> None:
    over = (on_roadmap("Ít", "10", "11", False), on_roadmap("Nhiều", "10", "19", False))
    fine = on_roadmap("Trong mức", "10", "4", True)
    assert [row[0] for row in targets(fine, *over).table.rows] == ["Nhiều", "Ít", "Trong mức"]


def test_where_every_unit_is_behind_the_axes_are_there() -> None:
    svg = page_svg(targets(*DISTRICTS[1:3]), WIDE)
    assert {"Sông Lô", "Tam Dương", "0", "15"} <= set(texts(svg))
    assert not list(etree.fromstring(svg).iter("{*}circle"))[1:]  # that of the key alone


def test_one_unit_is_said_and_not_drawn_and_of_many_the_others_are_counted() -> None:
    assert units_on_roadmap("Giải ngân", "%", DISTRICTS[:1], "vi") is None
    many = [on_roadmap(f"Huyện {n}", "10", f"{n}", n >= 10) for n in range(20)]
    chart = targets(*many)
    assert len(chart.table.rows) == MAX_UNITS
    assert chart.notes_below[0].startswith("Không vẽ 9 đơn vị")


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.name)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_page_gets_no_script_style_nor_address_and_a_picture_with_words(
    chart: Chart, width: int
) -> None:
    svg = page_svg(chart, width)
    for forbidden in ("<script", "<style", "style=", "href", "data:", "pygal", "onload"):
        assert forbidden not in svg, forbidden
    assert set(re.findall(r"https?://[^\"]+", svg)) <= {
        "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink",
    }  # fmt: skip
    root = etree.fromstring(svg)
    named = [root.find(f".//*[@id='{name}']") for name in root.get("aria-labelledby", "").split()]
    assert [node.text for node in named if node is not None] == [chart.title, chart.words]
    assert root.get("role") == "img"
    assert not re.findall(r"#[0-9a-f]{6}", svg)  # colours are those of the style sheet
    assert svg == page_svg.__wrapped__(chart, width)  # the same bytes


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.name)
def test_a_paper_says_its_colours_and_typefaces_itself(chart: Chart) -> None:
    svg = paper_svg(chart)
    assert "var(" not in svg and "Libertinus Serif" in svg
    assert texts(svg) == texts(page_svg(chart, WIDE))
    assert paper_png(chart).startswith(b"\x89PNG")


def test_each_due_state_has_a_pattern_or_an_edge_of_its_own() -> None:
    svg = page_svg(bars(*UNITS), WIDE)
    root = etree.fromstring(svg)
    looks = {
        group.get("class"): (
            (group.get("fill") or "")[:4] if (group.get("fill") or "").startswith("url") else "",
            group.get("fill-opacity"), group.get("stroke-dasharray"),
        )
        for group in root.iter("{*}g")
        if group.get("class") in bars_of(bars(*UNITS)).parts
    }  # fmt: skip
    assert len(looks) == len(set(looks.values())) == 4


def test_a_hostile_name_stays_words() -> None:
    for chart in (
        bars(unit(HOSTILE, 2, 1, 3)),
        targets(on_roadmap(HOSTILE, "3", "1", False), *DISTRICTS),
    ):
        for svg in (page_svg(chart, WIDE), paper_svg(chart)):
            root = etree.fromstring(svg)
            assert not list(root.iter("{*}script"))
            assert "<script" not in svg
    assert paper_png(bars(unit(HOSTILE, 2, 1, 3)))


def test_words_that_xml_cannot_hold_are_left_out() -> None:
    assert readable("Sở Nội vụ") == "Sở Nội vụ"
    assert readable("a\x00b\n\tc\ud800d") == "a b c d"


@pytest.mark.parametrize(
    ("text", "letters", "shown"),
    [("Sở Y tế", 7, "Sở Y tế"), ("Sở Y tế", 6, "Sở Y…"), ("Sở", 1, "S…")],
)
def test_what_finds_no_room_is_cut_with_a_mark(text: str, letters: int, shown: str) -> None:
    assert shortened(text, letters) == shown


def test_huge_counts_and_long_years_are_drawn() -> None:
    big = course(*(n * 1_000_003 for n in range(53)))
    assert "52.000.156" in texts(page_svg(big, NARROW))
    assert etree.fromstring(page_svg(bars(unit("A" * 400, 10**7, 5, 10**6)), NARROW)) is not None


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    english = course_of_overdue(days(0, 5, 1234), END, TODAY, "en")
    assert english is not None
    assert "1,234" in texts(page_svg(english, WIDE))
    assert "1.234" in texts(page_svg(course(0, 5, 1234), WIDE))
