"""Dates as people write them: 31/12/2022, ISO, Excel's own, quarters, months and years."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from dondoc.services.workbook.date_words import (
    ALL_YEAR,
    BEFORE,
    ENGLISH_MONTHS,
    MONTHS,
    QUARTERS,
    TIME_OF_GROUP,
    WITHIN,
    plain_words,
)
from dondoc.services.workbook.grid import CellError, DatePart, Percent, Value

# Day 0 of Excel's calendar as it works after its imaginary 29/2/1900.
_EXCEL_EPOCH = date(1899, 12, 30)
# 1/1/1980 to 1/1/2100: other numbers are no plan's dates.
FIRST_SERIAL, LAST_SERIAL = 29221, 73050
YEARS = range(2000, 2101)

_TIME = r"(?:[t ]00:00(?::00)?)?"
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)
_WORDS = re.compile(r"(?:ngay )?(\d{1,2})[ -]thang ?(\d{1,2})(?:(?:,? nam |[/-])(\d{4}|\d{2}))?")
_ENGLISH_DAY = re.compile(r"(\d{1,2})[ -]([a-z]{3,9})[ ,-]{1,2}(\d{4}|\d{2})")
_ENGLISH_DAY_AFTER = re.compile(r"([a-z]{3,9}) (\d{1,2}),? (\d{4})")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})[/.-](\d{1,2})")
# Two digits that may be a month are one: "Tháng 6-12", "Tháng 6, 12".
_YEAR = r"(?:,?(?: ?nam |[ /.-]{1,3})(\d{4}|1[3-9]|[2-9]\d))?"
_QUARTER = re.compile(r"(?:quy|q|quarter)[ ./]{0,2}(iv|iii|ii|i|[1-4]|[a-z]+)" + _YEAR)
_BARE_QUARTER = re.compile(r"(iv|iii|ii|i)" + _YEAR)
_MONTH = re.compile(r"(?:thang|month|th|t)[ ./]?(\d{1,2}|[a-z]+(?: [a-z]+)?)" + _YEAR)
_BARE_MONTH = re.compile(r"(\d{1,2})[ /.-]{1,3}(\d{4})")
_ENGLISH_MONTH = re.compile(r"([a-z]{3,9})[ .,/-]{0,2}" + _YEAR)
_WHOLE_YEAR = re.compile(
    r"(?:(?:den )?(?:cuoi|het) nam |nam |year )?(\d{4})|(?:den )?(?:cuoi|het) nam|year end"
)
_HALF = re.compile(r"(6|sau|9|chin) thang (dau|cuoi) (?:nam|nam (\d{4}))")
_RANGE = re.compile(r" ?(?:-| den | to ) ?")
_SEVERAL = re.compile(r"\d{1,2}(?: ?- ?\d{1,2}){2,}")
_PREFIX = re.compile(r"(quy|q|thang|t)\b ?")


class DayError(ValueError):
    """The cell holds no date that could be understood."""


def quarter_start(year: int, quarter: int) -> date:
    return date(year, 3 * quarter - 2, 1)


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def quarter_end(year: int, quarter: int) -> date:
    return month_end(year, 3 * quarter)


def parse_day(value: Value, year: int | None = None) -> date | None:
    """The date in a cell; a quarter, month or year stands for its last day. None for a blank.

    Day comes before month, as Vietnam writes it. `year`: the programme's, where it is known, for
    what names none ("Quý II", "15/8") and for years alone. Raises DayError.
    """
    if value is None:
        return None
    if isinstance(value, DatePart):
        return _end_of(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool | CellError | Percent):
        raise DayError
    if isinstance(value, str):
        return _from_text(value, year)
    return _from_number(value, year)


def is_all_year(value: Value) -> bool:
    """Work without a date of its own: "Hằng năm", "Thường xuyên"."""
    return isinstance(value, str) and ALL_YEAR.fullmatch(plain_words(value)) is not None


def time_of_group(title: str, year: int | None) -> date | None:
    """The last day of the month or quarter that the title of a group names: "Công việc Quý II".

    None where it names none, and where the year is not known.
    """
    match = TIME_OF_GROUP.fullmatch(plain_words(title))
    try:
        return parse_day(match[1], year) if match else None
    except DayError:
        return None


def _end_of(shown: DatePart) -> date:
    year, month = shown.day.year, shown.day.month
    ends = {"year": 12, "quarter": (month + 2) // 3 * 3, "month": month}
    return month_end(year, ends[shown.part])


def _from_number(value: float, year: int | None) -> date:
    if year is not None and value == int(value) and int(value) in YEARS:
        return date(int(value), 12, 31)
    if not FIRST_SERIAL <= value <= LAST_SERIAL or value != int(value):
        raise DayError
    return _EXCEL_EPOCH + timedelta(days=int(value))


def _from_text(text: str, year: int | None) -> date | None:
    if text.strip() in ("", "-", "–", "—"):
        return None
    plain = plain_words(text)
    try:
        day = _read(plain, year) or _last_of_range(plain, year)
    except (ValueError, KeyError):
        raise DayError from None
    if day is None:
        raise DayError
    return day


def _read(plain: str, year: int | None) -> date | None:
    if before := BEFORE.match(plain):
        return _exact(plain[before.end() :], year)
    if day := _exact(plain, year) or _period(plain, year):
        return day
    within = WITHIN.match(plain)
    rest = plain[within.end() :] if within else ""
    return (_exact(rest, year) or _period(rest, year)) if rest else None


def _exact(plain: str, year: int | None) -> date | None:
    plain = plain.removeprefix("ngay ") if "thang" not in plain else plain
    if match := _DAY_FIRST.fullmatch(plain):
        return date(_century(match[4]), int(match[3]), int(match[1]))
    if match := _ISO.fullmatch(plain):
        return date(int(match[1]), int(match[3]), int(match[4]))
    match = _WORDS.fullmatch(plain)
    if match and (match[3] or year):
        return date(_century(match[3] or str(year)), int(match[2]), int(match[1]))
    if match := _ENGLISH_DAY.fullmatch(plain):
        return date(_century(match[3]), ENGLISH_MONTHS[match[2]], int(match[1]))
    if match := _ENGLISH_DAY_AFTER.fullmatch(plain):
        return date(int(match[3]), ENGLISH_MONTHS[match[1]], int(match[2]))
    match = _DAY_AND_MONTH.fullmatch(plain)
    return date(year, int(match[2]), int(match[1])) if match and year else None


def _century(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


def _period(plain: str, year: int | None) -> date | None:
    if match := _WHOLE_YEAR.fullmatch(plain):
        return date(int(match[1] or year or 0), 12, 31) if year else None
    if ALL_YEAR.fullmatch(plain):
        return date(year, 12, 31) if year else None
    if match := _HALF.fullmatch(plain):
        return _part_of_year(match[1], match[2], int(match[3] or year or 0))
    if match := _BARE_MONTH.fullmatch(plain):
        return month_end(int(match[2]), int(match[1]))
    for pattern, names, end in _PERIODS:
        match = pattern.fullmatch(plain)
        number = _numbered(match[1], names) if match else None
        if match and number and (match[2] or year):
            return end(_century(match[2]) if match[2] else year or 0, number)
    return None


def _numbered(text: str, names: dict[str, int]) -> int | None:
    return int(text) if text.isdecimal() else names.get(text)


def _part_of_year(months: str, half: str, year: int) -> date | None:
    if half == "cuoi":
        return date(year, 12, 31)
    return month_end(year, 6 if months in ("6", "sau") else 9)


def _last_of_range(plain: str, year: int | None) -> date | None:
    """ "Quý III-IV/2026" ends with its last; None where it could be cut in several ways, and for
    months one after another ("3-6-9-12").
    """
    if _SEVERAL.fullmatch(plain):
        return None
    ends = {end for cut in _RANGE.finditer(plain) if (end := _range_end(plain, cut, year))}
    return ends.pop() if len(ends) == 1 else None


def _range_end(plain: str, cut: re.Match[str], year: int | None) -> date | None:
    first, last = plain[: cut.start()].removeprefix("tu "), plain[cut.end() :]
    prefix = _PREFIX.match(first)
    if prefix and not _PREFIX.match(last):
        last = f"{prefix[1]} {last}"
    try:
        start, end = _read(first, year), _read(last, year)
    except (ValueError, KeyError):
        return None
    return end if start and end and start <= end else None


_PERIODS = (
    (_QUARTER, QUARTERS, quarter_end),
    (_BARE_QUARTER, QUARTERS, quarter_end),
    (_MONTH, MONTHS, month_end),
    (_ENGLISH_MONTH, ENGLISH_MONTHS, month_end),
)
