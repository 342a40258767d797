"""Tables of a digest: what has no room is counted, and words and numbers keep their columns."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dondoc.rendering.formats import NOTHING
from dondoc.services.boards.overview.movement import quarter_shown
from dondoc.services.digest.list_tables import exceeded_table, indicator_table
from dondoc.services.digest.plain_text import aligned, wrapped
from dondoc.services.digest.tables import (
    MAX_SHOWN,
    DigestColumn,
    DigestRow,
    DigestTable,
    DigestWriter,
)
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.report_shapes import ComparedItem
from dondoc.services.figures.shapes import IndicatorFigures
from models.programme import Programme
from models.rules.indicators import AddsUp, Direction, Kind
from models.rules.measures import Measure
from models.rules.totals import ComparedResults

PEN = DigestWriter("vi")
ITEM = ComparedItem("KND@LT/Q1", "Kết nạp", "Lập Thạch", Decimal(10), Decimal(12), Decimal(120),
                    "đảng viên", Direction.HIGHER, False)  # fmt: skip


@pytest.mark.parametrize(("items", "more"), [(1, 0), (MAX_SHOWN, 0), (MAX_SHOWN + 2, 2)])
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


def wide(*widths: int, number: str = "1") -> list[str]:
    """A table of columns of words so wide, and one of numbers."""
    columns = [*(DigestColumn("Tên") for _ in widths), DigestColumn("Số", is_number=True)]
    row = DigestRow((*("a " * (width // 2 - 1) + "aa" for width in widths), number))
    return aligned(DigestTable("t", tuple(columns), (row,))).splitlines()


def test_a_table_that_is_too_wide_for_a_sheet_breaks_its_widest_words() -> None:
    # Four columns of 28 and one of 10, with a gap for each, fit in 132 signs by one sign.
    assert len(wide(28, 28, 28, 28, number="1234567890")[1]) == 4 * 28 + 10 + 4 * 2 == 130
    rule = wide(34, 34, 34, 34, number="1234567890")[1]
    assert len(rule) == 130
    narrow, broken = wide(20, 34, 34, 34, number="1234567890"), wide(34, 34, 34, 34)
    assert narrow[2].startswith("a " * 9 + "aa  ")  # the narrow one stays whole
    assert len(broken) > 3


def test_numbers_are_never_broken_however_wide_the_table_is() -> None:
    number = "1" * 120
    lines = wide(34, number=number)
    assert number in lines[2]
    assert len(lines[1]) == 12 + 2 + 120  # words keep twelve signs


def test_a_paragraph_is_broken_and_a_point_of_a_list_is_set_in() -> None:
    words = " ".join(["chữ"] * 30)
    first, second = wrapped(words).splitlines()
    assert max(len(first), len(second)) <= 88 and not second.startswith(" ")
    assert wrapped(f"- {words}").splitlines()[1].startswith("  chữ")


def test_a_letter_of_two_signs_is_counted_as_one() -> None:
    composed, apart = "ế", "ê\N{COMBINING ACUTE ACCENT}"
    table = [
        aligned(DigestTable("t", (DigestColumn("A"),), (DigestRow((word * 34,)),)))
        for word in (composed, apart)
    ]
    assert table[0] == table[1]
    assert wrapped(apart) == composed


def test_notes_stand_behind_the_first_cell() -> None:
    row = DigestRow(("Kết nạp", "5"), notes=("cộng dồn", "ước"))
    columns = (DigestColumn("Chỉ tiêu"), DigestColumn("Số", is_number=True))
    assert aligned(DigestTable("t", columns, (row,))).splitlines()[2] == (
        "Kết nạp [cộng dồn; ước]   5"
    )


def test_a_first_line_that_is_a_sum_is_not_ruled_off_twice() -> None:
    rows = (DigestRow(("Nhóm",), kind="group"), DigestRow(("A",)), DigestRow(("B",), kind="total"))
    lines = aligned(DigestTable("t", (DigestColumn("Tên"),), rows)).splitlines()
    assert lines == ["Tên", "----", "Nhóm", "A", "----", "B"]


def test_a_result_better_than_expected_says_what_it_was_measured_by() -> None:
    table = exceeded_table(
        PEN,
        [
            ITEM,
            replace(ITEM, direction=Direction.LOWER, estimate=True, percent=None),
            replace(ITEM, direction=Direction.LOWER, actual=Decimal(8), percent=Decimal(80)),
        ],
    )
    assert table is not None
    plain, marked, limit = (row.cells for row in table.rows)
    name = "Kết nạp (KND@LT/Q1)"
    assert plain == ("1", name, "Lập Thạch", "12 / 10", "đảng viên", "120%")
    marks = f"{PEN.tr('basis.estimate')}; {PEN.tr('digest.limit')}"
    assert (limit[3], limit[5]) == ("8 / 10", "đã dùng 80%")
    assert (marked[1], marked[5]) == (f"{name}; {marks}", NOTHING)
