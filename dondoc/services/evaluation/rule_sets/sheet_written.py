"""A rule set as a workbook: a row for each parameter, with what may stand in its cell."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dondoc.exports.page_setup import print_one_page_wide
from dondoc.i18n import Language, translator
from dondoc.services.evaluation.rule_sets import sheet_words as words
from dondoc.services.evaluation.rule_sets.parameter_kinds import (
    CellKind,
    ParameterKind,
    parameter_kinds,
)
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.toml_text import HEADINGS
from dondoc.services.evaluation.rule_sets.values import HowSure
from dondoc.services.workbook.cells import put
from dondoc.services.workbook.tables import CellContent

_WIDTHS = (30, 38, 34, 40, 20, 60)
_FIRST_ROW = 2


def write_rules_sheet(path: Path, rules: EvaluationRules, lang: Language) -> None:
    """Writes the workbook from which `sheet_read` gives the same rule set; headings in `lang`."""
    tr, workbook = translator(lang), Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = tr("evaluation.sheet.title")
    _write(sheet, 1, [tr(f"evaluation.sheet.column.{name}") for name in words.COLUMNS])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    rows = [*_whole(rules, lang), *_parameters(rules, lang)]
    for number, row in enumerate(rows, start=_FIRST_ROW):
        _write(sheet, number, row)
    lists = workbook.create_sheet(tr("evaluation.sheet.lists"))
    _offer(sheet, lists, lang)
    for number, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "C2"
    print_one_page_wide(sheet, 1)
    workbook.save(path)


def _write(sheet: Worksheet, number: int, row: Sequence[CellContent]) -> None:
    for column, content in enumerate(row, start=1):
        cell = sheet.cell(number, column)
        put(cell, content)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _whole(rules: EvaluationRules, lang: Language) -> list[Sequence[CellContent]]:
    """What is said of the rule set as a whole."""
    tr = translator(lang)
    subjects = words.PART.join(words.of_subject(each, lang) for each in rules.subjects)
    values = {name: getattr(rules, name) for name in HEADINGS} | {"subjects": subjects}
    return [
        (name, tr(f"evaluation.sheet.of.{name}"), values[name], tr(f"evaluation.sheet.how.{name}"))
        for name in HEADINGS
    ]


def _parameters(rules: EvaluationRules, lang: Language) -> list[Sequence[CellContent]]:
    tr, kinds = translator(lang), parameter_kinds()
    rows: list[Sequence[CellContent]] = []
    for each in rules.named():
        kind = kinds[f"{each.group}.{each.name}"]
        rows.append((
            kind.key,
            tr(f"evaluation.parameter.{each.name}"),
            _value(kind, each.parameter.value, lang),
            words.LINE.join(words.allowed(kind, lang)),
            words.of_basis(each.parameter.basis, lang),
            each.parameter.source,
        ))  # fmt: skip
    return rows


def _value(kind: ParameterKind, value: Any, lang: Language) -> CellContent:
    match kind.cell:
        case CellKind.CHOICE:
            return words.of_choice(kind, value, lang)
        case CellKind.BANDS:
            return words.of_bands(value, lang)
        case CellKind.NEEDS:
            return words.of_needs(value, lang)
    return words.of_no_bound(kind, lang) if value is None else value


def _offer(sheet: Worksheet, lists: Worksheet, lang: Language) -> None:
    """Lets the program offer the choices of each cell; a list of its own sheet has no limit."""
    kinds = [each for each in parameter_kinds().values() if each.cell is CellKind.CHOICE]
    places = {key: number for number, key in enumerate(parameter_kinds(), _FIRST_ROW)}
    offered = [
        (f"C{places[each.key] + len(HEADINGS)}", each.key, words.allowed(each, lang))
        for each in kinds
    ]
    last = _FIRST_ROW + len(HEADINGS) + len(places) - 1
    basis = tuple(words.of_basis(each, lang) for each in HowSure)
    offered.append((f"E{_FIRST_ROW + len(HEADINGS)}:E{last}", "basis", basis))
    for column, (cells, title, choices) in enumerate(offered, start=1):
        letter = get_column_letter(column)
        put(lists.cell(1, column), title)
        for row, choice in enumerate(choices, start=2):
            put(lists.cell(row, column), choice)
        span = f"'{lists.title}'!${letter}$2:${letter}${len(choices) + 1}"
        rule = DataValidation(type="list", formula1=span, allow_blank=True)
        rule.showErrorMessage = False  # our own check says what is wrong, and where
        rule.add(cells)
        sheet.add_data_validation(rule)
