"""Tables of a digest: what has no room is counted, and words and numbers keep their columns."""

from datetime import date
from decimal import Decimal

import pytest

from dondoc.rendering.formats import NOTHING
from dondoc.services.boards.overview.movement import quarter_shown
from dondoc.services.digest.list_tables import SHOWN, exceeded_table, indicator_table
from dondoc.services.digest.plain_text import aligned
from dondoc.services.digest.tables import DigestColumn, DigestRow, DigestTable, DigestWriter
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.shapes import ExceededItem, IndicatorFigures
from models.programme import Programme
from models.rules.indicators import AddsUp, Direction, Kind
from models.rules.measures import Measure
from models.rules.totals import ComparedResults

PEN = DigestWriter("vi")
ITEM = ExceededItem("KND@LT/Q1", "Kết nạp", "Lập Thạch", Decimal(10), Decimal(12), Decimal(120),
                    "đảng viên", Direction.HIGHER, False)  # fmt: skip


@pytest.mark.parametrize(("items", "more"), [(1, 0), (SHOWN, 0), (SHOWN + 2, 2)])
def test_what_has_no_room_is_counted(items: int, more: int) -> None:
    table = exceeded_table(PEN, [ITEM] * items)
    assert table is not None
    assert (len(table.rows), table.more) == (items - more, more)


def indicator(units: int, year: Measure | None) -> IndicatorFigures:
    quarter = Measure(Decimal(50), Decimal(40), Decimal(80), units=units, complete=units)
    return IndicatorFigures(
        "KND", "Kết nạp", "đảng viên", Kind.INCREMENT, Direction.HIGHER, AddsUp.SUM,
        ComparedResults(1, 1), quarter, year, None, None,
    )  # fmt: skip


def test_an_indicator_has_a_cell_in_each_column_also_where_the_year_says_nothing() -> None:
    table = indicator_table(PEN, [indicator(2, None)])
    assert table is not None
    (row,) = table.rows
    assert len(row.cells) == len(table.columns)
    assert row.cells[5:8] == (NOTHING,) * 3


@pytest.mark.parametrize(("units", "said"), [(1, False), (2, True)])
def test_how_it_adds_up_is_said_where_there_is_something_to_add(units: int, said: bool) -> None:
    table = indicator_table(PEN, [indicator(units, None)])
    assert table is not None
    assert (PEN.tr("digest.adds_up.sum") in table.rows[0].notes) is said


@pytest.mark.parametrize(
    ("today", "number"), [(date(2021, 12, 31), 1), (date(2022, 5, 1), 2), (date(2023, 1, 1), 4)]
)
def test_the_year_begins_with_its_first_quarter_and_ends_with_its_last(
    today: date, number: int
) -> None:
    programme = Programme(year=2022, title="2022", rule_set_id=1)
    assert quarter_shown(programme, today) == Quarter(2022, number)


def test_nothing_makes_no_table() -> None:
    assert exceeded_table(PEN, []) is None
    assert indicator_table(PEN, []) is None


def test_a_column_is_as_wide_as_its_heading_and_its_cells() -> None:
    columns = (DigestColumn("Đơn vị"), DigestColumn("Số", is_number=True))
    rows = (DigestRow(("A", "1.000.000")), DigestRow(("Huyện Lập Thạch", "2")))
    assert aligned(DigestTable("t", columns, rows)).splitlines() == [
        "Đơn vị                  Số",
        "--------------------------",
        "A                1.000.000",
        "Huyện Lập Thạch          2",
    ]
    short = aligned(DigestTable("t", columns, (DigestRow(("A", "1")),)))
    assert short.splitlines() == ["Đơn vị  Số", "----------", "A        1"]


def test_long_words_go_on_on_the_next_line_and_a_total_is_ruled_off() -> None:
    long = "Một đơn vị có tên dài hơn ba mươi tư chữ"
    table = DigestTable(
        "t", (DigestColumn("Tên"),), (DigestRow((long,)), DigestRow(("Tổng",), kind="total"))
    )
    lines = aligned(table).splitlines()
    assert lines == [
        "Tên",
        "-" * 34,
        "Một đơn vị có tên dài hơn ba mươi",
        "tư chữ",
        "-" * 34,
        "Tổng",
    ]
