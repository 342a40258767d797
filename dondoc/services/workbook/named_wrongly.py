"""Sees that a cell for one unit names a person, or several units."""

import re
from functools import cache

from dondoc.services.workbook.layout import measure_words, naming_words, unit_group_of
from models.rules.folding import fold_words

_BEHIND_UNIT = re.compile(r"[(,;:\n]\s*| [-–] ")
_BEHIND = re.compile(r" ?\(| [-–] |, ")
_BREAK = re.compile(r"([,;+&\n/]| - | (?=và ))")
_BETWEEN = " ,;+&\n/-."
_COUNCIL_AND_COMMITTEE = re.compile(r"(HĐND|ĐBQH|Hội đồng nhân dân|Huyện ủy|Thành ủy) và (?=\w)")
_LEVELS = frozenset({"tinh", "thanh", "huyen", "thi", "xa", "phuong", "dac"})
_FAMILY_NAME_PARTS = range(3, 6)
"""Words of a full name: two alone are as often a place, such as Lê Lợi."""


def wrong_name(name: str) -> str | None:
    """What is wrong with the name of a unit (a key of the catalogue), or None."""
    if names_person(name):
        return "plan.error.person_as_unit"
    if any(_begins(part, _titles()) for part in _BEHIND_UNIT.split(name)[1:]):
        return "plan.error.person_in_unit"
    return "plan.error.several_units" if names_several(name) else None


def names_person(name: str) -> bool:
    """Whether it begins as the names of people do: by an address, an office, a family name."""
    words = naming_words("person_words")
    if _begins(name, _titles()):
        return True
    parts = name.split()
    is_name = all(part.isalpha() and part[0].isupper() and part[1:].islower() for part in parts)
    in_full = is_name and len(parts) in _FAMILY_NAME_PARTS and _begins(name, words["family"])
    return in_full and unit_group_of(name) == "departments"


def _titles() -> tuple[str, ...]:
    """What stands before the names of people: "Đ/c", "Phó Chủ tịch"."""
    words = naming_words("person_words")
    return words["address"] + words["office"]


def name_alone(text: str) -> str:
    """The name of a person without "Đ/c", an office before it, or what stands behind it.

    "Đ/c Phó Chủ tịch Nguyễn Văn An (phụ trách)" is "Nguyễn Văn An".
    """
    before = frozenset(_titles())
    rest = _BEHIND.split(text.strip(), maxsplit=1)[0].split()
    while size := next((n for n in range(4, 0, -1) if _head(rest, n) in before), 0):
        rest = rest[size:]
    return " ".join(rest)


def _head(words: list[str], size: int) -> str:
    return fold_words(" ".join(words[:size])) if len(words) > size else ""


def names_unit(text: str) -> bool:
    """Whether a text begins as the names of units do, and names one of them."""
    rest = _rest_of_name(" ".join(text.split()), naming_words("unit_starts")["starts"])
    return bool(rest) and _goes_on_as_name(rest or "")


def may_name_unit(text: str) -> bool:
    """Whether a text may be a unit's name and is no measure: "BHXH huyện", not "bộ" or "Triệu"."""
    first = fold_words(text).split()[:1]
    return text.strip()[:1].isupper() and bool(first) and first[0] not in measure_words()


def names_several(name: str) -> bool:
    """Whether it names all of a sort, or one unit after another."""
    return _names_all(name) or len(units_in(name)) > 1


def _names_all(name: str) -> bool:
    every = naming_words("unit_starts")["all"]
    return _begins(name, every) or bool(_all_of_a_sort().search(f"{fold_words(name)} "))


def units_in(names: str) -> tuple[str, ...]:
    """The units that a text names one after another: "Sở Văn hóa, Thể thao; Sở Y tế" names two.

    The text as it is where it does not begin as the name of a unit does.
    """
    starts, units = naming_words("unit_starts")["starts"], [""]
    for part in _BREAK.split(_COUNCIL_AND_COMMITTEE.sub("\\1\u00a0và ", names)):
        rest = None if _BREAK.fullmatch(part) else _rest_of_name(part, starts)
        is_name = rest is not None and _goes_on_as_name(rest)
        if is_name or _names_all(part.strip().removeprefix("và ")):
            units.append("")
        units[-1] += part
    whole = [" ".join(unit.strip(_BETWEEN).split()) for unit in units]
    named = [unit.removeprefix("và ").removesuffix(" và") for unit in whole if unit]
    return tuple(dict.fromkeys(named)) if not whole[0] else (names,)


@cache
def _all_of_a_sort() -> re.Pattern[str]:
    """ "UBND các xã" names all of them; "Ban Quản lý các khu công nghiệp" is one unit."""
    words = naming_words("unit_starts")
    every, sorts = "|".join(words["all"]), "|".join(words["sorts"])
    return re.compile(rf"\b(?:{every}) (?:{sorts}) ")


def _rest_of_name(part: str, starts: tuple[str, ...]) -> str | None:
    """What follows the word with which the names of units begin, or None where none does."""
    words = part.strip().removeprefix("và ").split()
    is_small = not words or words[0][:1].islower()  # "Các sở, ban, ngành" goes on
    if is_small or _begins(" ".join(words), naming_words("unit_starts")["others"]):
        return None
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
