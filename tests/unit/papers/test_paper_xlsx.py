"""The workbook: real numbers, sums as formulas that agree, texts that stay texts, a page."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

from example_paper import GIVEN, HOSTILE, LETTERS, counts_table, example_paper
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dondoc.exports.figure_sheets import (
    FigureSheet,
    SheetMargins,
    column_characters,
    figure_workbook,
)
from dondoc.rendering.written_number import WrittenNumber
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.text_width import lines_of, width_mm
from dondoc.services.papers.workbook import paper_xlsx

HEAD = 4
"""Lines above the head of a table without a day: title, note, table, unit."""


def opened(paper: Paper, *, values: bool = False) -> Workbook:
    return load_workbook(BytesIO(paper_xlsx(paper)), data_only=values)


def sheet_of(paper: Paper, *, values: bool = False) -> Worksheet:
    sheet = opened(paper, values=values).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_sums_are_formulas_that_agree() -> None:
    paper = example_paper(names=("a", "b", "c"), subject_note="(đến hết ngày 20/05/2022)")
    formulas, values = sheet_of(paper), sheet_of(paper, values=True)
    assert formulas["C9"].value == "=SUM(C6:C8)"
    assert values["C9"].value == sum(values[f"C{row}"].value for row in (6, 7, 8)) == 3003
    assert formulas["C6"].number_format == "#,##0"
    assert formulas["D6"].value == 0.945 and formulas["D6"].number_format == "0.0%"


def test_numbers_of_rows_can_be_sorted_and_years_and_codes_stay_as_they_are() -> None:
    rows = [("10", "7"), ("2", "0123"), ("007", "2022")]
    sheet = FigureSheet("Danh sách", (), ("TT", "Mã"), rows, {}, frozenset(), (10.0, 20.0))
    made = load_workbook(BytesIO(figure_workbook([sheet], SheetMargins(30, 15, 20, 20), "x")))
    written = [[cell.value for cell in row] for row in made.worksheets[0].iter_rows(min_row=2)]
    assert written == [[10, "7"], [2, "0123"], ["007", "2022"]]
    assert made.worksheets[0]["A2"].number_format == "0"


def test_it_says_what_it_is_of_which_day_and_in_which_unit() -> None:
    sheet = sheet_of(example_paper(subject_note="(đến hết ngày 20/05/2022)", **GIVEN))
    above = [sheet.cell(row, 1).value for row in range(1, 6)]
    assert above == [
        "BÁO CÁO tình hình thực hiện chỉ tiêu quý II năm 2022",
        "(đến hết ngày 20/05/2022)",
        "ngày 05 tháng 02 năm 2022",
        "Theo đơn vị",
        "Đơn vị tính: mốc",
    ]


def test_letters_and_hostile_texts_stay_texts() -> None:
    names = (LETTERS, *HOSTILE)
    sheet = sheet_of(example_paper(names=names))
    cells = [sheet.cell(row, 2) for row in range(5, 5 + len(names))]
    assert [cell.value for cell in cells] == list(names)
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells if cell.quotePrefix] == ["=1+1"]  # also once edited


def test_a_day_is_a_day_that_can_be_sorted() -> None:
    sheet = sheet_of(example_paper(names=("11/04/2022", "31/12/2022 12:00", "45/13/2022")))
    cells = [sheet.cell(row, 2) for row in range(5, 8)]
    assert str(cells[0].value) == "2022-04-11 00:00:00" and cells[0].number_format == "dd/mm/yyyy"
    assert [cell.value for cell in cells[1:]] == ["31/12/2022 12:00", "45/13/2022"]


def test_the_name_of_a_sheet_ends_with_a_whole_word() -> None:
    sheet = FigureSheet("Khó khăn, vướng mắc và đề xuất, kiến nghị", (), ("a",), (), {},
                        frozenset(), (10,))  # fmt: skip
    written = figure_workbook([sheet, sheet], SheetMargins(20, 20, 20, 20), "")
    names = load_workbook(BytesIO(written)).sheetnames
    assert names == ["Khó khăn, vướng mắc và đề xuất", "Khó khăn, vướng mắc và đề x 2"]


def test_the_name_of_a_sheet_ends_within_no_bracket() -> None:
    sheet = FigureSheet("Thời hạn báo cáo (các mốc đã đến hạn trong kỳ)", (), ("a",), (), {},
                        frozenset(), (10,))  # fmt: skip
    written = figure_workbook([sheet], SheetMargins(20, 20, 20, 20), "")
    assert load_workbook(BytesIO(written)).sheetnames == ["Thời hạn báo cáo"]


def test_it_prints_one_page_in_width_with_its_head_on_every_page() -> None:
    paper = example_paper(PaperForm.PARTY)
    sheet, page = sheet_of(paper), paper.layout.page
    assert sheet.page_setup.orientation == "landscape" and str(sheet.page_setup.paperSize) == "9"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in {(None, 0), (1, 0)}
    assert sheet.print_title_rows == "$4:$4" and sheet.freeze_panes == "A5"
    assert round(sheet.page_margins.left * 25.4) == page.left.used


def test_no_number_is_shown_as_hashes_and_no_text_runs_into_the_next_row() -> None:
    used = WrittenNumber("đã dùng 101,7%", Decimal("1.017"), is_percent=True)
    assert column_characters(10, [used]) > len(used)
    assert column_characters(100, [used]) == 50
    sheet = sheet_of(example_paper(names=("ngắn", "Diện tích bồi thường " * 40)))
    heights = [sheet.row_dimensions[row].height for row in (5, 6)]
    assert heights[0] in (None, 15) and heights[1] >= 60


def test_headings_of_several_words_have_the_lines_that_they_need() -> None:
    heading = "Người chịu trách nhiệm chính"
    sheet = FigureSheet("a", ("t",), (heading,), [("1",)], {}, frozenset(), (20.0,), head_lines=3)
    file = figure_workbook([sheet], SheetMargins(20, 20, 20, 20), "t")
    assert load_workbook(BytesIO(file)).worksheets[0].row_dimensions[2].height == 45
    table = counts_table(["một"])
    wide = replace(table.columns[1], heading="Người chịu trách nhiệm chính về việc này " * 4)
    table = replace(table, columns=(table.columns[0], wide, *table.columns[2:]))
    made = sheet_of(replace(example_paper(), blocks=(table,)))
    assert made.row_dimensions[HEAD].height >= 30


def test_lines_of_a_text_in_a_column() -> None:
    room = width_mm("Huyện Lập", 11) + 0.1
    assert [lines_of(text, room, 11) for text in ("", "Huyện Lập", "Huyện Lập Thạch")] == [1, 1, 2]
    assert lines_of("x" * 30, width_mm("x" * 10, 11) + 0.1, 11) == 3
