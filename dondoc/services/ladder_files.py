"""A ladder of reminders in a file: read from TOML or a small sheet, and written to either.

Whatever cannot be read becomes a trouble with its place, so that all of it is mended at once.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dondoc.i18n import Language, Translate
from dondoc.services.errors import BadInput
from dondoc.services.plan.cells import put
from dondoc.services.plan.codes import CodeBook
from dondoc.services.plan.extras import read_ladder_steps
from dondoc.services.plan.headers import Table
from dondoc.services.plan.layout import choice_word, sheet_layouts
from dondoc.services.plan.problem import PlanFileError, Problem, render_problem
from dondoc.services.plan.read import read_workbook
from dondoc.services.plan.rows import Findings, SheetRow
from dondoc.services.plan.sheets import recognise
from dondoc.services.plan.table_rows import sheet_rows
from models.rules.ladder import Firmness, Step
from models.rules.roles import Audience

MOST_BYTES = 2**20
FARTHEST = 366
"""Working days; a ladder that reaches further than a year has a slip in it."""

_KEYS = ("offset", "every", "audience", "firmness", "channel")
_COLUMNS = {"offset": "offset_days", "every": "repeat_every", "audience": "audience",
            "firmness": "level", "channel": "channel"}  # fmt: skip
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*step[ \t]*\]\]", re.MULTILINE)


class Place(Protocol):
    """Where a step stands."""

    def say(self, tr: Translate, part: str, text: str) -> str:
        """The sentence `text` with the place of a part of the step ('offset', ...) before it."""


@dataclass(frozen=True)
class TomlPlace:
    """The step's number, and the line of its `[[step]]`; both from 1."""

    number: int
    line: int

    def say(self, tr: Translate, part: str, text: str) -> str:
        return tr("ladder.at", number=self.number, line=self.line, part=part, text=text)


@dataclass(frozen=True)
class SheetPlace:
    """The step's row in a sheet."""

    row: SheetRow

    def say(self, tr: Translate, part: str, text: str) -> str:
        column = _COLUMNS.get(part, part)
        sheet = self.row.table.grid.name
        return tr("plan.at.cell", sheet=sheet, cell=self.row.at(column), text=text)


@dataclass(frozen=True)
class Trouble:
    """Something to mend in one part of a step."""

    place: Place
    part: str
    key: str
    params: dict[str, Any] = field(default_factory=dict)

    def text(self, tr: Translate) -> str:
        """Where, what, and how to mend it."""
        said = {name: _in_words(value, tr) for name, value in self.params.items()}
        return self.place.say(tr, self.part, tr(self.key, **said))


@dataclass(frozen=True)
class CellTrouble:
    """Something that the reader of workbooks found."""

    problem: Problem

    def text(self, tr: Translate) -> str:
        """Where, what, and how to mend it."""
        return render_problem(self.problem, tr)


@dataclass(frozen=True)
class Line:
    """A step as it was read, and where."""

    step: Step
    place: Place


@dataclass
class Reading:
    """What a file holds: the steps that could be read, and what is to be mended."""

    lines: list[Line] = field(default_factory=list)
    troubles: list[Trouble | CellTrouble] = field(default_factory=list)


def read_ladder(path: Path) -> Reading:
    """The ladder in a file: TOML by its ending `.toml`, else a workbook with one ladder sheet.

    Raises BadInput for a file that cannot be read at all.
    """
    return _read_toml(path) if path.suffix.lower() == ".toml" else _read_sheet(path)


def _read_toml(path: Path) -> Reading:
    if not path.is_file():
        raise BadInput("plan.file.missing", name=path.name)
    if path.stat().st_size > MOST_BYTES:
        raise BadInput("ladder.too_big", file=path.name)
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except (UnicodeDecodeError, RecursionError) as error:  # or brackets in brackets without end
        raise BadInput("ladder.not_text", file=path.name) from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = found.group(1) if found else str(text.count("\n") + 1)
        raise BadInput("ladder.syntax", file=path.name, line=line) from error
    entries = data.get("step", [])
    listed = isinstance(entries, list) and all(isinstance(one, dict) for one in entries)
    if not listed or set(data) - {"step"}:
        raise BadInput("ladder.only_steps", file=path.name)
    lines = [text.count("\n", 0, one.start()) + 1 for one in _HEADER.finditer(text)]
    reading = Reading()
    for number, entry in enumerate(entries, start=1):
        line = lines[number - 1] if number <= len(lines) else 1
        _take(reading, entry, TomlPlace(number, line))
    return reading


def _take(reading: Reading, entry: dict[str, Any], place: Place) -> None:
    troubles = list(_wrong_in(entry, place))
    reading.troubles += troubles
    if not troubles:
        channel = entry.get("channel", "").strip() or None
        step = Step(
            offset=entry["offset"],
            audience=Audience(entry["audience"]),
            firmness=Firmness(entry["firmness"]),
            every=entry.get("every"),
            channel=channel,
        )
        reading.lines.append(Line(step, place))


def _wrong_in(entry: dict[str, Any], place: Place) -> Iterator[Trouble]:
    for name in entry.keys() - set(_KEYS):
        known = ", ".join(_KEYS)
        yield Trouble(place, name, "ladder.unknown_part", {"part": name, "known": known})
    for name, least in (("offset", -FARTHEST), ("every", 1)):
        if (name in entry or name == "offset") and not _whole(entry.get(name), least):
            params = {"found": entry.get(name, ""), "least": least, "most": FARTHEST}
            yield Trouble(place, name, "ladder.bad_days", params)
    choices: tuple[tuple[str, Any], ...] = (("audience", Audience), ("firmness", Firmness))
    for name, choice in choices:
        known = ", ".join(choice)
        if entry.get(name) not in list(choice):
            params = {"found": entry.get(name, ""), "known": known}
            yield Trouble(place, name, "ladder.bad_choice", params)
    if not isinstance(entry.get("channel", ""), str):
        yield Trouble(place, "channel", "ladder.bad_channel", {"found": entry["channel"]})


def _whole(found: Any, least: int) -> bool:
    return isinstance(found, int) and not isinstance(found, bool) and least <= found <= FARTHEST


def _read_sheet(path: Path) -> Reading:
    findings = Findings()
    try:
        tables = recognise(read_workbook(path), findings).get("ladder", [])
    except PlanFileError as error:
        raise BadInput(error.key, **error.params) from error
    if not tables:
        title = sheet_layouts()["ladder"].titles["vi"]
        raise BadInput("ladder.no_sheet", file=path.name, sheet=title)
    reading = Reading()
    for table in tables:
        _take_table(reading, table, findings)
    errors = [one for one in findings.problems if one.severity == "error"]
    reading.troubles += [CellTrouble(one) for one in errors]
    return reading


def _take_table(reading: Reading, table: Table, findings: Findings) -> None:
    if table.missing:
        return
    for row in sheet_rows(table, findings):
        place = SheetPlace(row)
        for part in ("category", "unit_code"):
            if (found := row.line(part)) is not None:
                reading.troubles.append(Trouble(place, part, "ladder.scoped", {"found": found}))
        for one in read_ladder_steps(row, CodeBook("", is_listed=False)):
            if not row.failed:
                draft = one.item
                step = Step(
                    draft.offset_days, Audience(draft.audience), Firmness(draft.level),
                    draft.repeat_every, channel=draft.channel,
                )  # fmt: skip
                reading.lines.append(Line(step, place))


def write_ladder_file(path: Path, steps: Iterable[Step], lang: Language) -> None:
    """Writes a ladder so that it is read back as the same: TOML, or a workbook (.xlsx)."""
    if path.suffix.lower() == ".toml":
        path.write_text("\n".join(_toml(one) for one in steps), encoding="utf-8")
    else:
        _write_sheet(path, steps, lang)


def as_data(step: Step) -> dict[str, Any]:
    """A step without its scope, as files and events hold it."""
    values = {
        "offset": step.offset,
        "every": step.every,
        "audience": step.audience.value,
        "firmness": step.firmness.value,
        "channel": step.channel,
    }
    return {name: value for name, value in values.items() if value is not None}


def _toml(step: Step) -> str:
    parts = [f"{name} = {_value(value)}\n" for name, value in as_data(step).items()]
    return "".join(["[[step]]\n", *parts])


def _value(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _write_sheet(path: Path, steps: Iterable[Step], lang: Language) -> None:
    layout = sheet_layouts()["ladder"]
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = layout.titles[lang]
    columns = [layout.column(_COLUMNS[name]) for name in _KEYS]
    for number, column in enumerate(columns, start=1):
        put(sheet.cell(1, number), column.title(lang))
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for row, step in enumerate(steps, start=2):
        for number, (name, column) in enumerate(zip(_KEYS, columns, strict=True), start=1):
            value = as_data(step).get(name)
            known = column.choice is not None and value is not None
            content = choice_word(str(column.choice), str(value), lang) if known else value
            put(sheet.cell(row, number), content)
    sheet.freeze_panes = "A2"
    book.save(path)


def _in_words(value: Any, tr: Translate) -> Any:
    if isinstance(value, Firmness):
        return tr(f"firmness.{value.value}")
    return tr(f"audience.{value.value}") if isinstance(value, Audience) else value
