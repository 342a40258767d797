"""How text from cells is cleaned and compared."""

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_YEAR = re.compile(r"(?<!\d)20\d\d(?:[/-](?:20)?\d\d)?(?!\d)")
_PUNCTUATION = re.compile(r"[^\w%#✓✔]+")
_LIST_BREAK = re.compile(r"[;\n]+")


def clean(text: str) -> str:
    """NFC, no zero-width marks or no-break spaces, runs of blanks as one; line breaks stay."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "")
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """For comparing: no case, diacritics, punctuation or extra blanks; đ counts as d."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return _SPACES.sub(" ", _PUNCTUATION.sub(" ", bare)).strip()


def fold_heading(text: str) -> str:
    """Like `fold`, and without what is in brackets (units of measure) and without years."""
    return fold(_YEAR.sub(" ", _BRACKETS.sub(" ", text)))


def split_list(text: str) -> tuple[str, ...]:
    """The parts of a cell separated by ";" or line breaks, without blanks and repeats."""
    parts = (_SPACES.sub(" ", part).strip() for part in _LIST_BREAK.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))
