"""Whatever file is given, the product lives and says what is wrong with it."""

import io
import struct
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from dondoc.i18n import translator
from dondoc.services.plan.check.check import check
from dondoc.services.workbook.grid import CellError, Percent
from dondoc.services.workbook.open import DEFAULT_LIMITS, read_workbook
from dondoc.services.workbook.problem import PlanFileError

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def refused(path: Path, **limits) -> str:
    with pytest.raises(PlanFileError) as caught:
        read_workbook(path, replace(DEFAULT_LIMITS, **limits))
    for lang in ("vi", "en"):
        said = translator(lang)(caught.value.key, **caught.value.params)
        assert said != caught.value.key and "{" not in said
    return caught.value.key


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def zipped(path: Path, **parts: bytes | str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return path


def xlsx_of(path: Path, rows_xml: str, prolog: str = "") -> Path:
    """A workbook as openpyxl makes it, with rows and prolog of our own."""
    whole = io.BytesIO()
    openpyxl.Workbook().save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = (prolog + SHEET + rows_xml + "</sheetData></worksheet>").encode()
            archive.writestr(name, content)
    return path


def compound_file(name: str, stream: bytes) -> bytes:
    """The smallest OLE2 file with one stream: header, allocation table, directory, content."""
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % SECTOR)
    count = len(stream) // SECTOR
    chain = [FAT, END, *range(3, count + 2), END]
    table = struct.pack("<128I", *(chain + [FREE] * (128 - len(chain))))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0
    )
    header += struct.pack("<109I", 0, *[FREE] * 108)
    directory = _entry("Root Entry", 5, END, 0, child=1) + _entry(name, 2, 2, len(stream))
    return header + table + directory.ljust(SECTOR, b"\0") + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return text.ljust(64, b"\0") + links + b"\0" * 36 + struct.pack("<IQ", start, size)


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


def test_it_says_that_there_is_no_file(tmp_path: Path):
    assert refused(tmp_path / "none.xlsx") == "plan.file.missing"
    assert refused(tmp_path) == "plan.file.not_file"
    assert refused(written(tmp_path / "empty.xlsx", b"")) == "plan.file.empty"


def test_it_says_that_a_file_is_no_workbook(tmp_path: Path):
    page = b"<html><table><tr><td>1</td></tr></table></html>"
    assert refused(written(tmp_path / "page.xls", page)) == "plan.file.not_workbook"
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    assert refused(written(tmp_path / "picture.xlsx", picture)) == "plan.file.not_workbook"
    letter = compound_file("WordDocument", b"letter")
    assert refused(written(tmp_path / "letter.xls", letter)) == "plan.file.not_workbook"


def test_it_knows_a_renamed_archive(tmp_path: Path):
    assert refused(zipped(tmp_path / "plan.xlsx", readme_DOT_txt="hello")) == "plan.file.zip"
    letter = zipped(tmp_path / "letter.xlsx", word__document_DOT_xml="<a/>")
    assert refused(letter) == "plan.file.zip"


def test_it_says_that_a_file_is_protected(tmp_path: Path):
    locked = compound_file("EncryptedPackage", b"\x42" * 5000)
    assert refused(written(tmp_path / "locked.xlsx", locked)) == "plan.file.protected"


def test_it_says_that_a_file_is_damaged(tmp_path: Path):
    whole = io.BytesIO()
    openpyxl.Workbook().save(whole)
    assert refused(written(tmp_path / "cut.xlsx", whole.getvalue()[:2000])) == "plan.file.damaged"


def test_it_refuses_fifty_megabytes_without_reading_them(tmp_path: Path):
    big = tmp_path / "big.xlsx"
    with big.open("wb") as file:
        file.truncate(50 * 2**20)

    assert refused(big) == "plan.file.too_big"


def test_it_refuses_a_small_file_that_unpacks_a_hundredfold_and_more(tmp_path: Path):
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(410):
                part.write(b" " * 2**20)

    assert bomb.stat().st_size < 4 * 2**20
    assert refused(bomb) == "plan.file.unpacks_too_big"


def test_it_names_a_cell_that_is_far_out(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "a", "b"
    book.save(tmp_path / "far.xlsx")

    with pytest.raises(PlanFileError) as caught:
        read_workbook(tmp_path / "far.xlsx")

    assert caught.value.key == "plan.file.far_cell"
    assert caught.value.params == {"sheet": "Sheet", "cell": "XFD1048576"}


def test_it_lives_when_the_reader_dies(tmp_path: Path):
    """The far cell is hidden from the scan by a document type, so the reader itself runs wild."""
    cells = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )

    wild = xlsx_of(tmp_path / "wild.xlsx", cells, prolog="<!DOCTYPE worksheet>")

    assert refused(wild) == "plan.file.too_heavy"


def test_it_stops_a_reading_that_takes_too_long(tmp_path: Path):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 200_000))
    path = xlsx_of(tmp_path / "long.xlsx", rows)

    assert refused(path, wall_seconds=0.15) == "plan.file.too_heavy"
    assert refused(path, memory_bytes=60 * 2**20) == "plan.file.too_heavy"


def test_it_says_that_nothing_is_in_the_file(tmp_path: Path):
    openpyxl.Workbook().save(tmp_path / "blank.xlsx")

    assert refused(tmp_path / "blank.xlsx") == "plan.file.no_sheet"


def test_a_file_that_cannot_be_read_is_an_error_like_the_others(tmp_path: Path):
    checked = check(tmp_path / "none.xlsx")

    assert checked.draft is None
    assert [(p.severity, p.key) for p in checked.problems] == [("error", "plan.file.missing")]


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
