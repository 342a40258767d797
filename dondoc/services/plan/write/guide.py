"""The guide sheet of the workbook: how to fill it in, and the lists of allowed words."""

from collections.abc import Mapping
from functools import cache

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dondoc.exports.cells import put_text
from dondoc.i18n import Translate
from dondoc.services.workbook.layout import choices, guide_sheet_name, sheet_layouts

FIRST_LIST_COLUMN = 3
LIST_ROW = 2


@cache
def _vocabularies() -> tuple[str, ...]:
    columns = (c for layout in sheet_layouts().values() for c in layout.columns)
    return tuple(dict.fromkeys(c.choice for c in columns if c.choice))


def _words(vocabulary: str, lang: str) -> list[str]:
    return [words[lang][0] for words in choices(vocabulary).values()]


@cache
def list_ranges(lang: str) -> Mapping[str, str]:
    """Vocabulary -> the cells of the guide sheet that hold its words.

    Ranges, because a list written into the validation itself is split at every comma.
    """
    ranges = {}
    for number, vocabulary in enumerate(_vocabularies(), start=FIRST_LIST_COLUMN):
        letter, last = get_column_letter(number), LIST_ROW + len(_words(vocabulary, lang)) - 1
        name = guide_sheet_name(lang)
        ranges[vocabulary] = f"'{name}'!${letter}${LIST_ROW}:${letter}${last}"
    return ranges


def write_guide(sheet: Worksheet, lang: str, tr: Translate) -> None:
    sheet.title = guide_sheet_name(lang)
    sheet.column_dimensions["A"].width = 95
    for row, line in enumerate(tr("plan.guide").split("\n"), start=1):
        put_text(sheet.cell(row, 1), line)
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    for number, vocabulary in enumerate(_vocabularies(), start=FIRST_LIST_COLUMN):
        _write_list(sheet, number, vocabulary, lang)


def _write_list(sheet: Worksheet, column: int, vocabulary: str, lang: str) -> None:
    heading = sheet.cell(LIST_ROW - 1, column)
    put_text(heading, _list_title(vocabulary, lang))
    heading.font = Font(bold=True)
    for row, word in enumerate(_words(vocabulary, lang), start=LIST_ROW):
        put_text(sheet.cell(row, column), word)
    sheet.column_dimensions[get_column_letter(column)].width = 26


def _list_title(vocabulary: str, lang: str) -> str:
    columns = (c for layout in sheet_layouts().values() for c in layout.columns)
    return next(c.headings[lang][0] for c in columns if c.choice == vocabulary)
