"""Several units of one sort, of which only the first says the sort: "Sở Y tế, Nội vụ"."""

import re
from collections.abc import Sequence
from functools import cache

from dondoc.services.workbook.layout import naming_words
from models.rules.folding import fold_words

_MARKS = re.compile(r"\s*([,;/+\n])\s*")
_JOINS = frozenset({",", ";", "/", "+", "&", "và"})
_LEVELS = frozenset({"tinh", "thanh", "huyen", "thi", "xa", "phuong", "dac"})
_Words = tuple[str, ...]


def units_of_fields(name: str) -> tuple[str, ...]:
    """ "Sở Y tế, Nội vụ" is "Sở Y tế" and "Sở Nội vụ"; the name alone where it names one unit.

    Only fields are parted that are known to have a unit of their own, so that "Sở Văn hóa, Thể
    thao và Du lịch" stays one. What tells the level ("tỉnh") counts for all of them.
    """
    words = _words_of(name)
    for sort, fields in _fields().items():
        size = len(sort)
        if _folded(words[:size]) == _folded(sort) and len(words) > size:
            parts, level = _parts(words[size:], fields)
            if len(parts) > 1:
                before = " ".join(words[:size])
                return tuple(" ".join((before, *part, *level)).replace(" ,", ",") for part in parts)
    return (name,)


def is_field(name: str) -> bool:
    """Whether it is one unit that is known by its field, whatever commas are in it."""
    words = _words_of(name)
    return any(_folded(words) == _folded(s) + f for s, fields in _fields().items() for f in fields)


def _parts(words: _Words, fields: Sequence[_Words]) -> tuple[list[_Words], _Words]:
    """The fields one after another, and what tells the level behind the last; ([], ()) where
    something else is among them.
    """
    parts: list[_Words] = []
    while words:
        if parts and fold_words(words[0]) in _LEVELS:
            return parts, words
        rest = _without_joins(words) if parts else words
        if parts and rest == words:
            return [], ()
        size = next((len(f) for f in fields if _folded(rest[: len(f)]) == f), 0)
        if not size:
            return [], ()
        parts.append(rest[:size])
        words = rest[size:]
    return parts, ()


def _without_joins(words: _Words) -> _Words:
    while words and words[0].casefold() in _JOINS:
        words = words[1:]
    return words


@cache
def _fields() -> dict[_Words, list[_Words]]:
    """By the word of the sort the fields of it, as folded words, the longest first."""
    return {
        _words_of(sort): sorted((_folded(_words_of(f)) for f in fields), key=len, reverse=True)
        for sort, fields in naming_words("unit_fields").items()
    }


def _words_of(text: str) -> _Words:
    return tuple(_MARKS.sub(r" \1 ", text).split())


def _folded(words: _Words) -> _Words:
    """Marks of division stay as they are: without them two names would be one."""
    return tuple(word if word in _JOINS else fold_words(word) for word in words)
