"""The board as a workbook: what is seen, with days and figures that Excel can reckon with."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from dondoc.exports.tables import Cell, TableTitle, write_table
from dondoc.i18n import Translate
from dondoc.rendering.formats import moment
from dondoc.services.work.answering.responsible import answering_words
from dondoc.services.work.checkpoint_rows import CheckpointRow
from models.rules.due_parts import OPEN, DuePart
from models.rules.measures import rounded

MAX_ROWS = 50_000
"""Of one workbook: more take a server minutes, and nobody reads them."""

_COLUMNS = (
    "ref", "indicator", "step", "category", "unit", "official", "state", "due", "late",
    "original_due", "first_late", "value", "expected", "measure", "percent", "asked", "telephone",
)  # fmt: skip


def write_board(path: Path, rows: Sequence[CheckpointRow], tr: Translate, now: datetime) -> None:
    """Writes the rows in their order. `now`: when they stood so."""
    headings = [tr(f"lists.column.{name}") for name in _COLUMNS]
    title = TableTitle(tr("lists.overdue.title"), tr("lists.export.as_of", at=moment(now)))
    write_table(path, title, headings, (cells(row, tr) for row in rows))


def cells(row: CheckpointRow, tr: Translate) -> tuple[Cell, ...]:
    """One checkpoint. Days late are working days, negative where there is time left."""
    return (
        row.ref,
        row.indicator,
        row.step,
        row.category,
        row.unit,
        "; ".join(answering_words(official, tr) for official in row.officials),
        state_words(row, tr),
        row.due_on,
        -row.days_left if row.part in OPEN or (row.late and row.part is not DuePart.DONE) else None,
        row.original_due_on if row.first_late is not None else None,
        row.first_late,
        row.value,
        row.expected,
        row.unit_of_measure,
        rounded(row.percent),
        row.extension_asked,
        row.telephone,
    )


def state_words(row: CheckpointRow, tr: Translate) -> str:
    """The part that a row is in, and whether its report came late."""
    if row.part in (DuePart.WAITING, DuePart.DONE) and row.late and not row.undelivered:
        return tr(f"lists.state.{row.part.value}_late")
    if row.part is DuePart.WAITING and row.undelivered:
        return tr("lists.state.waiting_undelivered")
    return tr(f"lists.state.{row.part.value}")
