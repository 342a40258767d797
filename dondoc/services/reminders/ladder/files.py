"""A ladder of reminders in a file: TOML or a small sheet, by the file's ending."""

from collections.abc import Iterable
from pathlib import Path

from dondoc.i18n import Language
from dondoc.services.reminders.ladder.read_steps import LadderReading
from dondoc.services.reminders.ladder.sheet import read_sheet, write_sheet
from dondoc.services.reminders.ladder.toml_file import read_toml, write_toml
from models.rules.ladder import Step


def read_ladder(path: Path) -> LadderReading:
    """The ladder in a file: TOML by its ending `.toml`, else a workbook with one ladder sheet.

    Raises BadInput for a file that cannot be read at all.
    """
    return read_toml(path) if _is_toml(path) else read_sheet(path)


def write_ladder_file(path: Path, steps: Iterable[Step], lang: Language) -> None:
    """Writes a ladder so that it is read back as the same: TOML, or a workbook (.xlsx)."""
    if _is_toml(path):
        write_toml(path, steps)
    else:
        write_sheet(path, steps, lang)


def _is_toml(path: Path) -> bool:
    return path.suffix.lower() == ".toml"
