"""Numbers with the words around them: "≥ 5", "không quá 30", "2,5 km", "1.250 tỷ đồng".

A bound says in which direction better lies. A unit after the number is understood where it is
the row's own, else it is refused: a thousand times too much is quickly loaded.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from dondoc.services.workbook.amounts import AmountError, Style, parse_amount
from dondoc.services.workbook.grid import Value
from dondoc.services.workbook.heading_units import is_same_unit
from dondoc.services.workbook.text import spelled_alike
from models.rules.folding import fold, fold_words

_LOWER_ENDS = r"≥|=>|>=|>|tu|toi thieu|it nhat|khong duoi|khong thap hon|khong it hon|tren|hon|at least|min(?:imum)?|over|more than|not less than"  # noqa: E501
_UPPER_ENDS = r"≤|=<|<=|<|toi da|nhieu nhat|khong qua|khong vuot qua|khong cao hon|khong tren|duoi|at most|max(?:imum)?|under|below|less than|not more than|up to"  # noqa: E501
_WORD = r"(?:dat |con |giam con )?"
_TAIL_HIGHER, _TAIL_LOWER = r"(?:tro len|or more|and above|\+)", r"(?:tro xuong|or less|and below)"
_HIGHER = re.compile(rf"{_WORD}(?:{_LOWER_ENDS})\s*")
_LOWER = re.compile(rf"{_WORD}(?:{_UPPER_ENDS})\s*")
_TAIL = re.compile(rf"\s*(?:(?P<higher>{_TAIL_HIGHER})|(?P<lower>{_TAIL_LOWER}))$")
_NUMBER = re.compile(r"([+-]?\d[\d.,']*(?: \d{3}(?!\d))*)\s*(%?)\s*(.*)", re.DOTALL)
_ROUGHLY = re.compile(r"^(?:khoang|gan|xap xi|about|~|≈|[+-])\s*")
_NUMERALS = r"mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi"
_AIMS = r"tang|giam|duy tri|giu|dat|phan dau|nang|ha|keo giam|con|toi thieu|khong qua|tren|duoi"
_MEANT = re.compile(
    rf"\d\s*[%‰]|^\W*[\d½¼¾]|^(?:{_NUMERALS})\b[^(]{{0,15}}\(\s*\d|^(?:{_AIMS})\b.{{0,30}}\d"
)
_RANGE = re.compile(r"(?:tu )?[\d.,]+\s*(?:%\s*)?\D{0,12}?\s*(?:-|den|to)\s*[\d.,]+.*", re.DOTALL)


@dataclass(frozen=True)
class WrittenAmount:
    """The number; `direction` where the text is a bound, `unit` where it names one."""

    number: Decimal | None
    direction: str | None = None
    unit: str | None = None


def looks_numeric(value: Value) -> bool:
    """Whether a text starts with a number, with or without a bound before it."""
    return isinstance(value, str) and _ROUGHLY.sub("", _split(value)[1])[:1].isdigit()


def holds_number(value: Value) -> bool:
    """Whether any number stands in a text: "Tăng 5 xã", "l0", "½"."""
    return isinstance(value, str) and any(map(str.isnumeric, value))


def means_number(value: Value) -> bool:
    """Whether a text tells a number in words around it: "Năm (05) xã", "Giảm 2%", "Duy trì 95".

    "Nghị quyết số 12" names something.
    """
    return holds_number(value) and _MEANT.search(_split(str(value))[1]) is not None


def read_amount(value: Value, style: Style | None, unit: str | None = None) -> WrittenAmount:
    """The number of a cell with its bound. `unit`: what the row is measured in, where it says so.

    Raises AmountError as `parse_amount` does, and for a range or another unit.
    """
    try:
        return WrittenAmount(parse_amount(value, style))
    except AmountError as error:
        if isinstance(value, str) and holds_number(value) and not looks_numeric(value):
            raise AmountError("plan.error.number_with_words") from None
        if not isinstance(value, str) or not looks_numeric(value):
            raise
        if error.key != "plan.error.bad_number":
            raise
    direction, text = _split(value)
    if not text[:1].isdigit():
        raise AmountError("plan.error.number_range")
    if _RANGE.fullmatch(text):
        raise AmountError("plan.error.number_range")
    match = _NUMBER.fullmatch(text)
    assert match is not None
    direction, words = direction or _tail(match[3]), _TAIL.sub("", match[3]).strip()
    if re.search(r"\d", words) or (words and match[1][-1] in ".,"):
        raise AmountError("plan.error.bad_number")
    number = parse_amount(match[1].strip(" .,") + match[2], style)
    if words and not _is_unit(words, unit):
        raise AmountError("plan.error.number_with_words" if unit is None else "plan.error.unit")
    return WrittenAmount(number, direction, words or None)


def _split(value: str) -> tuple[str | None, str]:
    """The direction that a bound at the beginning tells, and the folded text after it."""
    text = " ".join(fold(value.casefold()).replace("–", "-").replace("—", "-").split())
    text = text.strip("'\"")
    for direction, pattern in (("higher", _HIGHER), ("lower", _LOWER)):
        if (match := pattern.match(text)) and text[match.end() :][:1].isdigit():
            return direction, text[match.end() :]
    return None, text.removeprefix("dat ")


def _tail(words: str) -> str | None:
    match = _TAIL.search(words)
    return match.lastgroup if match else None


def _is_unit(words: str, unit: str | None) -> bool:
    """The row's own unit, or its first words ("1.250 tỷ" where it is counted in "tỷ đồng")."""
    if unit is None:
        return False
    if is_same_unit(words, fold(unit.casefold())):
        return True
    said, own = (spelled_alike(fold_words(text)).split() for text in (words, unit))
    return bool(said) and own[: len(said)] == said
