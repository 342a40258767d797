"""A ladder as a sheet: the plan workbook's own sheet of reminders, alone in a workbook."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dondoc.errors import BadInput
from dondoc.exports.page_setup import print_one_page_wide
from dondoc.i18n import Language, Translate
from dondoc.services.reminders.ladder.read_steps import (
    PARTS,
    CellTrouble,
    LadderReading,
    PlacedStep,
    Trouble,
    as_data,
)
from dondoc.services.workbook.cells import put
from dondoc.services.workbook.codes import KnownCodes
from dondoc.services.workbook.layout import choice_word, sheet_layouts
from dondoc.services.workbook.open import read_workbook
from dondoc.services.workbook.optional_sheets import read_ladder_steps
from dondoc.services.workbook.problem import Findings, PlanFileError
from dondoc.services.workbook.row_reader import SheetRow
from dondoc.services.workbook.sheet_table import SheetTable
from dondoc.services.workbook.sheets import recognise
from dondoc.services.workbook.table_rows import sheet_rows
from models.rules.ladder import Firmness, Step
from models.rules.roles import Audience

_COLUMNS = {"offset": "offset_days", "every": "repeat_every", "audience": "audience",
            "firmness": "level", "channel": "channel"}  # fmt: skip


@dataclass(frozen=True)
class SheetPlace:
    """The step's row in a sheet."""

    row: SheetRow

    def say(self, tr: Translate, part: str, text: str) -> str:
        column = _COLUMNS.get(part, part)
        name = self.row.table.grid.name
        return tr("plan.at.cell", sheet=name, cell=self.row.at(column), text=text)


def read_sheet(path: Path) -> LadderReading:
    """Raises BadInput for a file that cannot be read at all, or that has no such sheet."""
    findings = Findings()
    try:
        tables = recognise(read_workbook(path), findings).get("ladder", [])
    except PlanFileError as error:
        raise BadInput(error.key, **error.params) from error
    if not tables:
        title = sheet_layouts()["ladder"].titles["vi"]
        raise BadInput("ladder.no_sheet", file=path.name, sheet=title)
    reading = LadderReading()
    for table in tables:
        _take_table(reading, table, findings)
    errors = [problem for problem in findings.problems if problem.severity == "error"]
    reading.troubles += [CellTrouble(problem) for problem in errors]
    return reading


def _take_table(reading: LadderReading, table: SheetTable, findings: Findings) -> None:
    if table.missing:
        return
    for row in sheet_rows(table, findings):
        place = SheetPlace(row)
        for part in ("category", "unit_code"):
            if (line := row.line(part)) is not None:
                reading.troubles.append(Trouble(place, part, "ladder.scoped", {"found": line}))
        for placed in read_ladder_steps(row, KnownCodes("", is_listed=False)):
            if not row.failed:
                draft = placed.draft
                step = Step(
                    draft.offset_days, Audience(draft.audience), Firmness(draft.level),
                    draft.repeat_every, channel=draft.channel,
                )  # fmt: skip
                reading.steps.append(PlacedStep(step, place))


def write_sheet(path: Path, steps: Iterable[Step], lang: Language) -> None:
    """Writes the steps so that `read_sheet` gives the same; headings in `lang`."""
    layout = sheet_layouts()["ladder"]
    workbook = Workbook()
    worksheet = workbook.active
    assert isinstance(worksheet, Worksheet)
    worksheet.title = layout.titles[lang]
    columns = [layout.column(_COLUMNS[name]) for name in PARTS]
    for number, column in enumerate(columns, start=1):
        put(worksheet.cell(1, number), column.title(lang))
        worksheet.cell(1, number).font = Font(bold=True)
        worksheet.column_dimensions[get_column_letter(number)].width = column.width
    for row, step in enumerate(steps, start=2):
        for number, (name, column) in enumerate(zip(PARTS, columns, strict=True), start=1):
            value = as_data(step).get(name)
            known = column.choice is not None and value is not None
            content = choice_word(str(column.choice), str(value), lang) if known else value
            put(worksheet.cell(row, number), content)
    worksheet.freeze_panes = "A2"
    print_one_page_wide(worksheet, 1)
    workbook.save(path)
