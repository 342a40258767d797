"""Letters that no typeface of the machine has: in a PDF a box stands in their place.

A PDF for archives is refused as a whole where one shape is missing, so one picture letter in
somebody's reason would keep a province's digest from being written.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import typst

from dondoc.exports.typefaces import LETTERS, typefaces

BOX: Final = "□"
MAX_TRIED: Final = 300
"""Letters of one paper that are tried singly; a paper in another script has a box for the rest."""
_ALWAYS: Final = frozenset(
    "".join(map(chr, range(0x20, 0x7F))) + "\n\t" + LETTERS + BOX + "–—…“”‘’•·°²³₫≥≤≈×§«»"
)
_TRIAL: Final = b"#set text(font: json(bytes(sys.inputs.families)))\n#sys.inputs.letters"
STANDARD: Final = "a-2a"
"""PDF 1.7 for archives, tagged."""


def displayable(text: str, families: tuple[str, ...], *, strictly: bool = False) -> str:
    """The text with a box for each letter that has no shape; a mark without one is left out.

    `strictly`: for all but the letters of Vietnamese and English, without trying them.
    """
    unknown = sorted(set(text) - _ALWAYS)
    if not unknown:
        return text
    shown = set() if strictly else _shown(unknown, families)
    instead = {ord(each): "" if _is_mark(each) else BOX for each in unknown if each not in shown}
    return text.translate(instead) if instead else text


def _shown(letters: Iterable[str], families: tuple[str, ...]) -> set[str]:
    return {each for each in list(letters)[:MAX_TRIED] if _has_shape(each, families)}


@lru_cache(maxsize=20_000)
def _has_shape(letter: str, families: tuple[str, ...]) -> bool:
    """Whether Typst can set it, in one of these typefaces or in another of the machine's."""
    names = ", ".join(f'"{family}"' for family in families)
    tried = f"1{letter}" if _is_mark(letter) else letter
    try:
        typst.compile(
            _TRIAL,
            font_paths=typefaces(families),
            sys_inputs={"letters": tried, "families": f"[{names}]"},
            pdf_standards=STANDARD,
        )
    except typst.TypstError:
        return False
    return True


def _is_mark(letter: str) -> bool:
    """Whether it stands upon the letter before it, or says how that one looks."""
    return unicodedata.category(letter) in {"Mn", "Me", "Cf"}


LACKING: Final = re.compile("could not be displayed|contains the codepoint")
"""In what Typst says where a shape is missing after all: a letter and its marks are one shape."""
