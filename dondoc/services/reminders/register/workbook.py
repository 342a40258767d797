"""The register of reminders as rows of words, and as a workbook to keep or send on."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from dondoc.exports.tables import Cell, write_table
from dondoc.i18n import Translate
from dondoc.rendering import formats
from dondoc.services.reminders.register.register import RegisterRow
from dondoc.services.reminders.register.step_words import step_words

ALL = 1_000_000
"""A workbook holds the whole register; a screen only its newest part."""

_COLUMNS = (
    "at", "unit", "item", "title", "due", "person", "role", "what", "step", "firmness",
    "channel", "address", "outcome", "sent_at", "attempts",
)  # fmt: skip


def headings(tr: Translate) -> tuple[str, ...]:
    """The headings of the register."""
    return tuple(tr(f"register.column.{name}") for name in _COLUMNS)


def cells(row: RegisterRow, tr: Translate) -> tuple[Cell, ...]:
    """One reminder: what, to whom, why, and what came of it; days and moments as such."""
    outcome = tr(f"register.state.{row.state}")
    if row.why:
        outcome += f" ({tr(row.why)})"
    person = row.person or tr(
        "register.nobody.yet" if row.state == "waiting" else "register.nobody"
    )
    if row.in_place_of:
        person = tr("register.in_place_of", person=person, away=row.in_place_of)
    return (
        row.decided_at,
        row.unit,
        row.ref,
        row.title,
        row.due_on,
        person,
        ", ".join(tr(f"audience.{role.value}") for role in row.roles),
        ", ".join(tr(f"register.kind.{kind.value}") for kind in row.kinds),
        step_words(row.step_kind, row.step, tr),
        tr(f"firmness.{row.firmness.value}"),
        formats.channel(row.channel, tr),
        row.address,
        outcome,
        row.ended_at,
        "\n".join(
            f"{sent.number}. {formats.moment(sent.at)} "
            f"{formats.channel(sent.channel, tr)}: {sent.answer}".strip()
            for sent in row.attempts
        ),
    )


def printed(row: RegisterRow, tr: Translate) -> tuple[str, ...]:
    """A row of the register as text, for a screen."""
    return tuple(_shown(cell) for cell in cells(row, tr))


def _shown(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return formats.moment(cell)
    if isinstance(cell, date):
        return formats.day(cell)
    return "" if cell is None else str(cell)


def write_register(path: Path, rows: Sequence[RegisterRow], tr: Translate) -> None:
    """Writes the register as an Excel workbook."""
    write_table(path, tr("register.title"), headings(tr), (cells(row, tr) for row in rows))
