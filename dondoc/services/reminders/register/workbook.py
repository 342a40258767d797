"""The register of reminders as rows of words, and as a workbook to keep or send on."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from dondoc.exports.tables import Cell, TableTitle, write_table
from dondoc.i18n import Translate
from dondoc.rendering import formats
from dondoc.services.reminders.register.register import RegisterRow
from dondoc.services.reminders.register.step_words import step_words

NEWEST = 1000
"""A workbook holds the whole register; a screen only so many rows of it, the newest."""

_COLUMNS = (
    "at", "unit", "item", "title", "due", "person", "role", "what", "step", "firmness",
    "channel", "address", "outcome", "sent_at", "attempts",
)  # fmt: skip


def headings(tr: Translate) -> tuple[str, ...]:
    """The headings of the register."""
    return tuple(tr(f"register.column.{name}") for name in _COLUMNS)


def cells(row: RegisterRow, tr: Translate) -> tuple[Cell, ...]:
    """One reminder: what, to whom, why, and what came of it; days and moments as such."""
    return (
        row.decided_at,
        row.unit,
        row.ref,
        row.title,
        row.due_on,
        _reader(row, tr),
        ", ".join(tr(f"audience.{role.value}") for role in row.roles),
        ", ".join(tr(f"register.kind.{kind.value}") for kind in row.kinds),
        step_words(row.step_kind, row.step, tr),
        tr(f"firmness.{row.firmness.value}"),
        formats.channel(row.channel, tr),
        row.address,
        _outcome(row, tr),
        row.ended_at,
        "\n".join(
            f"{sent.number}. {formats.moment(sent.at)} "
            f"{formats.channel(sent.channel, tr)}: {sent.answer}".strip()
            for sent in row.attempts
        ),
    )


def _reader(row: RegisterRow, tr: Translate) -> str:
    nobody = "register.nobody.yet" if row.state == "waiting" else "register.nobody"
    person = row.person or tr(nobody)
    if not row.in_place_of:
        return person
    return tr("register.in_place_of", person=person, away=row.in_place_of)


def _outcome(row: RegisterRow, tr: Translate) -> str:
    state = tr(f"register.state.{row.state}")
    return f"{state} ({tr(row.why)})" if row.why else state


def printed(row: RegisterRow, tr: Translate) -> tuple[str, ...]:
    """A row of the register as text, for a screen."""
    return tuple(_shown(cell) for cell in cells(row, tr))


def _shown(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return formats.moment(cell)
    if isinstance(cell, date):
        return formats.day(cell)
    return "" if cell is None else str(cell)


def write_register(path: Path, rows: Sequence[RegisterRow], tr: Translate, now: datetime) -> None:
    """Writes the register as an Excel workbook. `now`: when it stood so."""
    title = TableTitle(tr("register.title"), tr("lists.export.as_of", at=formats.moment(now)))
    write_table(path, title, headings(tr), (cells(row, tr) for row in rows))
