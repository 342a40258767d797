"""Opens a plan file of any kind without trusting it.

A process of its own reads it, for safety and not for speed: a file that unpacks to gigabytes, or
that a reader never comes to an end with, ends that process and no server
(`tests/integration/plan/test_plan_workbook_guard.py`).
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from dondoc.services.workbook.grid import CellError, DatePart, DatePeriod, Grid, Percent, Value
from dondoc.services.workbook.problem import PlanFileError
from dondoc.store.limited_process import TooHeavyError, ask_process

_MIB = 2**20


@dataclass(frozen=True)
class ReadLimits:
    """Generous for a province's yearly plan (20,000 rows take about 200 MB and 3 s)."""

    max_file_bytes: int = 20 * _MIB
    max_unpacked_bytes: int = 400 * _MIB
    max_cells: int = 4_000_000
    memory_bytes: int = 1024 * _MIB
    cpu_seconds: int = 20
    wall_seconds: float = 45.0


DEFAULT_LIMITS = ReadLimits()


@dataclass(frozen=True)
class Workbook:
    """`format` is xlsx, xls, ods or csv; all but csv tell which numbers are shown as per cent.

    `sha256`: of the content that was read; the file itself may be another one by now.
    """

    format: str
    sheets: tuple[Grid, ...]
    sha256: str = ""


def read_workbook(path: Path, limits: ReadLimits = DEFAULT_LIMITS) -> Workbook:
    """All sheets of the file at `path`. Raises PlanFileError with what to do about it."""
    refuse_unusable(path, limits)
    answer = ask_worker(path, limits)
    if "error" in answer:
        raise PlanFileError(answer["error"], **answer["params"])
    sheets = tuple(_grid(sheet) for sheet in answer["sheets"])
    if not any(sheet.rows for sheet in sheets):
        raise PlanFileError("plan.file.no_sheet")
    return Workbook(answer["format"], sheets, answer["sha256"])


def refuse_unusable(path: Path, limits: ReadLimits) -> None:
    """What can be said before the file is opened."""
    name = path.name
    if not path.exists():
        raise PlanFileError("plan.file.missing", name=name)
    if not path.is_file():
        raise PlanFileError("plan.file.not_file", name=name)
    if not os.access(path, os.R_OK):
        raise PlanFileError("plan.file.no_access", name=name)
    size = path.stat().st_size
    if size == 0:
        raise PlanFileError("plan.file.empty", name=name)
    if size > limits.max_file_bytes:
        params = {"size": size // _MIB, "limit": limits.max_file_bytes // _MIB}
        raise PlanFileError("plan.file.too_big", **params)


def ask_worker(path: Path, limits: ReadLimits) -> dict[str, Any]:
    """What the worker read. Raises PlanFileError where it ended at a limit."""
    arguments = str(path.resolve()), json.dumps(asdict(limits))
    try:
        return ask_process("dondoc.services.workbook.worker", arguments, limits.wall_seconds)
    except TooHeavyError:
        raise PlanFileError("plan.file.too_heavy") from None


def _grid(raw: dict[str, Any]) -> Grid:
    rows = tuple((row, tuple(_value(v) for v in values)) for row, values in raw["rows"])
    return Grid(
        name=raw["name"],
        first_column=raw["column"],
        rows=rows,
        is_hidden=raw["hidden"],
        hidden_rows=frozenset(raw.get("hidden_rows", ())),
        hidden_columns=frozenset(raw.get("hidden_columns", ())),
        struck=_places(raw, "struck"),
        struck_in_part=_places(raw, "struck_in_part"),
        comments=_places(raw, "comments"),
        raised=_places(raw, "raised"),
        merged_numbers=_places(raw, "merged_numbers"),
        merged_down=_places(raw, "merged_down"),
        merged_across=_places(raw, "merged_across"),
        formats={(row, column): said for row, column, said in raw.get("formats", ())},
    )


def _places(raw: dict[str, Any], key: str) -> frozenset[tuple[int, int]]:
    return frozenset((row, column) for row, column in raw.get(key, ()))


def _value(raw: Any) -> Value:
    if not isinstance(raw, dict):
        return raw  # type: ignore[no-any-return]
    ((kind, content),) = raw.items()
    if kind == "d":
        return date.fromisoformat(content)
    if kind in get_args(DatePeriod):
        return DatePart(date.fromisoformat(content), kind)
    if kind == "t":
        return datetime.fromisoformat(content)
    return Percent(float(content)) if kind == "p" else CellError(content)
