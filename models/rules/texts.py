"""What of a text can be seen, and its letters in one form."""

import unicodedata

_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters by their kind, and nothing to be seen."""


def composed_letters(text: str) -> str:
    """One letter, one character: a ế that came in three is written, counted and compared as one."""
    return unicodedata.normalize("NFC", text)


def without_unseen(text: str) -> str:
    """The text without controls and marks of no width within it, which turn or break words.

    A name that carries one is another name to every comparison, and what turns the direction of
    writing shows the rest of a line the wrong way round. Blanks and line breaks stay.
    """
    if text.isprintable():
        return text
    return "".join(letter for letter in text if letter.isspace() or not _is_control(letter))


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cf", "Cc"}


def bare(text: str) -> str:
    """The text without blanks and marks of no width at its ends; '' where nothing is to be seen."""
    start, end = 0, len(text)
    while start < end and _is_unseen(text[start]):
        start += 1
    while end > start and _is_unseen(text[end - 1]):
        end -= 1
    return text[start:end] if any(map(_is_seen_alone, text[start:end])) else ""


def _is_unseen(letter: str) -> bool:
    return letter.isspace() or letter in _BLANKS or _is_control(letter)


def _is_seen_alone(letter: str) -> bool:
    """Marks that only change the letter before them are nothing without one."""
    return not _is_unseen(letter) and unicodedata.category(letter) not in {"Mn", "Me"}
