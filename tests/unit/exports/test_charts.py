"""Charts: what they say, in words, in the picture and in the table, is the same."""

from datetime import date

import pytest
from lxml import etree
from made_charts import (
    COURSE,
    DISTRICTS,
    END,
    TODAY,
    UNITS,
    bars,
    bars_of,
    course,
    days,
    on_roadmap,
    plot_of,
    targets,
    texts,
    unit,
)

from dondoc.exports.charts.course import DayCount, course_of_overdue
from dondoc.exports.charts.description import MarkForm
from dondoc.exports.charts.draw import WIDE, page_svg
from dondoc.exports.charts.targets import MAX_UNITS, units_on_roadmap
from dondoc.exports.charts.unit_bars import MAX_BARS, UnitCounts, units_side_by_side


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


def test_a_course_that_ended_with_its_year_says_of_which_day_it_is() -> None:
    end = date(2022, 12, 31)
    counts = [DayCount(date(2022, 10, 7), 9), DayCount(date(2022, 12, 30), 4), DayCount(end, 4)]
    chart = course_of_overdue(counts, end, None, "vi")
    assert chart is not None
    assert "4 (31/12)" in [note.text for note in plot_of(chart).notes]
    later = course_of_overdue([*counts, DayCount(date(2023, 1, 10), 5)], end, None, "vi")
    assert later is not None
    assert "5" in [note.text for note in plot_of(later).notes]


def test_the_last_figure_stands_above_a_line_that_comes_to_it_level() -> None:
    end = date(2022, 12, 31)
    flat = [DayCount(date(2022, 4, 1), 9), DayCount(date(2022, 12, 23), 4), DayCount(end, 4)]
    falls = [DayCount(date(2022, 4, 1), 9), DayCount(date(2022, 12, 23), 8), DayCount(end, 4)]
    levels = []
    for counts in (flat, falls):
        chart = course_of_overdue(counts, end, None, "vi")
        assert chart is not None
        levels += [note.raised for note in plot_of(chart).notes if note.text == "4 (31/12)"]
    assert levels[0] > 0 > levels[1]


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
    assert layers["below"].form is MarkForm.TRIANGLES and layers["reached"].form is MarkForm.DOTS
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
