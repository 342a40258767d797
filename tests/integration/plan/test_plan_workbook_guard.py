"""Whatever file is given, the product lives and says what is wrong with it."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from plan_files import compound_file, written

from dondoc.i18n import translator
from dondoc.services.plan.check.check import check
from dondoc.services.workbook.open import DEFAULT_LIMITS, read_workbook
from dondoc.services.workbook.problem import PlanFileError

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def refused(path: Path, **limits) -> str:
    with pytest.raises(PlanFileError) as caught:
        read_workbook(path, replace(DEFAULT_LIMITS, **limits))
    for lang in ("vi", "en"):
        said = translator(lang)(caught.value.key, **caught.value.params)
        assert said != caught.value.key and "{" not in said
    return caught.value.key


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


def test_it_says_that_there_is_no_file(tmp_path: Path):
    assert refused(tmp_path / "none.xlsx") == "plan.file.missing"
    assert refused(tmp_path) == "plan.file.not_file"
    assert refused(written(tmp_path / "empty.xlsx", b"")) == "plan.file.empty"


def test_it_says_that_a_file_is_no_workbook(tmp_path: Path):
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    assert refused(written(tmp_path / "picture.xlsx", picture)) == "plan.file.not_workbook"
    report = b"%PDF-1.7 letter"
    assert refused(written(tmp_path / "report.xlsx", report)) == "plan.file.not_workbook"


@pytest.mark.parametrize(
    "begins",
    ["<html>", "\r\n<!DOCTYPE html>", '<?xml version="1.0"?>\n<html>', "<table>", "<meta>"],
)
def test_it_knows_a_web_page_that_is_saved_as_a_workbook(tmp_path: Path, begins: str):
    page = f"{begins}<table><tr><td>1</td></tr></table></html>".encode()
    assert refused(written(tmp_path / "page.xls", page)) == "plan.file.web_page"


def test_it_knows_a_text_document_that_is_called_a_workbook(tmp_path: Path):
    old = compound_file("WordDocument", b"letter")
    open_text = zipped(
        tmp_path / "open.ods",
        mimetype="application/vnd.oasis.opendocument.text",
        content_DOT_xml="<a/>",
    )
    for letter in (
        zipped(tmp_path / "letter.xlsx", word__document_DOT_xml="<a/>"),
        written(tmp_path / "letter.xls", old),
        written(tmp_path / "rich.xls", rb"{\rtf1 letter}"),
        open_text,
    ):
        assert refused(letter) == "plan.file.letter"


def test_it_knows_a_renamed_archive(tmp_path: Path):
    assert refused(zipped(tmp_path / "plan.xlsx", readme_DOT_txt="hello")) == "plan.file.zip"


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
