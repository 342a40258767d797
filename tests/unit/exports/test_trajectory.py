"""The chart of one item: steps, dots, the gap in words and the forecast."""

from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from dondoc.exports.charts.description import Chart, Layer, Plot
from dondoc.exports.charts.draw import page_svg, small_svg
from dondoc.exports.charts.roadmap import ChartPoint, Roadmap, YearForecast
from dondoc.exports.charts.trajectory import small_trajectory, trajectory
from models.rules.indicators import Direction

START, END, TODAY = date(2022, 1, 1), date(2022, 12, 31), date(2022, 5, 20)


def point(
    label: str, day: date, expected: str | None, actual: str | None = None, verified: bool = True
) -> ChartPoint:
    amounts = [None if value is None else Decimal(value) for value in (expected, actual)]
    return ChartPoint(label, day, amounts[0], amounts[1], day, verified)


POINTS = (
    point("B1", date(2022, 3, 20), "6", "6.3"),
    point("B2", date(2022, 5, 3), "14", "9.3", verified=False),
    point("B3", date(2022, 6, 30), "25"),
    point("B5", date(2022, 11, 30), "44"),
)


def roadmap(points: tuple[ChartPoint, ...] = POINTS, **more: object) -> Roadmap:
    plain: dict[str, object] = {"target": Decimal(44), "begins_at": Decimal(0)}
    return Roadmap(points, START, END, TODAY, **{**plain, **more})  # type: ignore[arg-type]


def layers(chart: Chart) -> dict[str, Layer]:
    assert isinstance(chart.picture, Plot)
    return {layer.name: layer for layer in chart.picture.layers}


def notes(chart: Chart) -> list[str]:
    assert isinstance(chart.picture, Plot)
    return [note.text for note in chart.picture.notes]


def test_it_draws_steps_dots_target_and_today() -> None:
    drawn = layers(trajectory(roadmap(), "ha", "vi"))
    day = POINTS[0].day.toordinal()
    assert drawn["roadmap"].points[:4] == (
        (START.toordinal(), 0), (day, 0), (day, 6), (POINTS[1].day.toordinal(), 6),
    )  # fmt: skip
    assert drawn["roadmap"].points[-1] == (END.toordinal(), 44)
    assert drawn["reached"].points == ((day, 6.3),)
    assert drawn["unverified"].points == ((POINTS[1].day.toordinal(), 9.3),)
    assert {each[1] for each in drawn["target"].points} == {44}
    assert {each[0] for each in drawn["today"].points} == {TODAY.toordinal()}


def test_without_a_beginning_it_is_level_until_the_first_due_date() -> None:
    drawn = layers(trajectory(roadmap(begins_at=None), "ha", "vi"))
    assert drawn["roadmap"].points[0] == (START.toordinal(), 6)


def test_the_gap_stands_in_words_beside_today() -> None:
    chart = trajectory(roadmap(), "ha", "vi")
    assert "thiếu 4,7 ha" in notes(chart)
    assert [each[1] for each in layers(chart)["gap"].points] == [9.3, 14]
    assert chart.words == (
        "Đã báo cáo 9,3 ha (số đến 03/05/2022), chưa thẩm định. "
        "Lộ trình đến 20/05/2022 là 14 ha: thiếu 4,7 ha. Kế hoạch năm: 44 ha."
    )


@pytest.mark.parametrize(
    ("direction", "actual", "words"),
    [
        (Direction.HIGHER, "14", ""),
        (Direction.HIGHER, "13.9", "thiếu 0,1 ha"),
        (Direction.LOWER, "14", ""),
        (Direction.LOWER, "15.5", "vượt 1,5 ha"),
        (Direction.LOWER, "2", ""),
    ],
)
def test_there_is_a_gap_only_where_the_roadmap_is_missed(
    direction: Direction, actual: str, words: str
) -> None:
    points = (POINTS[0], point("B2", date(2022, 5, 3), "14", actual), *POINTS[2:])
    chart = trajectory(roadmap(points, direction=direction), "ha", "vi")
    assert ("gap" in layers(chart)) == bool(words)
    assert [note for note in notes(chart) if note.split()[0] in ("thiếu", "vượt")] == (
        [words] if words else []
    )


def test_what_is_not_due_yet_is_no_gap_and_nothing_reached_is_said() -> None:
    later = (point("B3", date(2022, 6, 30), "25", "3"),)
    assert roadmap(later).gap is None
    nothing = trajectory(roadmap((point("B1", date(2022, 3, 20), "6"),)), "ha", "vi")
    assert roadmap((point("B1", date(2022, 3, 20), "6"),)).gap is None
    assert nothing.words.startswith("Chưa có kết quả.")


def test_the_forecast_is_dotted_to_the_years_end_and_its_method_is_said() -> None:
    pace = YearForecast(Decimal("46.2"), by_pace=True)
    chart = trajectory(roadmap(forecast=pace), "ha", "vi")
    assert layers(chart)["forecast"].points == (
        (POINTS[0].day.toordinal(), 6.3), (END.toordinal(), 46.2),
    )  # fmt: skip
    assert "≈ 46,2" in notes(chart)
    assert chart.notes_below == (
        "Dự báo: kế hoạch năm × kết quả đã thẩm định / lộ trình đến cùng mốc.",
    )
    level = trajectory(roadmap(forecast=YearForecast(Decimal(3), by_pace=False)), "ha", "vi")
    assert level.notes_below[0].endswith("như ở mốc thẩm định gần nhất.")
    assert chart.table.rows[-1] == ("dự báo", "31/12/2022", "44", "≈ 46,2")
    assert chart.words.endswith("Dự báo cuối năm: ≈ 46,2 ha.")


def test_the_table_has_every_checkpoint_and_says_what_is_not_verified() -> None:
    chart = trajectory(roadmap(), "ha", "vi")
    assert chart.table.rows == (
        ("B1", "20/03/2022", "6", "6,3"),
        ("B2", "03/05/2022", "14", "9,3 (chưa thẩm định)"),
        ("B3", "30/06/2022", "25", "–"),
        ("B5", "30/11/2022", "44", "–"),
    )
    assert chart.table.head[-1] == "Đạt được (ha)"


def test_the_key_names_only_what_is_drawn() -> None:
    names = [entry.name for entry in trajectory(roadmap(POINTS[2:]), "ha", "vi").key]
    assert names == ["roadmap", "target"]


@pytest.mark.parametrize("values", [("0", "0"), ("-5", "5"), ("0.0001", "0.0002"), ("7", None)])
def test_any_values_can_be_drawn(values: tuple[str, str | None]) -> None:
    one = roadmap((point("Y", END, *values),), target=None, begins_at=None)
    assert etree.fromstring(page_svg(trajectory(one, "", "en"), 600)) is not None
    small = etree.fromstring(small_svg(small_trajectory(one)))
    assert (small.get("width"), small.get("aria-hidden")) == ("120", "true")
    assert not list(small.iter("{*}text"))


def test_what_is_reached_beyond_the_target_stays_inside_the_picture() -> None:
    one = roadmap((point("Y", END, "10", "35"),), target=Decimal(10))
    root = etree.fromstring(page_svg(trajectory(one, "", "vi"), 340))
    height = float(root.get("viewBox", "").split()[3])
    assert all(0 <= float(dot.get("cy", "")) <= height for dot in root.iter("{*}circle"))
