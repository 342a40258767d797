"""Sees that a cell for one unit names a person, or several units."""

import re

from dondoc.services.workbook.layout import naming_words, unit_group_of
from models.rules.folding import fold_words

_BREAK = re.compile(r"[,;+&\n]| và ")
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


def names_several(name: str) -> bool:
    """Whether it names all of a sort, or one unit after another."""
    words = naming_words("unit_starts")
    if _begins(name, words["all"]):
        return True
    parts = [part.split() for part in _BREAK.split(name)]
    named = [part for part in parts if _begins(" ".join(part), words["starts"])]
    # "... và Xã hội" goes on, "... và Xã Hợp Thịnh" is another unit.
    return len(named) > 1 and all(len(part) == 1 or part[1][0].isupper() for part in named)


def _begins(name: str, starts: tuple[str, ...]) -> bool:
    folded = f"{fold_words(name)} "
    return any(folded.startswith(f"{start} ") for start in starts)
