"""The typefaces that a PDF is set in: of the machine's, those that have every Vietnamese letter.

A machine may have an older file of a typeface beside a newer one, as Debian's `fonts-liberation`
beside `fonts-liberation2`. Typst takes the first by name, and would set "Ỉ" and "ệ", which that
one lacks, in another typeface amid the word.
"""

import unicodedata
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Final

import typst
from fontTools.ttLib import TTFont, TTLibError

_TONES: Final = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_SMALL: Final = "đ" + "".join(
    unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES
)
LETTERS: Final = _SMALL + _SMALL.upper()
"""The letters that Vietnamese has beside those of English, and its vowels, small and capital."""


@cache
def typefaces(wanted: tuple[str, ...]) -> typst.Fonts:
    """The machine's typefaces and Typst's own, looked for once.

    Folders with a file of one of the `wanted` families that lacks a letter are left out. Where no
    other has the family, Typst goes on to the next that the template names.
    """
    of_machine = typst.Fonts(include_embedded_fonts=False).fonts()
    files = [(Path(font.path), font) for font in of_machine if font.path is not None]
    lacking = {
        path.parent
        for path, font in files
        if font.family in wanted and not has_letters(path, font.index)
    }
    folders = {path.parent for path, _ in files} - lacking
    return typst.Fonts(include_system_fonts=False, font_paths=sorted(folders))


def has_letters(path: Path, index: int = 0, letters: Collection[str] = LETTERS) -> bool:
    """Whether a typeface has a shape for each letter; `index`: which of a collection's."""
    try:
        with path.open("rb") as file, TTFont(file, fontNumber=index, lazy=True) as font:
            shapes = font.getBestCmap() or {}
    except (OSError, TTLibError):
        return False
    return all(ord(letter) in shapes for letter in letters)
