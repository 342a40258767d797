"""Sees that a cell for one unit names a person, or several units."""

import re
from functools import cache

from dondoc.services.workbook.layout import measure_words, naming_words, unit_group_of
from dondoc.services.workbook.unit_fields import is_field, units_of_fields
from models.rules.folding import fold_words, told_apart_by_marks

_BEHIND_UNIT = re.compile(r"[(,;:\n]\s*| [-–] ")
_BEHIND = re.compile(r" ?\(| [-–] |, ")
_BREAK = re.compile(r"([,;+&\n/]| - | (?=và ))")
_NUMBERED = re.compile(r"\D+ \d+(?:(?:,| và|, và) ?\d+)+")
_BETWEEN = " ,;+&\n/-."
_COUNCIL_AND_COMMITTEE = re.compile(r"(HĐND|ĐBQH|Hội đồng nhân dân|Huyện ủy|Thành ủy) và (?=\w)")
_LEVELS = frozenset({"tinh", "thanh", "huyen", "thi", "xa", "phuong", "dac", "cap"})
_OF_A_LEVEL = re.compile(r"\b(?:cap (?:xa|huyen|co so)|cac cap)\b|\b(?:lien quan|duoc giao)$")
_COUNTED = re.compile(r"^\d+ |\b(?:ubnd|uy ban nhan dan|cong an|dang uy|mttq) \d+ ")
_LIST = re.compile(r"[,;]| và ")
_HELPING = re.compile(r"\bphối hợp(?: với| cùng)?\b", re.IGNORECASE)
_FAMILY_NAME_PARTS = range(3, 6)
"""Words of a full name: two alone are as often a place, such as Lê Lợi."""


def wrong_name(name: str) -> str | None:
    """What is wrong with the name of a unit (a key of the catalogue), or None."""
    if _names_nothing(name):
        return "plan.error.no_name_of_unit"
    if names_person(name):
        return "plan.error.person_as_unit"
    if _names_person_behind(name):
        return "plan.error.person_in_unit"
    return "plan.error.several_units" if names_several(name) else None


def _names_nothing(name: str) -> bool:
    """ "x", "●", "Như mục 1", "Theo phân công": no name, whatever may be meant."""
    is_mark = sum(map(str.isalnum, name)) < 2 and not name.isdecimal()
    return is_mark or begins(name, naming_words("unit_starts")["never"])


def _names_person_behind(name: str) -> bool:
    """ "Phòng Kinh tế - đ/c Nam", "Phòng Kinh tế (Nguyễn Văn Nam)"; schools are called so, too."""
    if any(begins(part, _titles()) for part in _BEHIND_UNIT.split(name)[1:]):
        return True
    behind = () if begins(name, ("Trường",)) else re.split(r"[(,;:\n]\s*", name)[1:]
    return any(names_person(part.strip(" )")) for part in behind)


def names_person(name: str) -> bool:
    """Whether it begins as the names of people do: by an address, an office, a family name.

    "Ba Vì" is a place, and no lady.
    """
    words = naming_words("person_words")
    if begins(name, _titles()):
        return True
    parts = name.split()
    is_name = all(part.isalpha() and part[0].isupper() and part[1:].islower() for part in parts)
    in_full = is_name and len(parts) in _FAMILY_NAME_PARTS and begins(name, words["family"])
    return in_full and unit_group_of(name) == "departments"


def _titles() -> tuple[str, ...]:
    """What stands before the names of people: "Đ/c", "Phó Chủ tịch"."""
    words = naming_words("person_words")
    return words["address"] + words["office"]


def name_alone(text: str) -> str:
    """The name of a person without "Đ/c", an office before it, or what stands behind it.

    "Đ/c Phó Chủ tịch Nguyễn Văn An (phụ trách)" is "Nguyễn Văn An".
    """
    before = frozenset(map(fold_words, _titles()))
    rest = _BEHIND.split(text.strip(), maxsplit=1)[0].split()
    while size := next((n for n in range(4, 0, -1) if _head(rest, n) in before), 0):
        rest = rest[size:]
    return " ".join(rest)


def _head(words: list[str], size: int) -> str:
    return fold_words(" ".join(words[:size])) if len(words) > size else ""


def names_unit(text: str) -> bool:
    """Whether a text begins as the names of units do, and names one of them."""
    words = naming_words("unit_starts")
    rest = _rest_of_name(" ".join(text.split()), words["starts"] + words["short"])
    return bool(rest) and _goes_on_as_name(rest or "")


def may_name_unit(text: str) -> bool:
    """Whether a text may be a unit's name and is no measure: "BHXH huyện", not "bộ" or "Triệu"."""
    first = fold_words(text).split()[:1]
    return text.strip()[:1].isupper() and bool(first) and first[0] not in measure_words()


def may_name_several(name: str) -> bool:
    """Whether a comma parts it and no "và" closes the list, as in "Phòng Kinh tế, Hạ tầng và Đô
    thị": it may be one unit, or two in short.
    """
    return "," in name and " và " not in name.rpartition(",")[2] and not is_field(name)


def names_several(name: str) -> bool:
    """Whether it names all of a sort, or one unit after another, or who leads and who helps."""
    helping = _HELPING.split(name)[1:]
    return (
        _names_all(name)
        or _names_a_level(name)
        or _names_a_list(name)
        or len(units_in(name)) > 1
        or any(_names_all(part.strip()) or names_unit(part) for part in helping)
    )


def _names_a_level(name: str) -> bool:
    """ "UBND cấp xã", "Sở, ban, ngành", "UBND 15 xã", "Đơn vị liên quan": nobody could be asked for
    the work.
    """
    folded = fold_words(name)
    is_counted = _COUNTED.search(folded) or _sorts_alone().fullmatch(folded)
    return bool(is_counted or _OF_A_LEVEL.search(folded))


def _names_a_list(name: str) -> bool:
    """ "Xã A, B", "Thôn 1, 2", "Sở: Y tế, Nội vụ": communes have no comma in their names, as others
    may.
    """
    is_local = unit_group_of(name) == "localities" and _LIST.search(name)
    starts = naming_words("unit_starts")["starts"]
    before, colon, _ = name.partition(":")
    return bool(is_local or _NUMBERED.fullmatch(name)) or (bool(colon) and begins(before, starts))


def _names_all(name: str) -> bool:
    every = naming_words("unit_starts")["all"]
    return begins(name, every) or bool(_all_of_a_sort().search(f"{fold_words(name)} "))


def units_in(names: str) -> tuple[str, ...]:
    """The units that a text names one after another: "Sở Văn hóa, Thể thao; Sở Y tế" names two.

    The text as it is where it does not begin as the name of a unit does, and no comma stands
    between it and one that does.
    """
    words, units = naming_words("unit_starts"), [""]
    starts = words["starts"] + words["listed"]
    for part in _BREAK.split(_COUNCIL_AND_COMMITTEE.sub("\\1\u00a0và ", names)):
        rest = None if _BREAK.fullmatch(part) else _rest_of_name(part, starts)
        is_name = rest is not None and _goes_on_as_name(rest)
        if is_name or _names_all(part.strip().removeprefix("và ")):
            units.append("")
        units[-1] += part
    whole = [" ".join(unit.strip(_BETWEEN).split()) for unit in units]
    named = [unit.removeprefix("và ").removesuffix(" và") for unit in whole if unit]
    if whole[0] and not units[0].rstrip(" ").endswith((",", ";", "\n")):
        return units_of_fields(names)
    return tuple(dict.fromkeys(unit for name in named for unit in units_of_fields(name)))


@cache
def _all_of_a_sort() -> re.Pattern[str]:
    """ "UBND các xã" names all of them; "Ban Quản lý các khu công nghiệp" is one unit, and so is
    "Đảng ủy các cơ quan Đảng".
    """
    words = naming_words("unit_starts")
    every, sorts = ("|".join(map(fold_words, words[key])) for key in ("all", "sorts"))
    return re.compile(rf"\b(?:{every}) (?!co quan dang )(?:{sorts}) ")


@cache
def _sorts_alone() -> re.Pattern[str]:
    """Sorts of units, two at least, and nothing more but where: "sở, ban, ngành của tỉnh"."""
    sorts = "|".join(map(fold_words, naming_words("unit_starts")["sorts"]))
    return re.compile(rf"(?:dia phuong|don vi|co quan|(?:{sorts})(?:(?: va)? (?:{sorts}))+)")


def _rest_of_name(part: str, starts: tuple[str, ...]) -> str | None:
    """What follows the word with which the names of units begin, or None where none does."""
    words = part.strip().removeprefix("và ").split()
    is_small = not words or words[0][:1].islower()  # "Các sở, ban, ngành" goes on
    if is_small or begins(" ".join(words), naming_words("unit_starts")["others"]):
        return None
    sizes = {len(start.split()) for start in starts if begins(" ".join(words), (start,))}
    joined = " ".join(words[max(sizes) :]) if sizes else ""
    # "... và UBND" ends the name of an office of both; "Sở Y tế, UBND" names two.
    return None if not sizes or (not joined and part.strip().startswith("và ")) else joined


def _goes_on_as_name(rest: str) -> bool:
    """ "... và Xã hội" goes on in small letters, "... và Xã Hợp Thịnh" is another unit."""
    return not rest or rest[0].isupper() or fold_words(rest).split()[0] in _LEVELS


def begins(name: str, starts: tuple[str, ...]) -> bool:
    """Whether a text begins with one of these, whatever its case: "Bổ sung" not with "Bỏ"."""
    folded, words = f"{fold_words(name)} ", name.split()
    return any(
        folded.startswith(f"{fold_words(start)} ")
        and not told_apart_by_marks(name, " ".join([start, *words[len(start.split()) :]]))
        for start in starts
    )
