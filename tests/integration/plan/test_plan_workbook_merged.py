"""Merged cells, hidden rows and formulas as the formats of several programs keep them."""

import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from dondoc.services.plan.check.check import check
from dondoc.services.plan.check.options import CheckOptions


def test_what_is_merged_down_in_an_open_document_stands_for_each_row(tmp_path: Path):
    book = OpenDocumentSpreadsheet()
    book.spreadsheet.addElement(sheet := Table(name="KH"))
    for row in [["Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"], ["A", "Sở Y tế", "30/6/2022"], ["B"]]:
        sheet.addElement(line := TableRow())
        for text in row:
            spans = {"numberrowsspanned": 2} if row[0] == "A" and text != "A" else {}
            line.addElement(cell := TableCell(valuetype="string", **spans))
            cell.addElement(P(text=text))
    for _ in range(2):
        line.addElement(CoveredTableCell())
    book.save(tmp_path / "plan.ods")

    checked = check(tmp_path / "plan.ods", CheckOptions(year=2022))

    assert checked.errors == ()
    assert [u.name for u in checked.draft.units] == ["Sở Y tế"]
    assert [a.deadline for a in checked.draft.assignments] == [date(2022, 6, 30)] * 2


@pytest.mark.usefixtures("libreoffice")
@pytest.mark.parametrize("suffix", ["xls", "ods", "xlsx"])
def test_tasks_of_libreoffice_load_with_what_is_merged_and_hidden(tmp_path: Path, suffix):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Sản phẩm", "Thời hạn"])
    sheet.append([1, "A", "Sở Y tế", "Báo cáo", date(2022, 6, 30)])
    sheet.append([2, "B", None, "Báo cáo", "=E2+31"])
    sheet.append([3, "C", "Sở Nội vụ", "Báo cáo", date(2022, 6, 30)])
    sheet.merge_cells("C2:C3")
    sheet.row_dimensions[4].hidden = True
    book.save(tmp_path / "source.xlsx")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", suffix, "--outdir", str(tmp_path / "out")]
    source = str(tmp_path / "source.xlsx")
    subprocess.run([*command, source], check=True, capture_output=True, timeout=120)

    checked = check(tmp_path / "out" / f"source.{suffix}", CheckOptions(year=2022))

    assert checked.errors == ()
    assert [u.name for u in checked.draft.units] == ["Sở Y tế"]
    ends = [date(2022, 6, 30), date(2022, 7, 31)]
    assert [a.deadline for a in checked.draft.assignments] == ends
    assert [p.cell for p in checked.warnings if p.key == "plan.warn.hidden_row"] == ["A4"]
