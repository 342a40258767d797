"""What is read of a workbook in each format: addresses, failed formulas, percent cells, text."""

import struct
import unicodedata
from pathlib import Path

import openpyxl
import pytest
from plan_files import compound_file, written

from dondoc.services.workbook.grid import CellError, Percent
from dondoc.services.workbook.open import read_workbook


def old_excel(*cells: tuple[int, int, str | float | int]) -> bytes:
    """A BIFF8 stream with one sheet "A" (Excel 97 to 2003); an int is the code of an error."""
    bof = struct.pack("<HHHHII", 0x0600, 0, 0, 0, 0, 0)
    globals_bof = bof[:2] + struct.pack("<H", 5) + bof[4:]
    sheet_bof = bof[:2] + struct.pack("<H", 0x10) + bof[4:]
    bound = 4 + len(globals_bof) + 4 + 9 + 4
    book = _record(0x809, globals_bof)
    book += _record(0x85, struct.pack("<IBBBB", bound + 0, 0, 0, 1, 0) + b"A") + _record(0x0A, b"")
    sheet = _record(0x809, sheet_bof)
    for row, column, value in cells:
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, int):
            sheet += _record(0x205, place + bytes([value, 1]))
        elif isinstance(value, str):
            text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
            sheet += _record(0x204, place + text)
        else:
            sheet += _record(0x203, place + struct.pack("<d", value))
    return book + sheet + _record(0x0A, b"")


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def test_it_keeps_true_addresses_failed_formulas_and_percent_cells(tmp_path: Path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C5"], sheet["D5"], sheet["E5"] = "x", 0.95, "#DIV/0!"
    sheet["D5"].number_format = '0.0"%"%'
    sheet["E5"].data_type = "e"
    sheet["F5"] = 0.5
    sheet["F5"].number_format = '0.0" %"'  # only a text after the number: not a percentage
    book.save(tmp_path / "plan.xlsx")

    (grid,) = read_workbook(tmp_path / "plan.xlsx").sheets

    assert grid.first_column == 2
    assert grid.rows == ((4, ("x", Percent(0.95), CellError("#DIV/0!"), 0.5)),)


def test_it_tells_the_format_by_content(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.save(tmp_path / "plan.xlsx")
    renamed = written(tmp_path / "plan.xls", (tmp_path / "plan.xlsx").read_bytes())

    assert read_workbook(renamed).format == "xlsx"


def test_it_reads_the_old_excel_format(tmp_path: Path):
    data = compound_file(
        "Workbook", old_excel((0, 0, "Chỉ tiêu"), (3, 2, 2.5), (3, 3, 7), (3, 4, 1.0))
    )

    workbook = read_workbook(written(tmp_path / "old.xlsx", data))

    assert workbook.format == "xls"
    assert workbook.sheets[0].rows == (
        (0, ("Chỉ tiêu",)),
        (3, (None, None, 2.5, CellError("#DIV/0!"), 1.0)),
    )


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ";"), ("utf-8-sig", ","), ("utf-16", "\t"), ("cp1258", ";")],
)
def test_it_reads_text_tables(tmp_path: Path, encoding, delimiter):
    rows = [["Ma", "Ten", "KH"], ["01", "Huyện Lập Thạch", "2,5"], ["", "Tam Đảo", "1"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    if encoding == "cp1258":  # this encoding writes tone marks apart from their letters
        text = "".join(_tone_apart(c) for c in text)
    path = written(tmp_path / "plan.csv", text.encode(encoding))

    (grid,) = read_workbook(path).sheets

    cells = [unicodedata.normalize("NFC", str(v)) for v in grid.rows[1][1]]
    assert cells == ["01", "Huyện Lập Thạch", "2,5"]
    assert grid.rows[2] == (2, (None, "Tam Đảo", "1"))


def _tone_apart(letter: str) -> str:
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts = unicodedata.normalize("NFD", letter)
    base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
    return base + "".join(c for c in parts if c in tones)
