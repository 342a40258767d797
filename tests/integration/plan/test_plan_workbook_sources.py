"""Plans from the programs that people use, and the marked copies that they get back."""

import csv
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pandas
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from dondoc.i18n import translator
from dondoc.services.plan.check.check import check
from dondoc.services.plan.check.options import CheckOptions
from dondoc.services.plan.write.marked_copy import mark_problems
from dondoc.services.plan.write.workbook import write_plan
from dondoc.services.workbook.problem import Problem

HEAD = ["Chỉ tiêu", "ĐVT", "Kế hoạch năm", "Quý I", "Quý II", "Quý III", "Quý IV", "Thời hạn"]
ROWS = [
    ["Kết nạp đảng viên", "người", 2000, 500, 500, 500, 500, date(2022, 12, 31)],
    ["Giải ngân vốn đầu tư", "%", 0.95, 0.2, 0.5, 0.7, 0.95, date(2022, 12, 31)],
]
OPTIONS = CheckOptions(year=2022, unit="LT", unit_name="Huyện Lập Thạch")


def workbook(path: Path, rows=ROWS, merged_title: str | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    if merged_title:
        sheet.append([merged_title])
        sheet.merge_cells("A1:H1")
    for row in [HEAD, *rows]:
        sheet.append(row)
    for row in sheet.iter_rows(min_row=3 if merged_title else 2):
        if row[1].value == "%":
            for cell in row[2:7]:
                cell.number_format = "0%"
    book.save(path)
    return path


def targets(checked):
    assert checked.errors == ()
    return [int(a.target) for a in checked.draft.assignments]


def test_a_workbook_of_openpyxl_loads(tmp_path: Path):
    path = workbook(tmp_path / "plan.xlsx", merged_title="KẾ HOẠCH NĂM 2022 HUYỆN LẬP THẠCH")

    checked = check(path, OPTIONS)

    assert targets(checked) == [2000, 95]
    assert [i.kind for i in checked.draft.indicators] == ["increment", "percentage"]


def test_a_workbook_of_pandas_loads(tmp_path: Path):
    frame = pandas.DataFrame(ROWS[:1], columns=HEAD)
    frame.to_excel(tmp_path / "plan.xlsx", index=True, startrow=2, startcol=1)

    assert targets(check(tmp_path / "plan.xlsx", OPTIONS)) == [2000]


def test_an_open_document_of_pandas_loads(tmp_path: Path):
    frame = pandas.DataFrame(ROWS[:1], columns=HEAD)
    frame.to_excel(tmp_path / "plan.ods", index=False, engine="odf")

    checked = check(tmp_path / "plan.ods", OPTIONS)

    assert targets(checked) == [2000]
    assert checked.draft.assignments[0].deadline == date(2022, 12, 31)


def test_dates_of_an_open_document_mean_the_last_day_of_what_they_show(tmp_path: Path):
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="Kế hoạch")
    book.spreadsheet.addElement(sheet)
    shown = {"Quý II": "2022-04-01", "06": "2022-06-01", "15/06": "2022-06-15"}
    cells = [[(text, None) for text in ("Nhiệm vụ", "Sản phẩm", "Thời hạn")]]
    cells += [[(f"Việc {t}", None), ("Báo cáo", None), (t, day)] for t, day in shown.items()]
    for row in cells:
        sheet.addElement(line := TableRow())
        for text, day in row:
            kind = {"valuetype": "date", "datevalue": day} if day else {"valuetype": "string"}
            line.addElement(cell := TableCell(**kind))
            cell.addElement(P(text=text))
    book.save(tmp_path / "plan.ods")

    checked = check(tmp_path / "plan.ods", OPTIONS)
    marked = tmp_path / "marked.xlsx"
    mark_problems(
        tmp_path / "plan.ods", checked.workbook, checked.problems, marked, translator("vi")
    )

    ends = [date(2022, 6, 30), date(2022, 6, 30), date(2022, 6, 15)]
    assert [a.deadline for a in checked.draft.assignments] == ends
    assert [a.deadline for a in check(marked, OPTIONS).draft.assignments] == ends


def test_a_text_table_loads(tmp_path: Path):
    with (tmp_path / "plan.csv").open("w", encoding="utf-16", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows(
            [HEAD, ["Kết nạp", "người", "2.000", "500", "500", "500", "500", "31/12/2022"]]
        )

    assert targets(check(tmp_path / "plan.csv", OPTIONS)) == [2000]


@pytest.mark.usefixtures("libreoffice")
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_a_workbook_of_libreoffice_loads(tmp_path: Path, suffix):
    source = workbook(tmp_path / "source.xlsx")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", suffix, "--outdir", str(tmp_path / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    checked = check(tmp_path / "out" / f"source.{suffix}", OPTIONS)

    assert targets(checked) == [2000, 95]


def test_a_failed_formula_is_named_where_it_is_needed(tmp_path: Path):
    path = workbook(tmp_path / "plan.xlsx", merged_title="KẾ HOẠCH")
    book = openpyxl.load_workbook(path)
    book.active["D3"] = "#DIV/0!"
    book.active["D3"].data_type = "e"
    book.active["J9"] = "#N/A"
    book.active["J9"].data_type = "e"
    book.save(path)

    checked = check(path, OPTIONS)

    formula = [(p.cell, p.params["found"]) for p in checked.errors if p.key.endswith("formula")]
    assert formula == [("D3", "#DIV/0!")]


def test_the_marked_copy_shows_each_problem_at_its_cell(tmp_path: Path):
    path = workbook(tmp_path / "plan.xlsx", rows=[[*ROWS[0][:2], "hai nghìn", *ROWS[0][3:]]])
    checked = check(path, OPTIONS)

    mark_problems(
        path, checked.workbook, checked.problems, tmp_path / "marked.xlsx", translator("vi")
    )

    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    cell = book["Sheet"]["C2"]
    assert "hai nghìn" in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith("F8CBAD")
    listed = [row[3] for row in book["Việc cần sửa"].iter_rows(min_row=2, values_only=True)]
    assert len(listed) == len(checked.problems)
    assert path.read_bytes() != (tmp_path / "marked.xlsx").read_bytes()


def test_a_mended_marked_copy_loads(tmp_path: Path):
    path = workbook(tmp_path / "plan.xlsx", rows=[[*ROWS[0][:2], "hai nghìn", *ROWS[0][3:]]])
    checked = check(path, OPTIONS)
    marked = tmp_path / "marked.xlsx"
    mark_problems(path, checked.workbook, checked.problems, marked, translator("vi"))
    book = openpyxl.load_workbook(marked)
    book["Sheet"]["C2"] = 2000
    book.save(marked)

    assert targets(check(marked, OPTIONS)) == [2000]


def test_a_text_table_is_marked_in_a_new_workbook(tmp_path: Path):
    path = tmp_path / "plan.csv"
    path.write_text("Chỉ tiêu;Kế hoạch năm;Quý I\n=SUM(A1);12,x;5\n", encoding="utf-8")
    checked = check(path, OPTIONS)

    mark_problems(
        path, checked.workbook, checked.problems, tmp_path / "marked.xlsx", translator("en")
    )

    sheet = openpyxl.load_workbook(tmp_path / "marked.xlsx")["CSV"]
    assert sheet["B2"].comment is not None
    assert sheet["A2"].value == "=SUM(A1)" and sheet["A2"].quotePrefix


def test_a_problem_inside_merged_cells_is_marked_at_their_first(tmp_path: Path):
    path = workbook(tmp_path / "plan.xlsx", merged_title="KẾ HOẠCH")
    read = check(path, OPTIONS).workbook
    problem = Problem("warning", "Sheet", "C1", "plan.warn.unknown_column", {"found": "x"})

    mark_problems(path, read, [problem], tmp_path / "marked.xlsx", translator("vi"))

    assert openpyxl.load_workbook(tmp_path / "marked.xlsx")["Sheet"]["A1"].comment is not None


def test_a_text_merged_down_a_column_stands_for_each_row(tmp_path: Path):
    rows = [[*row, "Xây dựng Đảng" if i == 0 else None] for i, row in enumerate(ROWS)]
    path = workbook(tmp_path / "plan.xlsx", rows=rows)
    book = openpyxl.load_workbook(path)
    book.active["I1"] = "Lĩnh vực"
    book.active.merge_cells("I2:I3")
    book.save(path)

    checked = check(path, OPTIONS)

    assert [i.category for i in checked.draft.indicators] == ["Xây dựng Đảng"] * 2


def test_a_guide_is_written_in_both_languages(tmp_path: Path):
    for lang, name in (("vi", "Hướng dẫn"), ("en", "Guide")):
        write_plan(None, tmp_path / f"{lang}.xlsx", lang)
        assert openpyxl.load_workbook(tmp_path / f"{lang}.xlsx").sheetnames[0] == name
