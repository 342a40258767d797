"""Sees that a cell for one unit names a person, or several units."""

import re

from dondoc.services.workbook.layout import naming_words, unit_group_of
from models.rules.folding import fold_words

_BREAK = re.compile(r"[,;+&\n/]| - | (?=và )")
_BEHIND = re.compile(r" ?\(| [-–] |, ")
_COUNCIL_AND_COMMITTEE = re.compile(r"(HĐND|ĐBQH|Hội đồng nhân dân|Huyện ủy|Thành ủy) và (?=\w)")
_LEVELS = frozenset({"tinh", "thanh", "huyen", "thi", "xa", "phuong", "dac"})
_FAMILY_NAME_PARTS = range(3, 6)
"""Words of a full name: two alone are as often a place, such as Lê Lợi."""


def wrong_name(name: str) -> str | None:
    """What is wrong with the name of a unit (a key of the catalogue), or None."""
    if names_person(name):
        return "plan.error.person_as_unit"
    return "plan.error.several_units" if names_several(name) else None


def names_person(name: str) -> bool:
    """Whether it begins as the names of people do: by an address, an office, a family name."""
    words = naming_words("person_words")
    if _begins(name, words["address"] + words["office"]):
        return True
    parts = name.split()
    is_name = all(part.isalpha() and part[0].isupper() and part[1:].islower() for part in parts)
    in_full = is_name and len(parts) in _FAMILY_NAME_PARTS and _begins(name, words["family"])
    return in_full and unit_group_of(name) == "departments"


def name_alone(text: str) -> str:
    """The name of a person without "Đ/c", an office before it, or what stands behind it.

    "Đ/c Phó Chủ tịch Nguyễn Văn An (phụ trách)" is "Nguyễn Văn An".
    """
    words = naming_words("person_words")
    before = frozenset(words["address"] + words["office"])
    rest = _BEHIND.split(text.strip(), maxsplit=1)[0].split()
    while size := next((n for n in range(4, 0, -1) if _head(rest, n) in before), 0):
        rest = rest[size:]
    return " ".join(rest)


def _head(words: list[str], size: int) -> str:
    return fold_words(" ".join(words[:size])) if len(words) > size else ""


def names_several(name: str) -> bool:
    """Whether it names all of a sort, or one unit after another."""
    words = naming_words("unit_starts")
    if _begins(name, words["all"]):
        return True
    parts = _BREAK.split(_COUNCIL_AND_COMMITTEE.sub(r"\1-", name))
    named = [rest for part in parts if (rest := _rest_of_name(part, words["starts"])) is not None]
    return len(named) > 1 and all(map(_goes_on_as_name, named))


def _rest_of_name(part: str, starts: tuple[str, ...]) -> str | None:
    """What follows the word with which the names of units begin, or None where none does."""
    words = part.strip().removeprefix("và ").split()
    sizes = {len(start.split()) for start in starts if _begins(" ".join(words), (start,))}
    joined = " ".join(words[max(sizes) :]) if sizes else ""
    # "... và UBND" ends the name of an office of both; "Sở Y tế, UBND" names two.
    return None if not sizes or (not joined and part.strip().startswith("và ")) else joined


def _goes_on_as_name(rest: str) -> bool:
    """ "... và Xã hội" goes on in small letters, "... và Xã Hợp Thịnh" is another unit."""
    return not rest or rest[0].isupper() or fold_words(rest).split()[0] in _LEVELS


def _begins(name: str, starts: tuple[str, ...]) -> bool:
    folded = f"{fold_words(name)} "
    return any(folded.startswith(f"{start} ") for start in starts)
