"""The register of reminders as rows of words, and as a workbook to keep or send on."""

from collections.abc import Sequence
from pathlib import Path

from dondoc.exports.tables import write_table
from dondoc.i18n import Translate
from dondoc.rendering import formats
from dondoc.services.remind.register import RegisterRow

ALL = 1_000_000
"""A workbook holds the whole register; a screen only its newest part."""

_COLUMNS = (
    "at", "item", "title", "person", "role", "what", "step", "firmness", "address", "outcome",
    "attempts",
)  # fmt: skip


def headings(tr: Translate) -> tuple[str, ...]:
    """The headings of the register."""
    return tuple(tr(f"register.column.{name}") for name in _COLUMNS)


def printed(row: RegisterRow, tr: Translate) -> tuple[str, ...]:
    """One reminder in words: what, to whom, why, and what came of it."""
    outcome = tr(f"register.state.{row.state}")
    if row.why:
        outcome += f" ({tr(row.why)})"
    attempts = "; ".join(f"{formats.moment(one.at)} {one.answer}".strip() for one in row.attempts)
    return (
        formats.moment(row.decided_at),
        row.ref,
        row.title,
        row.person or tr("register.nobody"),
        ", ".join(tr(f"audience.{role.value}") for role in row.roles),
        ", ".join(tr(f"register.kind.{kind.value}") for kind in row.kinds),
        row.step,
        tr(f"firmness.{row.firmness.value}"),
        row.address,
        outcome,
        attempts,
    )


def write_book(path: Path, rows: Sequence[RegisterRow], tr: Translate) -> None:
    """Writes the register as an Excel workbook."""
    write_table(path, tr("register.title"), headings(tr), [printed(row, tr) for row in rows])
