"""Vietnamese text as it is searched for: without marks, in small letters.

The same word is typed with marks and without, composed and decomposed, with đ or with d; folded,
all of them are one.
"""

import re
import unicodedata
from functools import lru_cache

MAX_WORDS = 8
"""Of a query: nobody types more, and each one costs a look at every title."""


def fold(text: str) -> str:
    """Small letters without marks; đ is d. Anything else stays, so that codes are found too."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(name for name in plain if not unicodedata.combining(name))


_SPACES = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[^\w%#✓✔]+")


@lru_cache(maxsize=50_000)
def fold_words(text: str) -> str:
    """The same without punctuation and extra blanks, as headings and titles are compared."""
    return _SPACES.sub(" ", _PUNCTUATION.sub(" ", fold(text.casefold()))).strip()


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def spelled(text: str) -> str:
    """A name as it is heard: Hoà and Hòa are one, Hùng and Hưng, or An and Ân, are two people.

    Small letters with their marks; a tone stands at the end of its word, wherever it was put.
    """
    return " ".join(_tone_last(word) for word in text.casefold().split())


def told_apart_by_marks(one: str, other: str) -> bool:
    """Whether two names are alike but for their marks: Đại Đồng is not Đại Đống.

    One that is typed without any marks may be either.
    """
    if fold_words(one) != fold_words(other):
        return False
    heard = [spelled(_PUNCTUATION.sub(" ", text)) for text in (one, other)]
    return heard[0] != heard[1] and all(fold(t.casefold()) != t.casefold() for t in (one, other))


def _tone_last(word: str) -> str:
    marks = unicodedata.normalize("NFD", word)
    letters = "".join(text for text in marks if text not in _TONES)
    return unicodedata.normalize("NFC", letters) + "".join(mark for mark in marks if mark in _TONES)


def words_of(query: str) -> tuple[str, ...]:
    """The folded words of a query, each once; all of them must be found."""
    return tuple(dict.fromkeys(fold(query).replace("@", " ").split()))[:MAX_WORDS]
