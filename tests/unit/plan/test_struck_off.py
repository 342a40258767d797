"""What is struck off, hidden or commented on, as Excel and Calc save it."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TextProperties
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from dondoc.services.plan.check.check import check
from tests.support.plan_rows import OF_THE_YEAR, TASKS, errors, task, warned

B3 = re.compile(rb'<c r="B3" t="\w+">.*?</c>')
SHARED = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>A</t></si>'
    "<si><r><rPr><strike/></rPr><t>B</t></r><r><t>C</t></r></si></sst>"
)


def table(*rows: Any) -> Any:
    sheet = Workbook().active
    assert sheet is not None
    for row in (TASKS, *rows):
        sheet.append(row)
    return sheet


def checked(folder: Path, sheet: Any) -> Any:
    sheet.parent.save(folder / "plan.xlsx")
    return check(folder / "plan.xlsx", OF_THE_YEAR)


@pytest.mark.parametrize("columns", [range(1, 7), [2]])
def test_a_row_whose_title_is_struck_off_is_passed_over_and_said(tmp_path, columns):
    sheet = table(task("A"), task("B"), task("C"))
    for column in columns:
        sheet.cell(3, column).font = Font(strike=True)
    found = checked(tmp_path, sheet)

    assert errors(found) == []
    assert [i.name for i in found.draft.indicators] == ["A", "C"]
    assert warned(found, "struck_row") == ["A3"]


def test_a_cell_struck_off_in_a_row_that_counts_is_asked_about(tmp_path):
    sheet = table(task("A"), task("B"))
    sheet["F3"].font = Font(strike=True)

    assert errors(checked(tmp_path, sheet)) == [("F3", "struck_cell")]


def test_words_struck_off_within_a_cell_are_asked_about(tmp_path):
    sheet = table(task("A"))
    struck = TextBlock(InlineFont(strike=True), "Xây dựng đề án ")
    sheet["B2"] = CellRichText(struck, TextBlock(InlineFont(b=True), "Ban hành quy chế"))

    assert errors(checked(tmp_path, sheet)) == [("B2", "struck_cell")]


def test_words_of_other_fonts_and_empty_cells_are_not_struck_off(tmp_path):
    sheet = table(task("A"))
    sheet["B2"] = CellRichText(TextBlock(InlineFont(b=True), "Xây dựng "), "đề án")
    sheet["D2"].font = Font(strike=True)
    sheet["C2"].font = Font(strike=False, bold=True)
    found = checked(tmp_path, sheet)

    assert errors(found) == []
    assert [i.name for i in found.draft.indicators] == ["Xây dựng đề án"]


def test_a_cell_of_shared_texts_is_struck_off_in_part(tmp_path):
    """Excel keeps texts apart from the cells; the library that tests write with does not."""
    sheet = table(task("A"), task("B"))
    sheet.parent.save(tmp_path / "plan.xlsx")
    data = (tmp_path / "plan.xlsx").read_bytes()
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            if name != "xl/sharedStrings.xml":
                content = B3.sub(b'<c r="B3" t="s"><v>1</v></c>', old.read(name))
                new.writestr(name, content)
        new.writestr("xl/sharedStrings.xml", SHARED)
    (tmp_path / "plan.xlsx").write_bytes(changed.getvalue())

    assert errors(check(tmp_path / "plan.xlsx", OF_THE_YEAR)) == [("B3", "struck_cell")]


def test_a_hidden_column_that_is_read_is_said(tmp_path):
    sheet = table(task("A"))
    sheet.column_dimensions["F"].hidden = True
    sheet.column_dimensions["A"].hidden = True
    found = checked(tmp_path, sheet)

    assert found.draft is not None
    assert warned(found, "hidden_column") == ["F1"]


def test_a_comment_on_a_cell_that_is_read_is_said(tmp_path):
    sheet = table(task("A"), task("B"))
    for cell in ("F3", "A3", "H3"):
        sheet[cell].comment = Comment("Lùi đến 30/9/2026", "Thư ký")
    found = checked(tmp_path, sheet)

    assert found.draft is not None
    assert warned(found, "comment") == ["F3"]


def test_what_calc_strikes_off_and_hides_is_seen_too(tmp_path):
    document = OpenDocumentSpreadsheet()
    off = Style(name="off", family="table-cell")
    off.addElement(TextProperties(textlinethroughstyle="solid"))
    document.automaticstyles.addElement(off)
    sheet = Table(name="KH")
    sheet.addElement(TableColumn(numbercolumnsrepeated=5))
    sheet.addElement(TableColumn(visibility="collapse"))
    for values, style in ((TASKS, None), (task("A"), None), (task("B"), off)):
        row = TableRow()
        for value in values:
            cell = TableCell(valuetype="string", **({"stylename": style} if style else {}))
            if value == "A":
                cell.addElement(Annotation())
            cell.addElement(P(text=str(value or "")))
            row.addElement(cell)
        sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    document.save(tmp_path / "plan.ods")
    found = check(tmp_path / "plan.ods", OF_THE_YEAR)

    assert errors(found) == []
    assert found.draft is not None
    assert [i.name for i in found.draft.indicators] == ["A"]
    assert warned(found, "struck_row") == ["A3"]
    assert warned(found, "hidden_column") == ["F1"]
    assert warned(found, "comment") == ["B2"]
