"""The order of names in Vietnamese lists: a ă â, d đ, e ê, o ô ơ, u ư, and tones after letters."""

import unicodedata
from functools import lru_cache

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Grave, hook above, tilde, acute, dot below: huyền, hỏi, ngã, sắc, nặng, after none."""

LettersKey = tuple[tuple[tuple[int, str], ...], tuple[int, ...]]
"""The letters of a text, and where they are the same, their tones."""


@lru_cache(maxsize=50_000)
def by_letters(text: str) -> LettersKey:
    """Sorts names of units and the like; blanks and figures come before letters."""
    letters, tones = [], []
    for sign in unicodedata.normalize("NFC", text.lower()):
        parts = unicodedata.normalize("NFD", sign)
        tone = next((part for part in parts if part in _TONES), "")
        letter = unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts)
        place = _LETTERS.find(letter)
        letters.append((0, letter) if place < 0 else (place + 1, ""))
        tones.append(_TONES.find(tone) + 1 if tone else 0)
    return tuple(letters), tuple(tones)


def by_given_name(full_name: str) -> tuple[LettersKey, LettersKey]:
    """Sorts people as lists of people are sorted: by the last word, then by those before it."""
    before, _, given = full_name.strip().rpartition(" ")
    return by_letters(given), by_letters(before)
