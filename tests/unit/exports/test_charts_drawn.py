"""Drawings of charts: safe in a page, whole on paper, readable without colour."""

import re
import unicodedata
from itertools import pairwise

import pytest
from lxml import etree
from made_charts import (
    ALL,
    DISTRICTS,
    END,
    HOSTILE,
    TODAY,
    UNITS,
    bars,
    bars_of,
    course,
    days,
    on_roadmap,
    targets,
    texts,
    unit,
)

from dondoc.exports.charts import layers
from dondoc.exports.charts.course import course_of_overdue
from dondoc.exports.charts.description import Chart, readable, shortened, told_apart
from dondoc.exports.charts.draw import NARROW, WIDE, page_svg, paper_svg, png_of


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
    assert png_of(svg).startswith(b"\x89PNG")


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
    assert png_of(paper_svg(bars(unit(HOSTILE, 2, 1, 3))))


def test_words_that_xml_cannot_hold_are_left_out() -> None:
    assert readable("Sở Nội vụ") == "Sở Nội vụ"
    assert readable("a\x00b\n\tc\ud800d") == "a b c d"


@pytest.mark.parametrize(
    ("text", "letters", "shown"),
    [("Sở Y tế", 7, "Sở Y tế"), ("Sở Y tế", 6, "Sở Y…"), ("Sở", 1, "S…")],
)
def test_what_finds_no_room_is_cut_with_a_mark(text: str, letters: int, shown: str) -> None:
    assert shortened(text, letters) == shown


def test_names_that_begin_alike_are_cut_in_the_middle() -> None:
    committee = "Ban Chỉ đạo giải phóng mặt bằng huyện"
    names = [f"{committee} Lập Thạch", f"{committee} Tam Đảo"]
    shown = told_apart(names, 24)
    assert [len(each) <= 24 for each in shown] == [True, True]
    assert shown[0].endswith("Lập Thạch") and shown[1].endswith("Tam Đảo")
    assert shown[0].startswith("Ban Chỉ")
    assert told_apart(["Sở Y tế", f"{committee} Tam Đảo"], 12) == ["Sở Y tế", "Ban Chỉ đạo…"]
    drawn = texts(page_svg(bars(*(unit(name, 1, 1, 2) for name in names))))
    assert sum("Lập Thạch" in each for each in drawn) == 1


def test_long_numbers_below_a_plot_do_not_run_into_each_other() -> None:
    chart = targets(
        on_roadmap("Sở Tài chính", "987654321000", "1", met=False),
        on_roadmap("Sở Y tế", "-12", "0", met=True),
    )
    root = etree.fromstring(page_svg(chart))
    axis = next(node for node in root.iter("{*}g") if "axis x" in (node.get("class") or ""))
    placed = [(float(node.get("x")), len(node.text)) for node in axis.iter("{*}text")]
    ends = [(x - 3.7 * letters, x + 3.7 * letters) for x, letters in placed]
    assert len(ends) >= 2
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))


def test_huge_counts_and_long_years_are_drawn() -> None:
    big = course(*(n * 1_000_003 for n in range(53)))
    assert "52.000.156" in texts(page_svg(big, NARROW))
    assert etree.fromstring(page_svg(bars(unit("A" * 400, 10**7, 5, 10**6)), NARROW)) is not None


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    english = course_of_overdue(days(0, 5, 1234), END, TODAY, "en")
    assert english is not None
    assert "1,234" in texts(page_svg(english, WIDE))
    assert "1.234" in texts(page_svg(course(0, 5, 1234), WIDE))


def test_letters_are_composed_however_they_were_typed() -> None:
    typed = unicodedata.normalize("NFD", "Sở Kế hoạch ữặỹ")
    assert "Sở Kế hoạch ữặỹ" in page_svg(bars(unit(typed, 2, 1, 3), unit("B", 1, 1, 1)))


def test_charts_on_the_same_scales_share_axes_and_nothing_else() -> None:
    one, other = course(0, 3, 8, 5), course(0, 8, 1, 2)
    first = page_svg.__wrapped__(one, WIDE)
    axes = layers._scales.cache_info().misses
    second = page_svg.__wrapped__(other, WIDE)
    assert layers._scales.cache_info().misses == axes  # pygal was not asked again
    assert first != second and first == page_svg.__wrapped__(one, WIDE)
    layers._scales.cache_clear()
    assert second == page_svg.__wrapped__(other, WIDE)
