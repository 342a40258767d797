"""Which part of a date an open document shows: its quarter, its month or its year alone."""

import re
from datetime import date

from dondoc.services.workbook.date_words import ENGLISH_MONTHS
from models.rules.folding import fold

_OF_QUARTERS = frozenset(("quy", "q", "quarter", "i", "ii", "iii", "iv"))
_BEFORE_A_MONTH = frozenset(("thang", "thg", "th", "t", "m", "month"))
_OF_YEARS = frozenset(("nam", "year"))
_OF_WEEKDAYS = frozenset(
    ("thu", "chu", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
)


def part_shown(text: str, day: date) -> str | None:
    """ "quarter", "month" or "year" where the text of the cell shows no more of `day`, else None.

    A text that could be its day, too, is taken for that.
    """
    plain = fold(text.casefold())
    words = set(re.findall(r"[^\W\d_]+", plain))
    numbers = _without_year([int(number) for number in re.findall(r"\d+", plain)], day)
    if words & _OF_WEEKDAYS or not (words or re.search(r"\d", plain)) or len(numbers) > 1:
        return None
    if words & _OF_QUARTERS:
        return "quarter"
    if not numbers:
        names_month = words & _BEFORE_A_MONTH or words & ENGLISH_MONTHS.keys()
        return "month" if names_month else None if words - _OF_YEARS else "year"
    is_month = numbers[0] == day.month
    is_named = words <= _BEFORE_A_MONTH | _OF_YEARS
    return "month" if is_month and (is_named or day.day != day.month) else None


def _without_year(numbers: list[int], day: date) -> list[int]:
    """ "26" in the end is the year where it is not the day."""
    if numbers[-1:] == [day.year % 100] and day.day != day.year % 100:
        return numbers[:-1]
    return [number for number in numbers if number != day.year]
