"""How text from cells is cleaned and compared."""

import re
from functools import lru_cache

from models.rules.folding import fold_words
from models.rules.texts import bare, composed_letters, without_unseen

_SPACES = re.compile(r"\s+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_Y_OR_I = re.compile(r"\b(qu|t|k|l)i\b")
_ASIDE = re.compile("[\u00b9\u00b2\u00b3\u2070-\u2079*]")
_YEAR = re.compile(r"(?<!\d)20\d\d(?:[/-](?:20)?\d\d)?(?!\d)")
_COUNTED = re.compile(r"^\s*\(?\d{1,2}[.)]\s*(?=[^\W\d])")
_IN_SHORT = {"cq": "co quan", "dv": "don vi", "sp": "san pham", "nv": "nhiem vu"}
_LIST_BREAK = re.compile(r"[;\n]+")


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """NFC, nothing that cannot be seen, runs of blanks as one; line breaks stay.

    Web pages and Word leave marks of no width and soft hyphens within words.

    A plan says the same words in thousands of rows, and each is asked for several times.
    Kept words and a class's kept field names are measured by `bench/bench_plan.py`.
    """
    text = composed_letters(text).replace("\r\n", "\n").replace("\r", "\n")
    text = without_unseen(text.replace("\u00a0", " "))
    return bare("\n".join(" ".join(line.split()) for line in text.split("\n")))


@lru_cache(maxsize=4096)
def fold_heading(text: str) -> str:
    """Like `fold_words`, and without what is in brackets (units of measure), years, footnotes.

    "CQ chủ trì", "ĐV phối hợp", "SP" are written in full; "1. Nhiệm vụ" is not counted.
    """
    bare_text = _ASIDE.sub(" ", _YEAR.sub(" ", _BRACKETS.sub(" ", _COUNTED.sub("", text))))
    words = fold_words(bare_text).split()
    return spelled_alike(" ".join(_IN_SHORT.get(word, word) for word in words))


def spelled_alike(folded: str) -> str:
    """Folded words of which some end in i or in y: "quí" and "quý", "tỉ" and "tỷ" are one."""
    return _Y_OR_I.sub(r"\1y", folded)


def split_list(text: str) -> tuple[str, ...]:
    """The parts of a cell separated by ";" or line breaks, without blanks and repeats."""
    parts = (_SPACES.sub(" ", part).strip() for part in _LIST_BREAK.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))
