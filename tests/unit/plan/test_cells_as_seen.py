"""What a person sees of a cell and a program does not read: formats, raised signs, merged cells."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from dondoc.services.plan.check.check import Checked, check
from dondoc.services.plan.check.options import CheckOptions
from dondoc.services.workbook.date_formats import part_shown
from dondoc.services.workbook.days import parse_day
from dondoc.services.workbook.grid import DatePart, shown
from dondoc.services.workbook.number_formats import said_by_format, said_by_text
from dondoc.services.workbook.scan_ods import scan_ods
from tests.support.plan_rows import OF_THE_YEAR, TASKS, checked_rows, errors, task, warned

OF_NUMBERS = CheckOptions(year=2026, unit="A", unit_name="Phòng A", kind="last_value")
HEAD = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm"]


def with_target(folder: Path, target: object, number_format: str = "General") -> Checked:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(HEAD)
    sheet.append([1, "Diện tích", "ha", 40000])
    sheet["D2"] = target
    sheet["D2"].number_format = number_format
    workbook.save(folder / "plan.xlsx")
    return check(folder / "plan.xlsx", OF_NUMBERS)


@pytest.mark.parametrize(
    ("number_format", "key"),
    [
        ('"≤ "#,##0', "format_words"),
        ('0.0" nghìn ha"', "format_words"),
        ('"≥ "0%', "format_words"),
        ('0"%"', "format_words"),
        ("#,##0,", "format_divides"),
        ("0.0,,", "format_divides"),
        ('#,##0" ha"', None),
        ("#,##0.00", None),
        ('_(* #,##0_);_(* (#,##0);_(* "-"_)', None),
        ("General", None),
    ],
)
def test_a_format_that_adds_words_or_divides_is_said(tmp_path, number_format, key):
    checked = with_target(tmp_path, 40000, number_format)

    assert errors(checked) == []
    said = [p.key for p in checked.warnings if "format_" in p.key]
    assert said == ([f"plan.warn.{key}"] if key else [])


def test_a_notes_number_raised_above_a_number_is_not_its_last_digit(tmp_path):
    raised = TextBlock(InlineFont(vertAlign="superscript"), "1")

    assert errors(with_target(tmp_path, CellRichText("45", raised))) == [("D2", "raised_cell")]
    assert errors(with_target(tmp_path, CellRichText("45 ha", raised)))[0][1] != "raised_cell"


@pytest.mark.parametrize("shown_as", ["mm", "mmm", '"Tháng "m', "mm/yyyy"])
def test_a_date_that_shows_its_month_alone_means_the_months_last_day(tmp_path, shown_as):
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(TASKS)
    sheet.append(task("A", due=date(2026, 6, 1)))
    sheet["F2"].number_format = shown_as
    workbook.save(tmp_path / "plan.xlsx")
    draft = check(tmp_path / "plan.xlsx", OF_THE_YEAR).draft

    assert draft is not None
    assert [a.deadline for a in draft.assignments] == [date(2026, 6, 30)]


def test_a_number_merged_over_rows_is_said_to_be_the_first_ones(tmp_path):
    head = ["TT", "Nhiệm vụ", "Sản phẩm", "Thời hạn", "Trọng số"]
    rows = [[1, "A", "Báo cáo", "30/6", 30], [2, "B", "Báo cáo", "30/6", None]]
    checked = checked_rows(tmp_path, head, *rows, merged=("E2:E3",))

    assert warned(checked, "merged_number") == ["E2"]


def test_what_an_open_document_shows_of_a_number_is_compared_with_it():
    texts = {
        "≤ 30": 30, "40": 40000, "1.250,5": 1250.5, "1,250.5": 1250.5, "95 %": 95, "12": 12.4,
        "1,25 tỷ": 1.25, "0": 0, "-3": -3,
    }  # fmt: skip

    said = {text: said for text, value in texts.items() if (said := said_by_text(text, value))}
    assert said == {"≤ 30": "≤", "40": "/1000", "1,25 tỷ": "tỷ"}
    assert said_by_format("dd/mm/yyyy") == said_by_format('mm" tháng"') == ""


def test_an_open_document_tells_formats_months_and_raised_signs():
    cells = [
        '<t:table-cell o:value-type="float" o:value="30"><o:annotation><x:p>chờ</x:p>'
        "</o:annotation><x:p>≤ 30</x:p></t:table-cell>",
        '<t:table-cell o:value-type="date" o:date-value="2026-06-01"><x:p>Tháng 6</x:p>'
        "</t:table-cell>",
        '<t:table-cell o:value-type="date" o:date-value="2026-04-01"><x:p>Quý II</x:p>'
        "</t:table-cell>",
        '<t:table-cell o:value-type="string"><x:p>45<x:span x:style-name="T1">1</x:span></x:p>'
        "</t:table-cell>",
    ]
    style = '<s:style s:name="T1"><s:text-properties s:text-position="super 58%"/></s:style>'
    content = (
        f'<a>{style}<t:table t:name="S"><t:table-row>{"".join(cells)}</t:table-row></t:table></a>'
    )
    names = {"t:": "table:", "o:": "office:", "x:": "text:", "s:": "style:"}
    for short, full in names.items():
        for before in ("<", "</", " "):
            content = content.replace(before + short, before + full)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("content.xml", content)
    with zipfile.ZipFile(archive) as made:
        notes = scan_ods(made)["S"]

    assert notes.formats == {(0, 0): "≤"}
    assert notes.date_parts == {(0, 1): "month", (0, 2): "quarter"}
    assert notes.raised == {(0, 3)}


@pytest.mark.parametrize(
    ("day", "text", "shows"),
    [
        ("2026-04-01", "Quý II", "quarter"),
        ("2026-04-01", "Q2 2026", "quarter"),
        ("2026-04-01", "II/2026", "quarter"),
        ("2026-04-01", "Quý 2 năm 2026", "quarter"),
        ("2026-06-01", "06", "month"),
        ("2026-06-01", "06/2026", "month"),
        ("2026-06-01", "06/26", "month"),
        ("2026-06-01", "2026-06", "month"),
        ("2026-06-01", "Tháng Sáu năm 2026", "month"),
        ("2026-06-01", "tháng 6 năm 2026", "month"),
        ("2026-06-01", "June", "month"),
        ("2026-06-01", "Jun-26", "month"),
        ("2026-06-01", "2026", "year"),
        ("2026-06-15", "15/06", None),
        ("2026-06-26", "26/06", None),
        ("2026-06-06", "6 June 2026", None),
        ("2026-06-05", "05/06/2026", None),
        ("2026-06-05", "Thứ Sáu, 5 tháng 6, 2026", None),
        ("2026-06-05", "5.6.26", None),
        ("2026-06-05", "###", None),
        ("2026-06-05", "", None),
    ],
)
def test_an_open_document_tells_what_of_a_date_is_shown(day, text, shows):
    assert part_shown(text, date.fromisoformat(day)) == shows


def test_a_date_that_shows_its_quarter_alone_means_the_quarters_last_day():
    shown_as_quarter = DatePart(date(2026, 4, 1), "quarter")

    assert parse_day(shown_as_quarter) == date(2026, 6, 30)
    assert shown(shown_as_quarter) == "Q2/2026"
