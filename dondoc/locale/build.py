"""Compiles every catalogue: `python -m dondoc.locale.build` (also `make locale`)."""

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HERE = Path(__file__).parent
_ALWAYS = datetime(2022, 1, 1, tzinfo=UTC)
"""Instead of the moment of compiling: the same words give the same file."""


def compile_all(root: Path = HERE) -> list[Path]:
    """Writes a `.mo` beside every `.po` below `root` and returns what was written."""
    written = []
    for source in sorted(root.rglob("*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3], abort_invalid=True)
        catalogue.creation_date = catalogue.revision_date = _ALWAYS
        target = source.with_suffix(".mo")
        with target.open("wb") as out:
            write_mo(out, catalogue)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_all()
