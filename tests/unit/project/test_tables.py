"""A table as a workbook, read again by the programs that people and other systems use."""

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pandas  # type: ignore[import-untyped]
import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from dondoc.exports.tables import Cell, TableTitle, write_table


def _local(*given: int) -> datetime:
    """A workbook knows no zones."""
    return datetime(*given, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc, arg-type]


HEADINGS = ("Mã", "Hạn", "Lúc", "Số")
ROWS: list[tuple[Cell, ...]] = [
    ("KND@LT <&> \"Q1\"", date(2022, 5, 20), datetime(2022, 5, 20, 17, 59, 31, tzinfo=UTC), 18_713),
    ("hai\ndòng ", None, None, Decimal("94.5")),
    ("", date(2026, 12, 31), datetime(2022, 12, 31, 16, 59, tzinfo=UTC), -3),
]  # fmt: skip


PLAIN = TableTitle("t", "")
TITLE = TableTitle("Bảng: 'quá hạn' & <khác>", "Số liệu đến 09:00 20/05/2022")
ABOVE = [(TITLE.title, None, None, None), (TITLE.about, None, None, None)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "table.xlsx"
    write_table(path, TITLE, HEADINGS, iter(ROWS))
    return path


def test_it_opens_again_with_the_values_that_went_in(path: Path) -> None:
    sheet = load_workbook(path).worksheets[0]
    assert list(sheet.values) == [
        *ABOVE,
        HEADINGS,
        ('KND@LT <&> "Q1"', _local(2022, 5, 20), _local(2022, 5, 21, 0, 59), 18_713),
        ("hai\ndòng ", None, None, 94.5),
        (None, _local(2026, 12, 31), _local(2022, 12, 31, 23, 59), -3),
    ]
    assert sheet.title == "Bảng  'quá hạn' & <khác>"
    assert (sheet["B4"].number_format, sheet["C4"].number_format) == (
        "dd/mm/yyyy",
        "hh:mm dd/mm/yyyy",
    )


def test_pandas_and_calamine_read_the_same(path: Path) -> None:
    frame = pandas.read_excel(path, engine="openpyxl", header=2)
    assert tuple(frame.columns) == HEADINGS
    assert list(frame["Số"]) == [18_713, 94.5, -3]
    assert frame["Hạn"][2] == pandas.Timestamp(2026, 12, 31)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[3] == ['KND@LT <&> "Q1"', date(2022, 5, 20), _local(2022, 5, 21, 0, 59), 18_713]
    assert rows[5][:2] == ["", date(2026, 12, 31)]


def test_its_heading_stays_is_bold_and_filters_and_columns_fit(path: Path) -> None:
    sheet = load_workbook(path).worksheets[0]
    assert sheet.freeze_panes == "A4" and sheet.auto_filter.ref == "A3:D6"
    assert sheet["A3"].font.b and not sheet["A4"].font.b
    assert sheet["A4"].alignment.wrap_text and sheet["D4"].alignment.vertical == "top"
    widths = {key: int(dimension.width) for key, dimension in sheet.column_dimensions.items()}
    assert widths == {"A": 17, "B": 12, "C": 18, "D": 7}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\x00="])
def test_no_text_ever_runs_as_a_formula(tmp_path: Path, start: str) -> None:
    path, text = tmp_path / "table.xlsx", f"{start}1+cmd|'/c calc'!A0"
    write_table(path, PLAIN, (text,), [(text,)])
    for cell in next(load_workbook(path).worksheets[0].columns)[2:]:
        assert cell.data_type == "s" and cell.quotePrefix
        # How Excel itself writes a carriage return down, and reads it again.
        assert cell.value.replace("_x000D_", "\r") == text.replace("\x00", "")


def test_text_that_no_workbook_can_hold_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    write_table(path, PLAIN, ("h",), [("a\x01b\ud800\uffffc",), ("\x02",), ("x" * 40_000,)])
    values = [row[0] for row in load_workbook(path).worksheets[0].iter_rows(4, values_only=True)]
    assert values == ["abc", None, "x" * 32_767]


def test_days_before_excels_calendar_and_numbers_that_are_none_are_text(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    early = datetime(1899, 1, 1, tzinfo=UTC)
    write_table(path, PLAIN, ("h",), [(date(1900, 2, 28),), (early,), (Decimal("NaN"),)])
    sheet = load_workbook(path).worksheets[0]
    assert [one.data_type for one in sheet["A"][3:]] == ["s", "s", "s"]
    assert sheet["A4"].value == "28/02/1900"


def test_a_table_without_rows_is_a_heading(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    write_table(path, TITLE, HEADINGS, [])
    assert list(load_workbook(path).worksheets[0].values) == [*ABOVE, HEADINGS]


def test_it_prints_as_wide_as_one_page_with_its_headings_on_each(path: Path) -> None:
    sheet = load_workbook(path).worksheets[0]
    setup = sheet.page_setup
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (setup.orientation, int(setup.paperSize)) == ("landscape", 9)
    assert setup.fitToWidth in (None, 1) and setup.fitToHeight == 0
    assert sheet.print_title_rows == "$3:$3" and sheet.oddFooter.center.text == "&P/&N"


def test_many_rows_take_no_more_memory(tmp_path: Path) -> None:
    def rows(number: int) -> Iterator[tuple[Cell, ...]]:
        return ((f"hàng {one}", date(2022, 5, 20), None, one) for one in range(number))

    def most(number: int) -> int:
        tracemalloc.start()
        write_table(tmp_path / "table.xlsx", PLAIN, HEADINGS, rows(number))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    few = most(3000)
    assert most(9000) < few * 1.3
