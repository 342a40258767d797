"""Writes the plan workbook: blank as a template, or filled with a plan."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dondoc.clock import year_of_examples
from dondoc.exports.cells import put_text
from dondoc.exports.page_setup import print_one_page_wide
from dondoc.i18n import Translate, translator
from dondoc.services.plan.write.guide import list_ranges, write_guide
from dondoc.services.workbook.cells import put
from dondoc.services.workbook.layout import Column, SheetLayout, programme_items, sheet_layouts
from dondoc.services.workbook.plan import PlanDraft, ProgrammeDraft
from dondoc.services.workbook.tables import CellContent, Record, plan_records

HINT_ROW, HEADING_ROW, FIRST_ROW = 1, 2, 3
# Blank rows that already know the lists of allowed words.
SPARE_ROWS = 1000
HINT_FONT = Font(italic=True, size=9, color="595959")
HEADING_FONT = Font(bold=True)
HEADING_FILL = PatternFill("solid", fgColor="DDEBF7")
WRAPPED = Alignment(wrap_text=True, vertical="top")


def write_plan(
    draft: PlanDraft | None, path: Path, lang: str = "vi", year: int | None = None
) -> None:
    """The full layout at `path` (.xlsx). `check` reads a written plan back as an equal draft.

    `lang` is the language of headings, words and guide: "vi" or "en"; both are read back.
    `year`: of the examples in a blank one; the present one where None.
    """
    of_examples = draft.programme.year if draft else year or year_of_examples()
    tr = partial(translator(lang), year=of_examples)
    workbook = Workbook()
    guide = workbook.active
    assert isinstance(guide, Worksheet)
    write_guide(guide, lang, tr)
    print_one_page_wide(guide)
    records = plan_records(draft, lang) if draft else {}
    for layout in sheet_layouts().values():
        if layout.kind == "programme":
            _write_programme(workbook, draft.programme if draft else None, lang, tr)
        elif layout.kind != "flat":
            _write_sheet(workbook, layout, records.get(layout.kind, []), (lang, tr))
    workbook.save(path)


def _write_programme(
    workbook: Workbook, programme: ProgrammeDraft | None, lang: str, tr: Translate
) -> None:
    """Two columns, and a third of hints that is not read."""
    layout = sheet_layouts()["programme"]
    sheet = workbook.create_sheet(layout.titles[lang])
    _write_headings(sheet, layout.columns, lang, row=1)
    sheet.column_dimensions["C"].width = 50
    for row, (key, names) in enumerate(programme_items().items(), start=2):
        put_text(sheet.cell(row, 1), names[lang][0])
        content: CellContent = getattr(programme, key) if programme else None
        put(sheet.cell(row, 2), content)
        sheet.cell(row, 2).alignment = Alignment(wrap_text=True, horizontal="left", vertical="top")
        put_text(sheet.cell(row, 3), tr(f"plan.hint.programme.{key}"))
        sheet.cell(row, 3).font = HINT_FONT
    sheet.freeze_panes = "A2"
    print_one_page_wide(sheet, 1)


def _write_sheet(
    workbook: Workbook, layout: SheetLayout, records: Iterable[Record], words: tuple[str, Translate]
) -> None:
    lang, tr = words
    sheet = workbook.create_sheet(layout.titles[lang])
    _write_hints(sheet, layout.columns, tr)
    _write_headings(sheet, layout.columns, lang, HEADING_ROW)
    for row, record in enumerate(records, start=FIRST_ROW):
        for number, column in enumerate(layout.columns, start=1):
            content = record.get(column.key)
            if content is not None:
                put(sheet.cell(row, number), content)
    sheet.freeze_panes = f"A{FIRST_ROW}"
    print_one_page_wide(sheet, HEADING_ROW)
    _offer_lists(sheet, layout.columns, lang)


def _write_headings(sheet: Worksheet, columns: tuple[Column, ...], lang: str, row: int) -> None:
    for number, column in enumerate(columns, start=1):
        cell = sheet.cell(row, number)
        put_text(cell, column.title(lang))
        cell.font, cell.fill, cell.alignment = HEADING_FONT, HEADING_FILL, WRAPPED
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def _write_hints(sheet: Worksheet, columns: tuple[Column, ...], tr: Translate) -> None:
    for number, column in enumerate(columns, start=1):
        hints = [tr("plan.hint.required")] if column.required else []
        hints += [tr("plan.hint.choice")] if column.choice else []
        hints += [tr(f"plan.hint.{column.hint}")] if column.hint else []
        cell = sheet.cell(HINT_ROW, number)
        put_text(cell, " ".join(hints) or tr("plan.hint.optional"))
        cell.font, cell.alignment = HINT_FONT, WRAPPED


def _offer_lists(sheet: Worksheet, columns: tuple[Column, ...], lang: str) -> None:
    """Lists suggest and do not forbid: synonyms and several words in a cell are allowed."""
    last = max(sheet.max_row, FIRST_ROW) + SPARE_ROWS
    for number, column in enumerate(columns, start=1):
        if column.choice is None:
            continue
        source = list_ranges(lang)[column.choice]
        validation = DataValidation("list", formula1=source, allow_blank=True)
        validation.showErrorMessage = False
        letter = get_column_letter(number)
        validation.add(f"{letter}{FIRST_ROW}:{letter}{last}")
        sheet.add_data_validation(validation)
