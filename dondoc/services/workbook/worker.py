"""Reads one workbook inside its own limits, and prints its cells as JSON.

Run as a program of its own (`python -m dondoc.services.workbook.worker path limits`), never
imported by the product: a crafted file can make any reader abort or ask for gigabytes, and then
only this process dies. It imports little, because every reading waits for it to start.
"""

import hashlib
import io
import json
import sys
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from dondoc.services.workbook.formats import file_format
from dondoc.services.workbook.problem import PlanFileError
from dondoc.services.workbook.scan_comments import note_comments
from dondoc.services.workbook.scan_ods import scan_ods
from dondoc.services.workbook.scan_strikes import note_strikes
from dondoc.services.workbook.scan_xlsx import Notes, scan_xlsx
from dondoc.services.workbook.text_table import text_rows
from dondoc.store.limited_process import limit_process

SCAN_FAULTS = (ValueError, KeyError, IndexError, ExpatError)
MAX_OUTPUT = 96 * 1024 * 1024


def sheet_answer(
    name: str, hidden: bool, origin: tuple[int, int], rows: list[list[Any]]
) -> dict[str, Any]:
    """Empty rows are left out, and so are blanks at a row's end."""
    full_rows = []
    for index, row in enumerate(rows):
        width = len(row)
        while width and row[width - 1] is None:
            width -= 1
        if width:
            full_rows.append([origin[0] + index, row[:width]])
    return {"name": name, "hidden": hidden, "column": origin[1], "rows": full_rows}


def plain(value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return str(value)


def read_workbook(data: bytes, kind: str, max_cells: int) -> list[dict[str, Any]]:
    notes: dict[str, Notes] = {}
    with suppress(*SCAN_FAULTS):  # calamine may still read what the scan cannot
        notes = scan(data, kind)
    for name, note in notes.items():
        note.refuse_if_far(name, max_cells)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    answers = []
    for meta in workbook.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        rows = [[plain(v) for v in row] for row in sheet.to_python(skip_empty_area=True)]
        origin = sheet.start or (0, 0)
        annotate(rows, origin, notes.get(meta.name))
        merged = sheet.merged_cell_ranges or notes.get(meta.name, Notes()).merged
        seen = seen_of(notes.get(meta.name, Notes())) | fill_merged(rows, origin, merged)
        hidden = meta.visible != SheetVisibleEnum.Visible
        answers.append(sheet_answer(meta.name, hidden, origin, rows) | seen)
    return answers


def seen_of(notes: Notes) -> dict[str, Any]:
    """What a person sees of a sheet beside its contents: what is hidden, what is struck off."""
    return {
        "hidden_rows": sorted(notes.hidden_rows),
        "hidden_columns": sorted(notes.hidden_columns),
        "struck": sorted(notes.struck),
        "struck_in_part": sorted(notes.struck_in_part),
        "comments": sorted(notes.comments),
        "raised": sorted(notes.raised),
        "formats": [[*place, said] for place, said in notes.formats.items()],
    }


def scan(data: bytes, kind: str) -> dict[str, Notes]:
    """Notes by sheet name."""
    if kind == "xls":
        from dondoc.services.workbook.scan_xls import scan_xls

        return scan_xls(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if kind == "ods":
            return scan_ods(archive)
        notes = scan_xlsx(archive)
        note_strikes(archive, notes)
        note_comments(archive, notes)
        return notes


Range = tuple[tuple[int, int], tuple[int, int]]


def fill_merged(
    rows: list[list[Any]], origin: tuple[int, int], ranges: list[Range]
) -> dict[str, list[tuple[int, int]]]:
    """A text or a date merged down stands for every row, as people read it, in its first column.

    A number does not: repeated, it would be counted again. Given back is where such numbers stand,
    which cells were filled so, and which are merged over others beside them.
    """
    numbers, filled, across = [], [], []
    for (top, left), (bottom, right) in ranges:
        first, column = top - origin[0], left - origin[1]
        if first < 0 or first >= len(rows) or not 0 <= column < len(rows[first]):
            continue
        merged = rows[first][column]
        if merged is not None and right > left:
            across.append((top, left))
        if isinstance(merged, str) or (isinstance(merged, dict) and not merged.keys() & {"e", "p"}):
            for index in range(first + 1, min(bottom - origin[0] + 1, len(rows))):
                rows[index][column] = merged
                filled.append((index + origin[0], left))
        elif merged is not None and top != bottom and not isinstance(merged, bool):
            numbers.append((top, left))
    return {"merged_numbers": numbers, "merged_down": filled, "merged_across": across}


def annotate(rows: list[list[Any]], origin: tuple[int, int], note: Notes | None) -> None:
    """Put back what calamine drops: failed formulas, and which numbers are shown as per cent."""
    if note is None:
        return
    for (row, column), text in note.errors.items():
        r, c = row - origin[0], column - origin[1]
        if 0 <= r < len(rows) and 0 <= c < len(rows[r]):
            rows[r][c] = {"e": text or "#N/A"}
    for (row, column), part in note.date_parts.items():
        r, c = row - origin[0], column - origin[1]
        value = rows[r][c] if 0 <= r < len(rows) and 0 <= c < len(rows[r]) else None
        if isinstance(value, dict) and (day := value.get("d") or value.get("t")):
            rows[r][c] = {part: day[:10]}
    for row, column in note.percents:
        r, c = row - origin[0], column - origin[1]
        if 0 <= r < len(rows) and 0 <= c < len(rows[r]):
            value = rows[r][c]
            if isinstance(value, float | int) and not isinstance(value, bool):
                rows[r][c] = {"p": value}


def answer(path: str, limits: dict[str, int]) -> dict[str, Any]:
    limit_process(limits["memory_bytes"], limits["cpu_seconds"])
    data = Path(path).read_bytes()
    kind = file_format(data, limits["max_unpacked_bytes"])
    if kind == "csv":
        sheets = [sheet_answer("CSV", False, (0, 0), text_rows(data))]
    else:
        sheets = read_workbook(data, kind, limits["max_cells"])
    return {"format": kind, "sheets": sheets, "sha256": hashlib.sha256(data).hexdigest()}


def guarded(path: str, limits: dict[str, int]) -> dict[str, Any]:
    try:
        return answer(path, limits)
    except MemoryError:
        return {"error": "plan.file.too_heavy", "params": {}}
    except PlanFileError as error:
        return {"error": error.key, "params": dict(error.params)}
    except Exception as error:
        protected = type(error).__name__ == "PasswordError" or "assword" in str(error)
        key = "plan.file.protected" if protected else "plan.file.damaged"
        return {"error": key, "params": {}}


def main() -> None:
    result = json.dumps(guarded(sys.argv[1], json.loads(sys.argv[2])))
    if len(result) > MAX_OUTPUT:
        result = json.dumps({"error": "plan.file.too_heavy", "params": {}})
    sys.stdout.write(result)


if __name__ == "__main__":
    main()
